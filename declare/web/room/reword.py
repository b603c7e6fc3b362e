"""Editing the name and position that will be printed, before signing."""

from __future__ import annotations

from flask import g, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.database import db
from declare.pledges import abstention, tally
from declare.registrations import rows
from declare.web import identity
from declare.web.access import allow
from declare.web.context import see_other
from declare.web.forms.person import WordingForm


@allow("participant")
def reword(slug: str) -> ResponseReturnValue:
    """Edit the participant's own name and position, and go back to the statement."""
    form = WordingForm(obj=g.registration)
    form.registration.data = g.registration.public_id
    if not form.validate_on_submit():
        if not form.is_submitted() and tally.current(db.session(), g.registration):
            return see_other("pledges.done", slug=slug)
        return _page(form, 422 if form.is_submitted() else 200)
    abstention.withhold(db.session(), g.event, g.registration)
    try:
        rows.reword(db.session(), g.registration, form.wording())
    except rows.AlreadyRegistered:
        form.name.errors = [_("Nama ini sudah terdaftar pada kursi yang sama. Hubungi panitia.")]
        return _page(form, 422)
    db.session.commit()
    identity.remember(session, g.event, g.registration)
    return see_other("pledges.sign", slug=slug)


def _page(form: WordingForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "room/reword.html", event=g.event, form=form, registration=g.registration
    )
    return page, status
