"""Held mail: kept back by a flood limit, until an organiser releases or drops it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, and_, func, select, update
from sqlalchemy.orm import Session

from declare.messages.models import Delivery, Message
from declare.messages.service import QUEUED


def count(session: Session, event_id: int) -> int:
    """How many messages of the event are held."""
    query = select(func.count()).where(Message.event_id == event_id, Message.state == Delivery.HELD)
    return session.scalar(query) or 0


def waiting(session: Session, event_id: int, most: int) -> Sequence[Message]:
    """The held messages of the event, oldest first."""
    query = select(Message).where(Message.event_id == event_id, Message.state == Delivery.HELD)
    return session.scalars(query.order_by(Message.id).limit(most)).all()


def release(session: Session, event_id: int, ids: Iterable[int], now: datetime) -> int:
    """Queue these held messages; return how many there were."""
    session.info[QUEUED] = True
    return _leave(session, event_id, Message.id.in_(list(ids)), Delivery.QUEUED, now)


def drop(session: Session, event_id: int, ids: Iterable[int], now: datetime) -> int:
    """Never send these held messages; return how many there were."""
    return _leave(session, event_id, Message.id.in_(list(ids)), Delivery.DROPPED, now)


def drop_receipts(
    session: Session, event_id: int, registrations: Iterable[int], now: datetime
) -> None:
    """Drop what is held about these registrations: they were decided, a letter says more."""
    which = and_(Message.registration_id.in_(list(registrations)), Message.kind == "received")
    _leave(session, event_id, which, Delivery.DROPPED, now)


def _leave(session: Session, event_id: int, which: Any, state: Delivery, now: datetime) -> int:
    done = session.execute(
        update(Message)
        .where(Message.event_id == event_id, Message.state == Delivery.HELD, which)
        .values(state=state, due_at=now)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount if isinstance(done, CursorResult) else 0
