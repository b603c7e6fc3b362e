"""The tally: pledges that are not revoked. Every count of signatures asks here."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.pledges import signing_window
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


def current(session: Session, registration: Registration) -> Pledge | None:
    """The pledge of a participant that is not revoked."""
    query = select(Pledge).where(
        Pledge.registration_id == registration.id, Pledge.revoked_at.is_(None)
    )
    return session.scalar(query)


def unsigned(
    session: Session, event: Event, registrations: Iterable[Registration]
) -> list[Registration]:
    """Those who have not signed, and cannot until this transaction ends."""
    signing_window.hold(session, event)
    people = list(registrations)
    query = select(Pledge.registration_id).where(
        Pledge.registration_id.in_([person.id for person in people]), Pledge.revoked_at.is_(None)
    )
    signed = set(session.scalars(query))
    return [person for person in people if person.id not in signed]
