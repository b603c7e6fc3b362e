"""Asking to take part. Everybody is answered the same, whether new or known."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue

from declare.database import db
from declare.registrations import service
from declare.registrations.forms import RegistrationForm, positions
from declare.registrations.views.pages import blueprint
from declare.web import allow, keyring, language, now, see_other


@blueprint.route("/acara/<slug>/daftar", methods=["GET", "POST"])
@allow("anyone")
def register(slug: str) -> ResponseReturnValue:
    """The registration form. While the event takes none it says what to do instead."""
    if not service.is_open(g.event):
        return render_template("registrations/closed.html", event=g.event), 409
    form = RegistrationForm()
    if not form.validate_on_submit():
        page = render_template(
            "registrations/register.html", event=g.event, form=form, positions=positions()
        )
        return page, 422 if form.is_submitted() else 200
    application = form.application(language())
    service.register(db.session(), keyring(), g.event, application, now())
    db.session.commit()
    if service.is_admitted_at_once(g.event, application):
        return see_other("registrations.admitted", slug=slug)
    return see_other("registrations.received", slug=slug)


@blueprint.get("/acara/<slug>/daftar/diterima")
@allow("anyone")
def received(slug: str) -> ResponseReturnValue:
    """The answer where organisers approve."""
    return render_template("registrations/received.html", event=g.event, at_once=False)


@blueprint.get("/acara/<slug>/daftar/terdaftar")
@allow("anyone")
def admitted(slug: str) -> ResponseReturnValue:
    """The answer where no approval is needed."""
    return render_template("registrations/received.html", event=g.event, at_once=True)
