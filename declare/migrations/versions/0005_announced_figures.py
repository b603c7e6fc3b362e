"""Announced figures: triggers refuse to change, delete, replace or empty them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signed", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_announcement_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_announcement_event_id_event")
        ),
        sa.PrimaryKeyConstraint("event_id", "size", name=op.f("pk_announcement")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER announcement_{verb.lower()} BEFORE {verb} ON announcement "
            f"BEGIN SELECT RAISE(ABORT, 'announcement only grows'); END"
        )
    # INSERT OR REPLACE deletes without a word to the trigger above.
    op.execute(
        "CREATE TRIGGER announcement_insert BEFORE INSERT ON announcement WHEN EXISTS "
        "(SELECT 1 FROM announcement WHERE event_id = NEW.event_id AND size = NEW.size) "
        "BEGIN SELECT RAISE(ABORT, 'announcement only grows'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION announcement_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'announcement only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER announcement_refuse BEFORE UPDATE OR DELETE ON announcement "
        "FOR EACH ROW EXECUTE FUNCTION announcement_refuse()"
    )
    op.execute(
        "CREATE TRIGGER announcement_truncate BEFORE TRUNCATE ON announcement "
        "FOR EACH STATEMENT EXECUTE FUNCTION announcement_refuse()"
    )
