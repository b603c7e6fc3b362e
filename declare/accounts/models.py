"""Accounts, their roles at events, refused attempts, and the audit log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Role(StrEnum):
    """What an account is at one event."""

    ORGANISER = "organiser"
    OBSERVER = "observer"


class Account(Base):
    """An account, signed in to with e-mail and password."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case."""
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    one_time: Mapped[bool] = mapped_column(default=False)
    """The password was made by us and shown to somebody else: its first use must replace it."""
    may_create: Mapped[bool] = mapped_column(default=False)
    """May make events of its own; otherwise it sees those it was invited to."""
    epoch: Mapped[int] = mapped_column(default=0)
    """Raised to end every session of the account, as when the password changes."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the session."""
        return f"{self.id}.{self.epoch}"


class Membership(Base):
    """The role of one account at one event."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class Attempt(Base):
    """A refused attempt in one scope (sign-in, participant code, unknown certificate code).

    `subject` is a keyed hash of what the throttle counts by, never the value itself.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "scope", "subject", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """One line of the audit log: account, act and time.

    `detail` names a participant by public id or ordinal ("ke-137"), never by name.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    """None for what belongs to the instance, not to one event."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(Text, default="")
