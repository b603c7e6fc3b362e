"""Long work: ordering, claiming and ending it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from declare.work.models import State, Work

ORDERED = "work.ordered"
"""The key in `Session.info` that says: this transaction left work to do."""

STALE = timedelta(minutes=10)
"""No piece takes this long: the worker that claimed the work has ended."""

ATTEMPTS = 3
"""Claims of one piece, before the work has failed: it may be what ends the worker."""


def order(
    session: Session,
    kind: str,
    arguments: Mapping[str, Any],
    now: datetime,
    total: int | None = None,
) -> Work:
    """Order work of a kind; it begins after the transaction is committed."""
    work = Work(kind=kind, arguments=dict(arguments), total=total, created_at=now)
    session.add(work)
    session.flush()
    session.info[ORDERED] = True
    return work


def claim(session: Session, now: datetime) -> Work | None:
    """Claim the work that has waited longest; None if there is none, or another worker has it."""
    waiting = select(Work.id).where(Work.state == State.QUEUED).order_by(Work.id).limit(1)
    number = session.scalar(waiting)
    if number is None:
        return None
    claimed = session.execute(
        update(Work)
        .where(Work.id == number, Work.state == State.QUEUED)
        .values(state=State.RUNNING, claimed_at=now, attempts=Work.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    work = session.get(Work, number, populate_existing=True)
    return work if isinstance(claimed, CursorResult) and claimed.rowcount == 1 else None


def advance(session: Session, work: Work, cursor: str, progress: int, now: datetime) -> None:
    """Note that a piece is done, in the transaction of that piece; `cursor` begins the next."""
    work.cursor, work.progress = cursor, progress
    work.claimed_at, work.attempts = now, 1
    session.flush()


def finish(session: Session, work: Work, result: Mapping[str, Any], now: datetime) -> None:
    """End work that is done."""
    work.state, work.result, work.ended_at = State.DONE, dict(result), now
    session.flush()


def fail(session: Session, work: Work, fault: str, now: datetime) -> None:
    """End work that cannot be done. `fault` holds no personal data."""
    work.state, work.fault, work.ended_at = State.FAILED, fault[:300], now
    session.flush()


def put_back(session: Session, work: Work) -> None:
    """Let another worker go on from the cursor, because this one stops."""
    work.state, work.attempts = State.QUEUED, 0
    session.flush()


def requeue_stale(session: Session, now: datetime) -> None:
    """Queue work whose worker has ended once more; after three times it has failed."""
    stale = update(Work).where(Work.state == State.RUNNING, Work.claimed_at < now - STALE)
    update_stale = stale.execution_options(synchronize_session=False)
    session.execute(
        update_stale.where(Work.attempts >= ATTEMPTS).values(
            state=State.FAILED, fault="the worker ended in the middle of it", ended_at=now
        )
    )
    session.execute(update_stale.values(state=State.QUEUED))
