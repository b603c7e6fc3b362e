"""The tally: pledges that stand, that is, were not revoked. The one place that says so.

Signing, the close, the counts, the announcement, the wall and the ring of the seal all ask here:

- `STANDING` is the condition on a pledge's row;
- `OF_REGISTRATION` joins a registration to its standing pledge (there is at most one);
- `current` reads the standing pledge of one participant, `newest` the last ones of an event;
- `count` is how many stand now, by the rows, and `recomputed` how many stood among the first
  entries of the log, by these entries alone, as an outsider counts.
"""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from declare.core import entry
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.pledges.models import Pledge
from declare.registrations.models import Registration

STANDING = Pledge.revoked_at.is_(None)
"""Condition on a pledge: it was not revoked."""

OF_REGISTRATION = and_(Pledge.registration_id == Registration.id, STANDING)
"""Join condition between a registration and its standing pledge."""


def current(session: Session, registration: Registration) -> Pledge | None:
    """The standing pledge of a participant."""
    query = select(Pledge).where(Pledge.registration_id == registration.id, STANDING)
    return session.scalar(query)


def newest(session: Session, event: Event, most: int) -> list[Pledge]:
    """The standing pledges of an event that were signed last, at most so many, the last first."""
    query = select(Pledge).where(Pledge.event_id == event.id, STANDING)
    return list(session.scalars(query.order_by(Pledge.ordinal.desc()).limit(most)))


def count(session: Session, event: Event) -> int:
    """How many pledges of an event stand."""
    query = select(func.count()).where(Pledge.event_id == event.id, STANDING)
    return session.scalar(query) or 0


def recomputed(session: Session, log_id: int, size: int) -> int:
    """How many pledges stand among the first `size` entries of a log, by these entries alone."""
    return entry.replay(map(entry.decode, ledger.entries(session, log_id, size))).tally.signed
