"""Where a pledge was signed, and whether a contact ever opened its link.

Of earlier pledges nobody knows the browser: they bear no mark. Earlier openings are not known either; a
participant who was present or signed has opened it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from declare.database import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "pledge",
        sa.Column("organiser_browser", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("registration", sa.Column("opened_at", UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE message SET subject = NULL, body = NULL, calendar = NULL WHERE state = 'sent'"
    )
    op.execute(
        "UPDATE registration SET opened_at = (SELECT min(pledge.signed_at) FROM pledge "
        "WHERE pledge.registration_id = registration.id)"
    )
