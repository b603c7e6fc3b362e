"""Steps that the preparation pages share: show a form, audit, save."""

from __future__ import annotations

from typing import Any

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from declare.database import db
from declare.web.context import see_other
from declare.web.desk.audited import write_audit


def page(template: str, form: FlaskForm, **values: Any) -> ResponseReturnValue:
    """The page of a form; status 422 if the form was submitted and is invalid."""
    status = 422 if form.is_submitted() else 200
    event = g.get("event")
    return render_template(
        f"desk/preparation/{template}.html", event=event, form=form, **values
    ), status


def saved(what: str, endpoint: str = "preparation", detail: str = "") -> ResponseReturnValue:
    """Write an audit entry, commit, and redirect."""
    write_audit(what, detail)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return see_other(f"events_manage.{endpoint}", slug=g.event.slug)
