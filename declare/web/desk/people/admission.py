"""Admitting and refusing registrations, singly and in bulk."""

from __future__ import annotations

from flask import flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from declare.database import db
from declare.messages import held
from declare.outreach import letters
from declare.pledges import abstention, signing_window
from declare.registrations import admission, rows
from declare.registrations.models import PRESENT, Registration, Standing
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.desk.audited import write_audit


@allow("organiser")
def admit(slug: str) -> ResponseReturnValue:
    """Admit the ticked registrations and send each its link."""
    chosen = _chosen()
    as_shown = _as_shown(chosen, Standing.ADMITTED)
    admitted = admission.admit(db.session(), as_shown, current_user.id, now())
    for registration in admitted:
        letters.send_link(db.session(), g.event, registration, now())
    number = len(admitted)
    _drop_held(admitted)
    if any(each.standing not in PRESENT for each in as_shown):
        text = _(
            "Sebagian tidak dapat disetujui: pendaftaran lain atas nama dan jabatan, atau NIP, "
            "yang sama sudah ada."
        )
        flash(text, "warning")
    _write_each("registration.admitted", admitted)
    db.session.commit()
    text = ngettext("%(num)s peserta disetujui.", "%(num)s peserta disetujui.", number)
    return _back(chosen, text)


@allow("organiser")
def refuse(slug: str) -> ResponseReturnValue:
    """Refuse the ticked registrations, except those with a pledge, which only revoking ends."""
    signing_window.hold(db.session(), g.event)  # the log's head before registrations, as signing
    chosen = _chosen()
    as_shown = _as_shown(chosen, Standing.REFUSED)
    unsigned = abstention.unsigned(db.session(), g.event, as_shown)
    refused = admission.refuse(db.session(), unsigned, current_user.id, now())
    number = len(refused)
    _drop_held(refused)
    _write_each("registration.refused", refused)
    db.session.commit()
    if len(unsigned) < len(as_shown):
        flash(_("Peserta yang sudah menandatangani tidak dapat ditolak."), "warning")
    text = ngettext("%(num)s peserta ditolak.", "%(num)s peserta ditolak.", number)
    return _back(chosen, text)


def _write_each(what: str, decided: list[Registration]) -> None:
    """An entry for each person: the audit log says who let whom in."""
    for registration in decided:
        write_audit(what, registration.public_id)


def _drop_held(decided: list[Registration]) -> None:
    """Drop receipts that are still held: what was decided is no news any more."""
    held.drop_receipts(db.session(), g.event.id, [each.id for each in decided], now())


def _chosen() -> list[Registration]:
    return rows.chosen(db.session(), g.event, request.form.getlist("registration"))


def _as_shown(chosen: list[Registration], wanted: Standing) -> list[Registration]:
    """Those that stand as the form's page showed them, or as is wanted.

    What another organiser decided meanwhile is left out: nobody is let in again, or shut out, by a
    page that was opened before.
    """
    seen = dict(pair.split(" ", 1) for pair in request.form.getlist("seen") if " " in pair)
    left = [
        each
        for each in chosen
        if each.standing in (seen.get(each.public_id, each.standing), wanted)
    ]
    if len(left) < len(chosen):
        text = _(
            "Sebagian sudah diputuskan panitia lain setelah halaman ini dibuka. Periksa kembali."
        )
        flash(text, "warning")
    return left


def _back(chosen: list[Registration], text: str) -> ResponseReturnValue:
    """Redirect to the participant's page if the form was posted there, otherwise to the list."""
    if not chosen:
        flash(_("Pilih peserta terlebih dahulu."), "warning")
        return see_other("attendance_manage.roll", slug=g.event.slug)
    flash(text, "done")
    if request.form.get("back") == "show":
        person = chosen[0].public_id
        return see_other("registrations_manage.show", slug=g.event.slug, registration=person)
    return see_other("attendance_manage.roll", slug=g.event.slug)
