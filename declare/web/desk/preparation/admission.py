"""Admission, contact, and the registration window of an event."""

from __future__ import annotations

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.database import db
from declare.events import registration_window
from declare.events.models import Admission
from declare.web.access import allow
from declare.web.context import see_other
from declare.web.desk.audited import write_audit
from declare.web.desk.preparation.event_forms import ADMISSIONS, AdmissionForm, Contact
from declare.web.desk.preparation.pages import page, saved
from declare.web.forms.fields import offered

_STEPS = {
    "buka": (registration_window.open_registration, "registration.opened"),
    "jeda": (registration_window.pause_registration, "registration.paused"),
    "tutup": (registration_window.close_registration, "registration.closed"),
}


@allow("organiser")
def admission(slug: str) -> ResponseReturnValue:
    """The rule by which registrations are admitted."""
    event = g.event
    form = AdmissionForm(obj=event, domains="\n".join(event.mail_domains))
    if event.live:
        form.admission.choices = offered(
            {value: label for value, label in ADMISSIONS.items() if value != Admission.OPEN}
        )
    valid = form.validate_on_submit()
    if valid and form.admission.data == Admission.DOMAIN and not form.chosen():
        form.domains.errors, valid = [_("Isi sedikitnya satu domain.")], False
    if not valid:
        return page("admission", form)
    event.admission, event.mail_domains = form.admission.data, form.chosen()
    event.event_code = form.event_code.data
    return saved("event.admission")


@allow("organiser")
def contact(slug: str) -> ResponseReturnValue:
    """The contact for participants and verifiers."""
    form = Contact(obj=g.event)
    if not form.validate_on_submit():
        return page("contact", form)
    for field in ("contact_name", "contact_email", "contact_phone"):
        setattr(g.event, field, form[field].data)
    return saved("event.contact")


@allow("organiser")
def registration(slug: str, step: str) -> ResponseReturnValue:
    """A page that says what opening, pausing or closing does, and the step itself."""
    if request.method != "POST":
        return render_template("desk/preparation/registration.html", event=g.event, step=step)
    change, what = _STEPS[step]
    change(db.session(), g.event)
    write_audit(what)
    db.session.commit()
    flash(_("Tersimpan."), "done")
    return see_other("events_manage.preparation", slug=slug)
