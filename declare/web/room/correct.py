"""Asking for a correction of the printed name and position after signing."""

from __future__ import annotations

from flask import flash, g, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.accounts import audit
from declare.database import db
from declare.pledges import correction, tally
from declare.registrations import requests
from declare.web import identity
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.forms.correction import CorrectionForm
from declare.web.room import pace


@allow("participant")
def correct(slug: str) -> ResponseReturnValue:
    """Request a correction; the form begins with a request that is still pending."""
    pledge = tally.current(db.session(), g.registration)
    if pledge is None:
        return see_other("registrations.room", slug=slug)
    waiting = correction.waiting(db.session(), pledge)
    asked = requests.waiting(db.session(), g.registration)
    form = CorrectionForm(obj=waiting or asked or g.registration)
    if not form.is_submitted():
        form.registration.data = g.registration.public_id
        form.email.data = waiting.email if waiting else ""
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    pace.keep(g.registration)
    try:
        correction.ask(db.session(), g.event, g.registration, form.correction(), now())
    except correction.NothingToCorrect:
        form.name.errors = [_("Tidak ada yang berubah dari yang tercatat.")]
        return _page(form, 422)
    audit.write(
        db.session(), g.event.id, None, "correction.requested", now(), detail=f"ke-{pledge.ordinal}"
    )
    db.session.commit()
    identity.remember(session, g.event, g.registration)
    flash(_("Permintaan koreksi terkirim. Panitia akan memeriksanya."), "done")
    return see_other("pledges.done", slug=slug)


def _page(form: CorrectionForm, status: int) -> ResponseReturnValue:
    form.registration.data = g.registration.public_id
    page = render_template(
        "room/correct.html",
        event=g.event,
        form=form,
        registration=g.registration,
    )
    return page, status
