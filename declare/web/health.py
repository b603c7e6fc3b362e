"""Health checks of this instance."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from declare import migrations
from declare.database import db
from declare.web.access import allow


@allow("anyone")
def alive() -> ResponseReturnValue:
    """Liveness: the process answers."""
    return jsonify(status="ok")


@allow("anyone")
def ready() -> ResponseReturnValue:
    """Readiness: the database answers and has the newest schema."""
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    if revision != migrations.newest():
        return jsonify(status="schema", found=revision, expected=migrations.newest()), 503
    return jsonify(status="ok")
