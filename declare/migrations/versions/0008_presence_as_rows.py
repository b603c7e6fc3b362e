"""Presence moves from a column of the registration into rows of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create()
    op.execute(
        "INSERT INTO presence (event_id, registration_id, way, at) "
        "SELECT event_id, id, 'room', present_at FROM registration "
        "WHERE present_at IS NOT NULL ORDER BY present_at, id"
    )
    # Not in batch mode: both databases drop a column in place, which keeps the table's triggers.
    op.drop_column("registration", "present_at")


def _create() -> None:
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_presence_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_presence_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint(
            "registration_id",
            "way",
            "batch",
            name=op.f("uq_presence_registration_id_way_batch"),
        ),
    )
    alone = sa.text("batch IS NULL")
    op.create_index(
        "uq_presence_without_batch",
        "presence",
        ["registration_id", "way"],
        unique=True,
        sqlite_where=alone,
        postgresql_where=alone,
    )
    op.create_index(op.f("ix_presence_event_id"), "presence", ["event_id"])
