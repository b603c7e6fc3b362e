"""Accounts, their roles at events, refused attempts, and the audit log."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Role(StrEnum):
    """What an account is at one event. The owner is an organiser whom no other one removes."""

    OWNER = "owner"
    ORGANISER = "organiser"
    CONDUCTOR = "conductor"
    """Runs the ceremony: signing, announcing, and the wall. Sees no list of participants."""
    OBSERVER = "observer"

    @property
    def organises(self) -> bool:
        """Whether the role may do what an organiser may."""
        return self in (Role.OWNER, Role.ORGANISER)


class Account(Base):
    """An account, signed in to with e-mail and password."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(22), unique=True, default=lambda: secrets.token_urlsafe(16)
    )
    """Random, 22 characters: names the account in addresses of pages and in exports."""
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case."""
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    one_time: Mapped[bool] = mapped_column(default=False)
    """The password was made by us and shown to somebody else: its first use must replace it."""
    one_time_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when a one-time password may be used; None for one of before 0011: no end."""
    may_create: Mapped[bool] = mapped_column(default=False)
    """May make events of its own; otherwise it sees those it was invited to."""
    admin: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The instance's administrator, made by command."""
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the mailbox answered, or a command made the account. Without, its roles only read."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    is_authenticated = True
    is_active = True
    is_anonymous = False


class AccountSession(Base):
    """A session of an account; signing out deletes it. Its time is `accounts.sessions.lives`."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the cookie, in hexadecimal."""
    device: Mapped[str] = mapped_column(String(60))
    """Browser and system, such as "Chrome, Android"; nothing finer."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Written at most every five minutes."""
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the second factor was last proved in this session."""


class Membership(Base):
    """The role of one account at one event. An event has at most one owner."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id"),
        Index(
            "uq_membership_owner",
            "event_id",
            unique=True,
            sqlite_where=text("role = 'owner'"),
            postgresql_where=text("role = 'owner'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class Invitation(Base):
    """A role at an event, offered to an address by mail. Its link is used once.

    The link's token is a MAC over `nonce`, so the letter can be written when it is sent; what is
    stored gives it to nobody who lacks `link.key`.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_open",
            "event_id",
            "email",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    """Lower case, as an account's."""
    role: Mapped[str] = mapped_column(String(20))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    letters: Mapped[int]
    """How many letters went out for it."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was accepted, or withdrawn."""


class PasswordLink(Base):
    """A mailed link of the forgotten-password kind, used once. Token and hash as in Invitation."""

    __tablename__ = "password_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondFactor(Base):
    """The time-based second factor of an account (RFC 6238); in force once a code confirmed it.

    Where it is `required` and not confirmed, the account can do nothing but confirm it.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted with `data.key`."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The time step of the code used last: no code works twice."""
    required: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """One of an account's recovery codes, as a hash; used once instead of a code of the app."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    """Salt (16 hexadecimal digits) and argon2id of the code's keyed hash."""
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Proposal(Base):
    """An act that a first organiser proposed, where the event asks for two (four eyes)."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    """The endpoint of the act."""
    subject: Mapped[str] = mapped_column(String(40), default="")
    """What the act is done to, by public id."""
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    """What the proposer's form held."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was confirmed, or withdrawn."""


class Attempt(Base):
    """An attempt in one scope (sign-in, participant code) that has not proved itself.

    `subject` and `network` are keyed hashes of what the throttle counts by, never the values.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "scope", "subject", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))
    network: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """The network, or the known device, that the attempt came from."""
    refused: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many further tries from there were refused since; they write no row of their own."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """One line of the audit log: account, act and time. The table only grows, by triggers.

    `detail` names a participant by public id or ordinal ("ke-137"), never by name.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "account_id", "at"), Index(None, "about_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    """None for what belongs to the instance, not to one event."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Whose act it was; None for the platform itself and for somebody who did not sign in."""
    about_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The account that the act concerns: whose sign-in failed, who was given a role."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(Text, default="")
