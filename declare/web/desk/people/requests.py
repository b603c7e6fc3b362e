"""The organiser's pages of requests for other words before signing: accepting and refusing one."""

from __future__ import annotations

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.database import db
from declare.pledges import rewording, signing_window, tally
from declare.pledges.correction_decision import DecidedBy
from declare.registrations import requests, rows
from declare.registrations.requests import Asked
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.audited import write_audit
from declare.web.desk.proposals import withheld
from declare.web.forms.correction import AcceptanceForm, RefusalForm


@allow("organiser")
def accept_request(slug: str, request_id: int) -> ResponseReturnValue:
    """Show one request, and accept it; office and region may be changed with it."""
    asked = requests.find(db.session(), g.event, request_id)
    form = AcceptanceForm(obj=asked.registration)
    form.represents = asked.registration.represents
    if not form.validate_on_submit():
        return _page(form, asked, 422 if form.is_submitted() else 200)
    if (proposed := _withheld(asked)) is not None:
        return proposed
    by, person = DecidedBy(current_user.id, now()), asked.registration.public_id
    try:
        correction = rewording.accept(db.session(), keyring(), g.event, asked, by, seat=form.seat)
    except rows.AlreadyRegistered:
        db.session.rollback()
        asked = requests.find(db.session(), g.event, request_id)
        form.office.errors = [_("Nama ini sudah terdaftar pada kursi yang sama. Periksa dahulu.")]
        return _page(form, asked, 422)
    write_audit("words.accepted", person)
    if correction:
        return _done(_("Koreksi disetujui. Sertifikat baru telah diterbitkan."))
    return _done(_("Perubahan disetujui. Nama dan jabatan baru berlaku saat menandatangani."))


@allow("organiser")
def refuse_request(slug: str, request_id: int) -> ResponseReturnValue:
    """Refuse one request with a reason."""
    asked, form = requests.find(db.session(), g.event, request_id), RefusalForm()
    if not form.validate_on_submit():
        page = render_template(
            "desk/people/refuse_request.html", event=g.event, form=form, asked=asked
        )
        return page, 422 if form.is_submitted() else 200
    by = DecidedBy(current_user.id, now())
    rewording.refuse(db.session(), keyring(), g.event, asked, by, reason=str(form.reason.data))
    write_audit("words.refused", asked.registration.public_id)
    return _done(_("Permintaan perubahan ditolak; peserta diberi tahu alasannya."))


def _withheld(asked: Asked) -> ResponseReturnValue | None:
    """As for a correction into another person, which the request is where the pledge is signed."""
    if not (g.event.four_eyes and asked.another):
        return None
    signing_window.hold(db.session(), g.event)  # nobody signs between this look and the decision
    signed = tally.current(db.session(), asked.registration) is not None
    return withheld(str(asked.request.id)) if signed else None


def _page(form: AcceptanceForm, asked: Asked, status: int) -> ResponseReturnValue:
    page = render_template(
        "desk/people/request.html",
        event=g.event,
        form=form,
        asked=asked,
        pledge=tally.current(db.session(), asked.registration),
    )
    return page, status


def _done(text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "done")
    return see_other("registrations_manage.corrections", slug=g.event.slug)
