"""Long work that was ordered, and how far it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class State(StrEnum):
    """The state of a piece of long work."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Work(Base):
    """One order: its kind, its arguments, and where the next piece begins."""

    __tablename__ = "work"
    __table_args__ = (Index(None, "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids and plain values, no names."""
    cursor: Mapped[str] = mapped_column(String(200), default="")
    """Where the next piece begins, in the kind's own words; empty before the first."""
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    """What `progress` counts up to; None while that is unknown."""
    state: Mapped[str] = mapped_column(String(10), default=State.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    """Claims since the last piece was done."""
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    fault: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was claimed, or its last piece was done."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
