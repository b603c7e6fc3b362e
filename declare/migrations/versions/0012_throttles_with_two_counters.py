"""Throttles with two counters, public ids of accounts, and an audit log that only grows.

What the audit log said of a team member by e-mail now says so by reference: nothing may change it
afterwards.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _attempt()
    _public_ids()
    _about()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _attempt() -> None:
    op.add_column(
        "attempt", sa.Column("network", sa.String(length=64), server_default="", nullable=False)
    )
    op.add_column("attempt", sa.Column("refused", sa.Integer(), server_default="0", nullable=False))


def _public_ids() -> None:
    op.add_column("account", sa.Column("public_id", sa.String(length=22), nullable=True))
    account = sa.table("account", sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    bind = op.get_bind()
    for number in bind.execute(sa.select(account.c.id)).scalars().all():
        change = account.update().where(account.c.id == number)
        bind.execute(change.values(public_id=secrets.token_urlsafe(16)))
    with op.batch_alter_table("account") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(22), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_account_public_id"), ["public_id"])


def _about() -> None:
    with op.batch_alter_table("audit_entry") as batch_op:
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_audit_entry_about_id_account"), "account", ["about_id"], ["id"]
        )
    for column in ("account_id", "about_id"):
        name = op.f(f"ix_audit_entry_{column}_audit_entry_at")
        op.create_index(name, "audit_entry", [column, "at"])
    of_the_team = "WHERE what IN ('organiser.invited', 'observer.invited', 'member.removed')"
    op.execute(
        "UPDATE audit_entry SET about_id = (SELECT account.id FROM account "
        f"WHERE account.email = audit_entry.detail) {of_the_team}"
    )
    op.execute(f"UPDATE audit_entry SET detail = '' {of_the_team}")


def _guard_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entry_{verb.lower()} BEFORE {verb} ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'audit_entry only grows'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit_entry only grows'; END $$"
    )
    for name, verbs, each in (
        ("refuse", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER audit_entry_{name} BEFORE {verbs} ON audit_entry "
            f"FOR EACH {each} EXECUTE FUNCTION audit_entry_refuse()"
        )
