"""The audit step that the organiser's pages share."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from declare.accounts import audit
from declare.database import db
from declare.web.context import now


def write_audit(what: str, detail: str = "") -> None:
    """Write an audit entry of the signed-in account; `detail` holds no participant's name."""
    audit.write(db.session(), g.event.id, current_user.id, what, now(), detail=detail)
