"""What the organiser's pages of participants have in common."""

from __future__ import annotations

from flask import Blueprint, g
from flask_login import current_user

from declare.accounts import service as accounts
from declare.database import db
from declare.web import now

blueprint = Blueprint("registrations_manage", __name__, url_prefix="/panitia")


def record(what: str, detail: str = "") -> None:
    """Write what this account did to the event's audit log, without anybody's name."""
    accounts.record(db.session(), g.event.id, current_user.id, what, now(), detail)
