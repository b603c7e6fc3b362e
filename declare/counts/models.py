"""What was said in public about the count. It is written once and never changed: triggers refuse
everything else (see the migration)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Announcement(Base):
    """A published figure: so many had signed in the first `size` entries of the event's log."""

    __tablename__ = "announcement"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the checkpoint that it was counted at."""
    signed: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
