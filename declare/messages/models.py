"""The outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Delivery(StrEnum):
    """The state of a message. `uncertain`: the worker ended while sending it; a person decides."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class Message(Base):
    """One mail to one address: its kind, and the ids and values that its text is made of.

    The text is made when the mail is sent and is not stored: it may hold a personal link.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    recipient: Mapped[str | None] = mapped_column(String(254))
    """None after a purge."""
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Ids and plain values, no names: the kind says which."""
    subject: Mapped[str | None] = mapped_column(String(300))
    """Like `body` and `calendar` only in a row that waited when 0007 was applied."""
    body: Mapped[str | None] = mapped_column(Text)
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    """An iCalendar file that is attached."""
    state: Mapped[str] = mapped_column(String(10), default=Delivery.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
