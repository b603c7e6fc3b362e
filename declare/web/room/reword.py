"""Editing the name and position that will be printed, before signing, or asking for others."""

from __future__ import annotations

from flask import flash, g, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.accounts import audit
from declare.core.window import WindowState
from declare.database import db
from declare.pledges import rewording, signing_window, tally
from declare.registrations import requests, rows
from declare.web import identity
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.forms.person import WordingForm
from declare.web.room import pace


@allow("participant")
def reword(slug: str) -> ResponseReturnValue:
    """Edit the participant's own name and position, and go back to the statement.

    What may mean another person, office or region becomes a request to the organisers.
    """
    person = g.registration
    form = WordingForm(obj=requests.waiting(db.session(), person) or person)
    form.registration.data = person.public_id
    if not form.validate_on_submit():
        if not form.is_submitted() and tally.current(db.session(), person):
            return see_other("pledges.done", slug=slug)
        if not form.is_submitted() and _is_closed():
            return see_other("pledges.sign", slug=slug)
        return _page(form, 422 if form.is_submitted() else 200)
    pace.keep(person)
    before = person.printed_name, person.position
    try:
        request = rewording.reword(db.session(), g.event, person, form.wording(), now())
    except rows.AlreadyRegistered:
        form.name.errors = [_("Nama ini sudah terdaftar pada kursi yang sama. Hubungi panitia.")]
        return _page(form, 422)
    if request or before != (person.printed_name, person.position):
        what = "words.requested" if request else "words.changed"
        audit.write(db.session(), g.event.id, None, what, now(), detail=person.public_id)
    db.session.commit()
    identity.remember(session, g.event, person)
    if request:
        flash(_("Permintaan perubahan terkirim. Panitia akan memeriksanya."), "done")
    return see_other("pledges.sign", slug=slug)


def _is_closed() -> bool:
    return signing_window.state(g.event, now()) is WindowState.CLOSED


def _page(form: WordingForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "room/reword.html", event=g.event, form=form, registration=g.registration
    )
    return page, status
