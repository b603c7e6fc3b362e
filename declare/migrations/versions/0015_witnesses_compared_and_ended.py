"""Witnesses: compared by a second account, listed by log, ended. Files that an agency will seal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Neither table has a trigger, and both databases add these columns in place.


def upgrade() -> None:
    op.add_column("design", _no("agency_seal"))
    op.add_column("ledger_witness", _no("also_signs"))
    op.add_column("ledger_witness", sa.Column("registered_by", sa.Integer(), nullable=True))
    op.add_column("ledger_witness", sa.Column("registered_at", UtcDateTime(), nullable=True))
    op.add_column("ledger_witness", sa.Column("matched_by", sa.Integer(), nullable=True))
    op.add_column("ledger_witness", sa.Column("matched_at", UtcDateTime(), nullable=True))
    op.add_column("ledger_witness", sa.Column("ended_at", UtcDateTime(), nullable=True))
    for column, source in (("registered_by", "account_id"), ("registered_at", "at")):
        op.execute(
            f"UPDATE ledger_witness SET {column} = (SELECT audit_entry.{source} FROM audit_entry "
            "JOIN event ON event.id = audit_entry.event_id "
            "WHERE event.log_id = ledger_witness.log_id "
            "AND audit_entry.what = 'witness.registered' "
            "AND audit_entry.detail = ledger_witness.vkey ORDER BY audit_entry.id LIMIT 1)"
        )


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
