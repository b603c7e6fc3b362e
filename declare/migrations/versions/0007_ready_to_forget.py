"""Columns that a purge empties become nullable; letters keep ids instead of text; audit entries.

The text of a letter that was sent goes: it holds a personal link. One that still waits keeps it,
and is sent as it stands.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EMPTIED = {
    "correction": {"name": sa.String(120), "position": sa.String(160)},
    "message": {"recipient": sa.String(254), "subject": sa.String(300), "body": sa.Text()},
    "registration": {
        "name": sa.String(120),
        "name_key": sa.String(120),
        "position": sa.String(160),
    },
}
"""The columns of each table that are null after a purge. None of these tables has a trigger."""


def upgrade() -> None:
    op.add_column("message", sa.Column("values", sa.JSON()))
    op.execute("UPDATE message SET \"values\" = '{}'")
    for table, columns in EMPTIED.items():
        with op.batch_alter_table(table) as batch_op:
            for name, kind in columns.items():
                batch_op.alter_column(name, existing_type=kind, nullable=True)
            if table == "message":
                batch_op.alter_column("values", existing_type=sa.JSON(), nullable=False)
    op.execute("UPDATE message SET subject = NULL, body = NULL, calendar = NULL WHERE state = 'sent'")
    _audit_entry()
    _attempt()


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_audit_entry_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    columns = "id, event_id, account_id, at, what, detail"
    op.execute(f"INSERT INTO audit_entry ({columns}) SELECT {columns} FROM deed")
    op.drop_table("deed")
    op.create_index(op.f("ix_audit_entry_event_id"), "audit_entry", ["event_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('audit_entry', 'id'), "
            "coalesce((SELECT max(id) FROM audit_entry), 1), "
            "EXISTS (SELECT 1 FROM audit_entry))"
        )


def _attempt() -> None:
    op.drop_index(op.f("ix_attempt_door_attempt_subject_attempt_at"), "attempt")
    op.execute("ALTER TABLE attempt RENAME COLUMN door TO scope")
    op.create_index(
        op.f("ix_attempt_scope_attempt_subject_attempt_at"), "attempt", ["scope", "subject", "at"]
    )
