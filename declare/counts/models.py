"""Announcements. Rows are inserted and never changed: triggers of migration 0005 refuse it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Announcement(Base):
    """A published figure: standing pledges among the first `size` entries of the event's log."""

    __tablename__ = "announcement"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Size of the checkpoint at which it was counted."""
    signed: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
