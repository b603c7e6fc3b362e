"""One act of signing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

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
