"""The account's own sessions: listed, and ended one by one or all others at once."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, sessions
from declare.database import db
from declare.errors import NotFound
from declare.events import hall
from declare.web import account_session
from declare.web.access import allow
from declare.web.context import now, see_other


@allow("account")
def index() -> ResponseReturnValue:
    """The list of sessions."""
    since = hall.since(db.session(), current_user.id, now())
    rows = sessions.of_account(db.session(), current_user.id, now(), since)
    current = account_session.current()
    return render_template("desk/account/sessions.html", rows=rows, current=current)


@allow("account", fresh="one")
def end(number: int) -> ResponseReturnValue:
    """End one session."""
    if not sessions.end(db.session(), current_user.id, number):
        raise NotFound
    _record("account.session_ended")
    db.session.commit()
    flash(_("Sesi itu sudah diakhiri."), "done")
    return see_other("accounts.sessions")


@allow("account", fresh="one")
def end_others() -> ResponseReturnValue:
    """End every session but this one."""
    current = account_session.current()
    sessions.end_all(db.session(), current_user.id, but=current.id if current else None)
    _record("account.sessions_ended")
    db.session.commit()
    flash(_("Semua sesi lain sudah diakhiri."), "done")
    return see_other("accounts.sessions")


def _record(what: str) -> None:
    audit.write(db.session(), None, current_user.id, what, now(), about=current_user.id)
