"""Registration by the public form. The answer is the same for new and known participants."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue

from declare.database import db
from declare.outreach import flood, letters
from declare.registrations import admission
from declare.web.access import allow
from declare.web.caller import caller, stranger
from declare.web.context import keyring, now, see_other
from declare.web.forms.person import RegistrationForm
from declare.web.forms.seat import positions
from declare.web.language import language


@allow("anyone")
def register(slug: str) -> ResponseReturnValue:
    """The registration form; status 409 with advice while registration is not open."""
    if not admission.is_open(g.event):
        return render_template("room/registration_closed.html", event=g.event), 409
    form = RegistrationForm()
    if not form.validate_on_submit():
        page = render_template(
            "room/register.html", event=g.event, form=form, positions=positions()
        )
        return page, 422 if form.is_submitted() else 200
    data = form.to_data(language())
    applied = flood.Application(data, form.event_code.data or "", stranger(caller()))
    limits = flood.count(db.session(), keyring(), g.event, applied, now())
    outcome = admission.register(
        db.session(), keyring(), g.event, data, now(), places=limits.places
    )
    letters.answer(db.session(), g.event, outcome, data, now(), held=limits.held)
    db.session.commit()
    if admission.is_admitted_at_once(g.event, data):
        return see_other("registrations.admitted", slug=slug)
    return see_other("registrations.received", slug=slug)


@allow("anyone")
def received(slug: str) -> ResponseReturnValue:
    """Confirmation where organisers admit participants."""
    return render_template("room/received.html", event=g.event, at_once=False)


@allow("anyone")
def admitted(slug: str) -> ResponseReturnValue:
    """Confirmation where participants are admitted at once."""
    return render_template("room/received.html", event=g.event, at_once=True)
