"""The frozen row of a certificate: everything that its PDF is made of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Status(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class Certificate(Base):
    """Written once, in the transaction of its pledge or correction; only its status changes."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"), index=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    number: Mapped[str] = mapped_column(String(160))
    name: Mapped[str | None] = mapped_column(String(120))
    position: Mapped[str | None] = mapped_column(String(160))
    ordinal: Mapped[int]
    index: Mapped[int]
    """Of the entry that holds the commitment."""
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    """None once purged; the holder's own copy still verifies."""
    token: Mapped[bytes | None] = mapped_column(LargeBinary)
    """COSE_Sign1 over the payload."""
    checkpoint: Mapped[str] = mapped_column(Text)
    """The signed note of size index + 1."""
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(10), default=Status.CURRENT)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    successor: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")


class CertificateFile(Base):
    """The finished file, stored where it has an authority's timestamp and cannot be made again.

    It shows the holder's details, so it is deleted when they are purged.
    """

    __tablename__ = "certificate_file"

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("certificate.id"), primary_key=True, autoincrement=False
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
