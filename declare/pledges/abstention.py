"""Not signing: declining, and keeping somebody from signing while a name is changed.

Both hold the head row of the log, as signing does.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from declare.errors import Conflict
from declare.events.models import Event
from declare.pledges import signing
from declare.registrations.models import Registration


class AlreadySigned(Conflict):
    """The person has signed: what is printed, and the choice, stand as they are."""


def withhold(session: Session, event: Event, registration: Registration) -> None:
    """Keep a participant from signing until this transaction ends. Raises AlreadySigned."""
    _, existing = signing.hold(session, event, registration)
    if existing is not None:
        raise AlreadySigned


def decline(session: Session, event: Event, registration: Registration, now: datetime) -> None:
    """Record that a participant does not sign; signing later undoes it. Raises AlreadySigned."""
    withhold(session, event, registration)
    registration.declined_at = registration.declined_at or now
    session.flush()
