"""The tables of registrations, a person at one event, and of requests for other printed words."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from declare.core import name as names
from declare.database import Base, UtcDateTime


class Standing(StrEnum):
    """What was decided about a registration."""

    PENDING = "pending"
    ADMITTED = "admitted"
    REFUSED = "refused"
    RIVAL = "rival"
    """The application for a person whom the event has already: counts nowhere, opens no room."""


PRESENT = (Standing.PENDING, Standing.ADMITTED)
"""The standings of registrations among which one person stands once."""

_ONCE = text("standing IN ('pending', 'admitted')")


class Registration(Base):
    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_person",
            "event_id",
            "name_key",
            "office",
            "region",
            unique=True,
            sqlite_where=_ONCE,
            postgresql_where=_ONCE,
        ),
        Index(
            "uq_registration_nip",
            "event_id",
            "nip_hash",
            unique=True,
            sqlite_where=_ONCE,
            postgresql_where=_ONCE,
        ),
        Index(None, "event_id", "region", "office"),
        Index(None, "event_id", "standing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    """Random, 22 characters; the value of the form field `registration`."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    front_title: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(String(120), nullable=True)
    """Null after a purge, like `name_key` and `position`; titles and contacts are then empty."""
    back_title: Mapped[str] = mapped_column(String(60), default="")
    name_key: Mapped[str] = mapped_column(String(120), nullable=True)
    """`core.name.key` of the approved name, part of the unique index."""
    office: Mapped[str] = mapped_column(String(24))
    acting: Mapped[str] = mapped_column(String(3), default="")
    position: Mapped[str] = mapped_column(String(160), nullable=True)
    """The words that are printed, exactly as posted."""
    approved_name: Mapped[str | None] = mapped_column(String(120))
    """The printed name as it was approved, if the participant has respelt it since. Like
    `approved_position` null where what is printed is what was approved, and after a purge."""
    approved_position: Mapped[str | None] = mapped_column(String(160))
    represents: Mapped[str] = mapped_column(String(24), default="")
    """The office in the same region whose seat this delegate stands in for; empty otherwise."""
    mandate: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(5))
    agency: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    """E.164."""
    nip: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Encrypted with the instance's data key."""
    nip_hash: Mapped[str | None] = mapped_column(String(64))
    show_name: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="id")
    standing: Mapped[str] = mapped_column(String(10), default=Standing.PENDING)
    rival_of: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    """The registration that was there when a rival applied; kept after the decision."""
    repeats: Mapped[int] = mapped_column(default=0)
    """Applications for this person that were not kept: copies, and those beyond five rivals."""
    link_id: Mapped[bytes] = mapped_column(LargeBinary(8), unique=True)
    code: Mapped[bytes] = mapped_column(LargeBinary)
    """The participant code, encrypted: organisers read it out on the telephone."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the receipt's "bukan saya" was used: the signature is disputed."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the link was first opened since the present contact is recorded."""

    @property
    def printed_name(self) -> str:
        """The name as it will be printed."""
        return names.printed(self.front_title, self.name, self.back_title)

    @property
    def seen(self) -> str:
        """A digest of what is printed: with it a form says which words its page showed."""
        words = f"{self.printed_name}\n{self.position}"
        return hashlib.sha256(words.encode()).hexdigest()[:16]

    @property
    def approved(self) -> tuple[str, str]:
        """The printed name and the position that were approved."""
        return self.approved_name or self.printed_name, self.approved_position or self.position


class RequestState(StrEnum):
    """What became of a request for other words."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"
    """The participant asked for something else, or took it back, before a decision."""
    LAPSED = "lapsed"
    """Signing closed before a decision, and the participant had not signed."""


class WordingRequest(Base):
    """Other printed words that a participant asks for; they may mean another person or seat.

    Asking again makes a new row, so that no organiser accepts words that were not on the page.
    """

    __tablename__ = "wording_request"
    __table_args__ = (
        Index(None, "event_id", "state"),
        Index(
            "uq_wording_request_pending",
            "registration_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    front_title: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120), nullable=True)
    """Null after a purge, like `position`; titles and reason are then empty."""
    back_title: Mapped[str] = mapped_column(String(60))
    position: Mapped[str] = mapped_column(String(160), nullable=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default=RequestState.PENDING)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it was refused."""

    @property
    def printed_name(self) -> str:
        """The name as it would be printed."""
        return names.printed(self.front_title, self.name, self.back_title)
