"""Steps that the preparation pages share: show a form, audit, save."""

from __future__ import annotations

from typing import Any

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from declare.accounts import audit
from declare.database import db
from declare.web.context import now, see_other


def page(template: str, form: FlaskForm, **values: Any) -> ResponseReturnValue:
    """The page of a form; status 422 if the form was submitted and is invalid."""
    status = 422 if form.is_submitted() else 200
    event = g.get("event")
    return render_template(
        f"desk/preparation/{template}.html", event=event, form=form, **values
    ), status


def write_audit(what: str, detail: str = "") -> None:
    """Write an audit entry of this account."""
    audit.write(db.session(), g.event.id, current_user.id, what, now(), detail)


def saved(what: str, endpoint: str = "preparation", detail: str = "") -> ResponseReturnValue:
    """Write an audit entry, commit, and redirect."""
    write_audit(what, detail)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return see_other(f"events_manage.{endpoint}", slug=g.event.slug)
