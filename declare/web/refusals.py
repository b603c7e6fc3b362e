"""Refused pages of signed-in accounts, in the audit log."""

from __future__ import annotations

from datetime import timedelta

from flask import g, request
from flask_login import current_user

from declare.accounts import audit
from declare.database import db, writing
from declare.web.context import now

WITHIN = timedelta(minutes=10)
"""An account that asks for the same page again within this time is not written down again."""


def record() -> None:
    """Write that the signed-in account was refused the page that it asked for.

    Begins and commits a transaction of its own, after the request's has been rolled back.
    """
    if not current_user.is_authenticated:
        return
    number, event = current_user.id, g.get("event")
    db.session.rollback()  # loading the account may have begun to read
    with writing():
        audit.write_once(
            db.session(),
            None if event is None else event.id,
            number,
            "access.refused",
            now(),
            detail=request.endpoint or "",
            within=WITHIN,
        )
        db.session.commit()
