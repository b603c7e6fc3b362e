"""Invitations by mail, second factor, owners and roles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _accounts()
    _owners()
    _links()
    _second_factor()
    _proposals()


def _accounts() -> None:
    """Accounts made by command keep what they may do; those of a team page prove themselves.

    A team page made accounts that may not make events, and its one-time passwords were seen by
    somebody else; the command makes or marks accounts that may.
    """
    op.add_column("account", sa.Column("one_time_until", UtcDateTime(), nullable=True))
    op.add_column(
        "account", sa.Column("admin", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("account", sa.Column("proved_at", UtcDateTime(), nullable=True))
    account = sa.table(
        "account",
        sa.column("proved_at"),
        sa.column("created_at"),
        sa.column("may_create", sa.Boolean()),
        sa.column("one_time", sa.Boolean()),
    )
    op.execute(
        account.update()
        .where(account.c.may_create.is_(True), account.c.one_time.is_(False))
        .values(proved_at=account.c.created_at)
    )


def _owners() -> None:
    """The oldest organiser of an event owns it."""
    op.execute(
        "UPDATE membership SET role = 'owner' WHERE id IN "
        "(SELECT MIN(id) FROM membership WHERE role = 'organiser' GROUP BY event_id)"
    )
    op.create_index(
        "uq_membership_owner",
        "membership",
        ["event_id"],
        unique=True,
        sqlite_where=sa.text("role = 'owner'"),
        postgresql_where=sa.text("role = 'owner'"),
    )
    op.add_column(
        "event", sa.Column("four_eyes", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def _links() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        _reference("invitation", "event_id", "event"),
        _reference("invitation", "invited_by", "account"),
        _reference("invitation", "accepted_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_event_id"), "invitation", ["event_id"])
    op.create_index(
        "uq_invitation_open",
        "invitation",
        ["event_id", "email"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "password_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        _reference("password_link", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_link_token_hash")),
    )
    op.create_index(op.f("ix_password_link_account_id"), "password_link", ["account_id"])


def _second_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        _reference("second_factor", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        _reference("recovery_code", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def _proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        _reference("proposal", "event_id", "event"),
        _reference("proposal", "account_id", "account"),
        _reference("proposal", "confirmed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_event_id"), "proposal", ["event_id"])


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
