"""Pledges: signing, not signing, and the door of both.

Whoever signs, declines or mends a name holds the head row of the event's log meanwhile. So each
sees what the one before has done, and nothing of what another is about to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.errors import Conflict
from declare.events.models import Event
from declare.pledges import door
from declare.pledges.denial import deny
from declare.pledges.denial import read as by_denial
from declare.pledges.door import (
    COUNTDOWN,
    SigningClosed,
    SigningNotOpen,
    State,
    WrongStep,
    begin_closing,
    cancel_closing,
    open_signing,
    pause,
    resume,
    settle,
    settle_due,
    state,
)
from declare.pledges.models import Pledge
from declare.pledges.signing import Issue, Wish, hold, sign, sign_all
from declare.registrations.models import Registration

__all__ = [
    "COUNTDOWN",
    "AlreadySigned",
    "Issue",
    "SigningClosed",
    "SigningNotOpen",
    "State",
    "Wish",
    "WrongStep",
    "begin_closing",
    "by_denial",
    "cancel_closing",
    "current",
    "decline",
    "deny",
    "open_signing",
    "pause",
    "resume",
    "settle",
    "settle_due",
    "sign",
    "sign_all",
    "state",
    "unsigned",
    "withhold",
]


class AlreadySigned(Conflict):
    """The person has signed: what is printed, and the choice, stand as they are."""


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
    door.hold(session, event)
    people = list(registrations)
    query = select(Pledge.registration_id).where(
        Pledge.registration_id.in_([person.id for person in people]), Pledge.revoked_at.is_(None)
    )
    signed = set(session.scalars(query))
    return [person for person in people if person.id not in signed]


def withhold(session: Session, event: Event, registration: Registration) -> None:
    """Keep a participant from signing until this transaction ends. Raises AlreadySigned."""
    _, existing = hold(session, event, registration)
    if existing is not None:
        raise AlreadySigned


def decline(session: Session, event: Event, registration: Registration, now: datetime) -> None:
    """Record that a participant does not sign; signing later undoes it. Raises AlreadySigned."""
    withhold(session, event, registration)
    registration.declined_at = registration.declined_at or now
    session.flush()
