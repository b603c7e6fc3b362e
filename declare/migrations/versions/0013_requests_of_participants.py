"""Requests of participants for other words, and what was approved beside what is printed.

Words that stand in registrations before this are taken as approved.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registration", sa.Column("approved_name", sa.String(length=120)))
    op.add_column("registration", sa.Column("approved_position", sa.String(length=160)))
    with op.batch_alter_table("correction") as batch_op:
        batch_op.add_column(sa.Column("asked_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_correction_asked_by_account"), "account", ["asked_by"], ["id"]
        )
    _wording_request()
    op.create_index(
        op.f("ix_wording_request_event_id_wording_request_state"),
        "wording_request",
        ["event_id", "state"],
    )
    op.create_index(
        op.f("ix_wording_request_registration_id"), "wording_request", ["registration_id"]
    )
    pending = sa.text("state = 'pending'")
    op.create_index(
        "uq_wording_request_pending",
        "wording_request",
        ["registration_id"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _wording_request() -> None:
    op.create_table(
        "wording_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("front_title", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("back_title", sa.String(length=60), nullable=False),
        sa.Column("position", sa.String(length=160), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_wording_request_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_wording_request_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_wording_request_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_request")),
    )
