"""Whether this instance is alive and fit to serve."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from declare import migrations
from declare.database import db
from declare.web.access import allow


@allow("anyone")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@allow("anyone")
def ready() -> ResponseReturnValue:
    """The database answers, and its schema is the one that this code was written for."""
    found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    if found != migrations.newest():
        return jsonify(status="schema", found=found, expected=migrations.newest()), 503
    return jsonify(status="ok")
