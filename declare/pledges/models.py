"""One act of signing, and what was recorded about it later."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from declare.core import name as names
from declare.database import Base, UtcDateTime


class Pledge(Base):
    """A signed statement, recorded as one entry of the event's log.

    A registration has one pledge that is not revoked: the partial index says so.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("event_id", "index"),
        UniqueConstraint("event_id", "ordinal"),
        Index(
            "uq_pledge_current",
            "registration_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    index: Mapped[int]
    """Of the entry in the log."""
    ordinal: Mapped[int]
    """The number of pledges in the log at and before this one: "penanda tangan ke-137"."""
    office: Mapped[str] = mapped_column(String(24))
    region: Mapped[str] = mapped_column(String(5))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """The certificate code that the commitment holds."""
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    drawing: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The drawn signature as JSON `[[[x,y],…],…]`, encrypted; x and y only."""
    organiser_browser: Mapped[bool] = mapped_column(default=False)
    """Signed in a browser in which an account was signed in, or had been within 30 days. A hint for
    organisers; it is never public."""


class Revocation(Base):
    """The reason of a revocation and the account that made it; the time is in the pledge's row."""

    __tablename__ = "revocation"

    pledge_id: Mapped[int] = mapped_column(
        ForeignKey("pledge.id"), primary_key=True, autoincrement=False
    )
    index: Mapped[int]
    """Of the entry in the log."""
    reason: Mapped[str] = mapped_column(String(24))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Decision(StrEnum):
    """What became of a correction that was asked for."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """The pledge was revoked before a decision."""
    REPLACED = "replaced"
    """The signer asked for something else before a decision."""


class Correction(Base):
    """The wording that a signer asks for instead, and the decision about it.

    A pledge has at most one that is pending. Asking again makes a new row, so that no organiser
    accepts words that were not on the page.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index(None, "event_id", "decision"),
        Index(
            "uq_correction_pending",
            "pledge_id",
            unique=True,
            sqlite_where=text("decision = 'pending'"),
            postgresql_where=text("decision = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"), index=True)
    front_title: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120), nullable=True)
    """Null after a purge, like `position`; titles and address are then empty."""
    back_title: Mapped[str] = mapped_column(String(60))
    position: Mapped[str] = mapped_column(String(160), nullable=True)
    email: Mapped[str] = mapped_column(String(254))
    """The contact's new address; empty where it stays."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The organiser who started it on the signer's behalf; null for the signer."""
    decision: Mapped[str] = mapped_column(String(10), default=Decision.PENDING)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it was refused."""
    index: Mapped[int | None]
    """Of the entry in the log, once accepted."""

    @property
    def printed_name(self) -> str:
        """The name as the certificate prints it."""
        return names.printed(self.front_title, self.name, self.back_title)
