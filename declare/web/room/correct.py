"""Asking for a correction of the printed name and position after signing."""

from __future__ import annotations

from flask import flash, g, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare import contacts
from declare.database import db
from declare.pledges import correction, tally
from declare.pledges.correction import Wording
from declare.web import identity
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.forms.correction import CorrectionForm


@allow("participant")
def correct(slug: str) -> ResponseReturnValue:
    """Request a correction; the form begins with a request that is still pending."""
    pledge = tally.current(db.session(), g.registration)
    if pledge is None:
        return see_other("registrations.room", slug=slug)
    waiting = correction.waiting(db.session(), pledge)
    form = CorrectionForm(obj=waiting or g.registration)
    if not form.is_submitted():
        form.registration.data = g.registration.public_id
        form.email.data = waiting.email if waiting else ""
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    try:
        correction.ask(db.session(), g.event, g.registration, _wording(form), now())
    except correction.AnotherPerson:
        form.name.errors = [_("Koreksi tidak mengganti orangnya.")]
        return _page(form, 422, another=True)
    except correction.NothingToCorrect:
        form.name.errors = [_("Tidak ada yang berubah dari yang tercatat.")]
        return _page(form, 422)
    db.session.commit()
    identity.remember(session, g.event, g.registration)
    flash(_("Permintaan koreksi terkirim. Panitia akan memeriksanya."), "done")
    return see_other("pledges.done", slug=slug)


def _wording(form: CorrectionForm) -> Wording:
    return Wording(
        form.front_title.data,
        form.name.data,
        form.back_title.data,
        form.position.data,
        email=contacts.address(form.email.data),
    )


def _page(form: CorrectionForm, status: int, *, another: bool = False) -> ResponseReturnValue:
    form.registration.data = g.registration.public_id
    page = render_template(
        "room/correct.html",
        event=g.event,
        form=form,
        registration=g.registration,
        another=another,
    )
    return page, status
