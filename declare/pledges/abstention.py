"""Not signing: declining, and keeping participants from signing while something else is changed.

All of it locks the head row of the log, as signing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core.window import WindowState
from declare.errors import Conflict
from declare.events.models import Event
from declare.pledges import signing, signing_window, tally
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


class AlreadySigned(Conflict):
    """The participant has signed: name, position and choice stay as they are."""


def withhold(session: Session, event: Event, registration: Registration) -> None:
    """Keep a participant from signing until this transaction ends. Raises AlreadySigned."""
    _, existing = signing.hold(session, event, registration)
    if existing is not None:
        raise AlreadySigned


def decline(session: Session, event: Event, registration: Registration, now: datetime) -> None:
    """Record that a participant does not sign; signing later undoes it. Raises AlreadySigned, and
    SigningClosed: what an organiser counts then does not move any more."""
    withhold(session, event, registration)
    if signing_window.state(event, now) is WindowState.CLOSED:
        raise signing_window.SigningClosed
    registration.declined_at = registration.declined_at or now
    session.flush()


def unsigned(
    session: Session, event: Event, registrations: Iterable[Registration]
) -> list[Registration]:
    """Return those that have not signed, and keep them from signing until this transaction ends.

    Raises WrongStep for an event without a log.
    """
    signing_window.hold(session, event)
    people = list(registrations)
    query = select(Pledge.registration_id).where(
        Pledge.registration_id.in_([person.id for person in people]), tally.STANDING
    )
    signed = set(session.scalars(query))
    return [person for person in people if person.id not in signed]
