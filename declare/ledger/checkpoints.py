"""The lookup of a log's signed checkpoints."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.ledger.models import Checkpoint


def find(session: Session, log_id: int, size: int | None = None) -> Checkpoint | None:
    """Return the checkpoint of `size`, or the latest; None where there is none."""
    query = select(Checkpoint).where(Checkpoint.log_id == log_id)
    if size is not None:
        query = query.where(Checkpoint.size == size)
    return session.scalar(query.order_by(Checkpoint.size.desc()).limit(1))
