"""The organiser's pages of corrections: the list, accepting one or many, refusing, starting one.

The list shows requests from before signing as well; `requests` has their pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from declare.database import db
from declare.pledges import correction, correction_decision, tally
from declare.pledges.correction import Request
from declare.pledges.correction_decision import DecidedBy
from declare.registrations import requests, rows
from declare.registrations.models import Registration
from declare.web.access import allow
from declare.web.context import SAFE, keyring, now, see_other
from declare.web.desk.audited import write_audit
from declare.web.desk.proposals import withheld
from declare.web.forms.correction import AcceptanceForm, CorrectionForm, RefusalForm

MOST = 50
"""Most pending, and most decided, corrections on the list."""


@allow("organiser")
def corrections(slug: str) -> ResponseReturnValue:
    """List the pending corrections and the last decided ones."""
    session = db.session()
    return render_template(
        "desk/people/corrections.html",
        event=g.event,
        requests=requests.pending(session, g.event, MOST),
        requests_decided=requests.decided(session, g.event, MOST),
        pending=correction.pending(session, g.event, MOST),
        decided=correction.decided(session, g.event, MOST),
    )


@allow("organiser")
def accept_corrections(slug: str) -> ResponseReturnValue:
    """Accept the ticked corrections; each participant keeps the seat."""
    numbers = [int(text) for text in request.form.getlist("correction") if _is_number(text)]
    asked = correction.chosen(db.session(), g.event, numbers[:MOST])
    if not asked:
        flash(_("Pilih permintaan koreksi terlebih dahulu."), "warning")
        return see_other("registrations_manage.corrections", slug=slug)
    accepted = correction_decision.accept_all(
        db.session(), keyring(), g.event, asked, _decided_by()
    )
    if accepted:
        write_audit("correction.accepted", _signers(accepted))
    db.session.commit()
    if len(accepted) < len(asked):
        text = _("Sebagian tidak dapat disetujui. Buka satu per satu untuk melihat sebabnya.")
        flash(text, "warning")
    number = len(accepted)
    flash(ngettext("%(num)s koreksi disetujui.", "%(num)s koreksi disetujui.", number), "done")
    return see_other("registrations_manage.corrections", slug=slug)


@allow("organiser")
def accept_correction(slug: str, correction_id: int) -> ResponseReturnValue:
    """Show one correction, and accept it; office and region may be corrected with it."""
    requested = correction.find(db.session(), g.event, correction_id)
    form = AcceptanceForm(obj=requested.registration)
    form.represents = requested.registration.represents
    if not form.validate_on_submit():
        return _page(form, requested, 422 if form.is_submitted() else 200)
    if requested.another and (proposed := withheld(str(correction_id))) is not None:
        return proposed  # words of another person: as much as a revocation and a new pledge
    try:
        correction_decision.accept(
            db.session(), keyring(), g.event, requested, _decided_by(), seat=form.seat
        )
    except rows.AlreadyRegistered:
        db.session.rollback()
        requested = correction.find(db.session(), g.event, correction_id)
        form.office.errors = [_("Nama ini sudah terdaftar pada kursi yang sama. Periksa dahulu.")]
        return _page(form, requested, 422)
    write_audit("correction.accepted", _signers([requested]))
    return _done(_("Koreksi disetujui. Sertifikat baru telah diterbitkan."))


@allow("organiser")
def start_correction(slug: str, registration: str) -> ResponseReturnValue:
    """Ask for a correction on a signer's behalf; it is decided as every other. Raises NotSigned."""
    person = rows.find(db.session(), g.event, registration)
    pledge = tally.current(db.session(), person)
    if pledge is None and request.method in SAFE:
        return see_other("registrations_manage.show", slug=slug, registration=registration)
    if pledge is None:
        raise correction.NotSigned
    form = CorrectionForm(obj=correction.waiting(db.session(), pledge) or person)
    if not form.is_submitted():
        form.email.data = ""
    if not form.validate_on_submit():
        return _start(form, person, 422 if form.is_submitted() else 200)
    try:
        requested = correction.ask(
            db.session(), g.event, person, form.correction(), now(), account_id=current_user.id
        )
    except correction.NothingToCorrect:
        form.name.errors = [_("Tidak ada yang berubah dari yang tercatat.")]
        return _start(form, person, 422)
    write_audit("correction.started", f"ke-{pledge.ordinal}")
    db.session.commit()
    return see_other(
        "registrations_manage.accept_correction", slug=slug, correction_id=requested.id
    )


def _start(form: CorrectionForm, person: Registration, status: int) -> ResponseReturnValue:
    page = render_template(
        "desk/people/start_correction.html", event=g.event, form=form, person=person
    )
    return page, status


@allow("organiser")
def refuse_correction(slug: str, correction_id: int) -> ResponseReturnValue:
    """Refuse one correction with a reason."""
    requested, form = correction.find(db.session(), g.event, correction_id), RefusalForm()
    if not form.validate_on_submit():
        page = render_template(
            "desk/people/refuse.html", event=g.event, form=form, requested=requested
        )
        return page, 422 if form.is_submitted() else 200
    correction_decision.refuse(
        db.session(), keyring(), g.event, requested, _decided_by(), reason=str(form.reason.data)
    )
    write_audit("correction.refused", _signers([requested]))
    return _done(_("Permintaan koreksi ditolak; peserta diberi tahu alasannya."))


def _page(form: AcceptanceForm, requested: Request, status: int) -> ResponseReturnValue:
    page = render_template(
        "desk/people/correction.html", event=g.event, form=form, requested=requested
    )
    return page, status


def _decided_by() -> DecidedBy:
    return DecidedBy(current_user.id, now())


def _signers(asked: Iterable[Request]) -> str:
    """The signers by the ordinals of their pledges, since the audit log holds no names."""
    return ", ".join(f"ke-{one.pledge.ordinal}" for one in asked)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _done(text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "done")
    return see_other("registrations_manage.corrections", slug=g.event.slug)
