"""Witnesses of a log, and their cosignatures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_witness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("vkey", sa.String(length=400), nullable=False),
        sa.Column("published_at", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_id"], ["ledger_log.id"], name=op.f("fk_ledger_witness_log_id_ledger_log")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_witness")),
        sa.UniqueConstraint("log_id", "vkey", name=op.f("uq_ledger_witness_log_id_vkey")),
    )
    op.create_table(
        "ledger_cosignature",
        sa.Column("witness_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["witness_id"],
            ["ledger_witness.id"],
            name=op.f("fk_ledger_cosignature_witness_id_ledger_witness"),
        ),
        sa.PrimaryKeyConstraint("witness_id", "size", name=op.f("pk_ledger_cosignature")),
    )
