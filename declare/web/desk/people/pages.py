"""What the organiser's pages of participants have in common."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from declare.accounts import audit
from declare.database import db
from declare.web.context import now


def record(what: str, detail: str = "") -> None:
    """Write what this account did to the event's audit log, without anybody's name."""
    audit.write(db.session(), g.event.id, current_user.id, what, now(), detail)
