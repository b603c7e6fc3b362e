"""Rivals, held mail and classes of the outbox, event codes, consent to a public name.

Consent that an organiser ticked for somebody else is no consent: it goes. A registration that an
organiser entered was admitted by an account at the moment at which it was made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PRESENT = sa.text("standing IN ('pending', 'admitted')")
"""The registrations among which one person stands once."""


def upgrade() -> None:
    _registration()
    _message()
    op.add_column(
        "event", sa.Column("event_code", sa.String(20), nullable=False, server_default="")
    )


def _registration() -> None:
    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("rival_of", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("repeats", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_foreign_key(
            op.f("fk_registration_rival_of_registration"), "registration", ["rival_of"], ["id"]
        )
        batch_op.drop_constraint(
            op.f("uq_registration_event_id_name_key_office_region"), type_="unique"
        )
        batch_op.drop_constraint(op.f("uq_registration_event_id_nip_hash"), type_="unique")
    op.create_index(op.f("ix_registration_rival_of"), "registration", ["rival_of"])
    for name, columns in (
        ("uq_registration_person", ["event_id", "name_key", "office", "region"]),
        ("uq_registration_nip", ["event_id", "nip_hash"]),
    ):
        op.create_index(
            op.f(name),
            "registration",
            columns,
            unique=True,
            sqlite_where=PRESENT,
            postgresql_where=PRESENT,
        )
    registration = sa.table(
        "registration",
        sa.column("show_name", sa.Boolean),
        sa.column("decided_by"),
        sa.column("decided_at"),
        sa.column("created_at"),
    )
    by_others = sa.and_(
        registration.c.decided_by.is_not(None),
        registration.c.decided_at == registration.c.created_at,
    )
    op.execute(sa.update(registration).where(by_others).values(show_name=sa.false()))


def _message() -> None:
    op.add_column(
        "message", sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default="2")
    )
    op.execute("UPDATE message SET urgency = 0 WHERE kind = 'admitted'")
    op.execute("UPDATE message SET urgency = 1 WHERE kind IN ('received', 'receipt')")
    op.drop_index(op.f("ix_message_state_message_due_at"), "message")
    op.create_index(
        op.f("ix_message_state_message_urgency_message_due_at"),
        "message",
        ["state", "urgency", "due_at"],
    )
