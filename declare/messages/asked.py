"""Letters that were asked for by typing an address: whom they are for, the worker finds out.

The page that asks leaves the same row for every address, so it costs the same and tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from declare.messages.models import Delivery, Message


@dataclass(frozen=True)
class Asked:
    """A letter that was asked for: its kind, its event, the address as typed, and when."""

    kind: str
    event_id: int
    address: str
    at: datetime


def take(session: Session) -> Asked | None:
    """Take the oldest letter that was asked for out of the outbox; None if there is none, or if
    another worker was faster."""
    query = select(Message).where(Message.state == Delivery.ASKED).order_by(Message.id).limit(1)
    row = session.scalar(query)
    if row is None:
        return None
    asked = Asked(row.kind, row.event_id or 0, row.recipient or "", row.created_at)
    session.expunge(row)
    taken = session.execute(
        delete(Message).where(Message.id == row.id, Message.state == Delivery.ASKED),
        execution_options={"synchronize_session": False},
    )
    return asked if isinstance(taken, CursorResult) and taken.rowcount == 1 else None


def is_waiting(session: Session, kind: str, registration_id: int) -> bool:
    """Whether a letter of this kind about a registration is queued and not sent yet."""
    query = select(func.count()).where(
        Message.registration_id == registration_id,
        Message.kind == kind,
        Message.state == Delivery.QUEUED,
    )
    return bool(session.scalar(query))
