"""The rows of presence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime

_ALONE = text("batch IS NULL")


class Way(StrEnum):
    """How an event learnt that a participant was there."""

    ROOM = "room"
    """The participant's own act: checking in, or signing."""


class Presence(Base):
    """One way in which one participant was there; several rows are still one person present.

    A batch holds a way once for each participant; so do the rows without a batch, which the
    partial index says, because NULLs are distinct in the unique constraint.
    """

    __tablename__ = "presence"
    __table_args__ = (
        UniqueConstraint("registration_id", "way", "batch"),
        Index(
            "uq_presence_without_batch",
            "registration_id",
            "way",
            unique=True,
            sqlite_where=_ALONE,
            postgresql_where=_ALONE,
        ),
        Index(None, "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    way: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int | None]
    """Length of stay, where a meeting report says it."""
    batch: Mapped[int | None]
    """Number of the import that made this row and can be undone; None of a row on its own."""
