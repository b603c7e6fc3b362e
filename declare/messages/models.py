"""The outbox."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Delivery(StrEnum):
    """The state of a message. `uncertain`: the worker ended while sending it; a person decides.

    `held`: kept back by a flood limit until an organiser releases or drops it. `asked`: somebody
    typed this address; whether a letter goes there the worker finds out.
    """

    ASKED = "asked"
    HELD = "held"
    DROPPED = "dropped"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class Urgency(IntEnum):
    """The class of a message: delivery takes the lower ones first, and within one the older."""

    LINK = 0
    """Links and codes: somebody waits for it in front of a page."""
    RECEIPT = 1
    OTHER = 2


URGENCIES = {
    "admitted": Urgency.LINK,
    "link": Urgency.LINK,
    "invitation": Urgency.LINK,
    "password": Urgency.LINK,
    "sign_in": Urgency.LINK,
    "received": Urgency.RECEIPT,
    "receipt": Urgency.RECEIPT,
}
"""The class of each kind; kinds that do not stand here are `OTHER`."""


class Message(Base):
    """One mail to one address: its kind, and the ids and values that its text is made of.

    The text is made when the mail is sent and is not stored: it may hold a personal link.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "urgency", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    urgency: Mapped[int] = mapped_column(SmallInteger, default=Urgency.OTHER)
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
