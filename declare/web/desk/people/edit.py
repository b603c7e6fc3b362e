"""Adding a participant by hand, and editing a registration."""

from __future__ import annotations

import json

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from declare.core import cipher
from declare.database import db
from declare.outreach import letters
from declare.pledges import abstention, notices
from declare.registrations import admission, rows
from declare.registrations.models import Registration, Standing
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.audited import write_audit
from declare.web.forms.person import ParticipantForm
from declare.web.forms.seat import positions

_OLD_LINK = _l(
    "Kontak diganti, tetapi tautan dan kode yang sudah terkirim ke kontak lama masih berlaku. "
    "Jika kontak lama keliru, pilih “Ganti tautan dan kode”, lalu kirim tautan yang baru."
)


@allow("organiser")
def add(slug: str) -> ResponseReturnValue:
    """Add an invited participant; the query may name the seat (`office`, `region`)."""
    form = ParticipantForm()
    if not form.is_submitted():
        form.office.data = request.args.get("office")
        form.region.data = request.args.get("region")
    if not form.validate_on_submit():
        return _page(form, None)
    try:
        person = _add(form)
    except rows.AlreadyRegistered:
        return _already_registered(form, None)
    if person.standing == Standing.RIVAL:
        return _compare(person)
    letters.send_link(db.session(), g.event, person, now())
    write_audit("registration.added", person.public_id)
    return _saved(person, _("Peserta ditambahkan."))


def _compare(rival: Registration) -> ResponseReturnValue:
    """The person is there already: what was typed is kept, and the organiser compares."""
    write_audit("rival.added", rival.public_id)
    db.session.commit()
    flash(_("Orang ini sudah terdaftar. Bandingkan kedua pendaftaran, lalu putuskan."), "warning")
    return see_other("registrations_manage.rival", slug=g.event.slug, registration=rival.public_id)


def _add(form: ParticipantForm) -> Registration:
    data, account_id = form.to_data("id"), current_user.id
    return admission.add(db.session(), keyring(), g.event, data, now(), account_id=account_id)


@allow("organiser")
def edit(slug: str, registration: str) -> ResponseReturnValue:
    """Edit a registration, until its participant has signed."""
    person = rows.find(db.session(), g.event, registration)
    form = ParticipantForm(data=rows.values(keyring(), person))
    if not form.validate_on_submit():
        return _page(form, person)
    abstention.withhold(db.session(), g.event, person)
    if _changed_meanwhile(form, person):
        form.form_errors.append(_changed(person))
        return _page(form, person)
    address = person.email
    try:
        told = rows.revise(db.session(), keyring(), person, form.to_data(person.language))
    except rows.AlreadyRegistered:
        return _already_registered(form, person)
    if told:
        notices.contact_changed(db.session(), person, told, now())
    if address != person.email and person.standing == Standing.ADMITTED:
        flash(_OLD_LINK, "warning")
    write_audit("registration.edited", person.public_id)
    return _saved(person, _("Tersimpan."))


def _changed_meanwhile(form: ParticipantForm, person: Registration) -> bool:
    """Whether the registration is neither as the form's page showed it nor as it is to be."""
    data, values = form.to_data(person.language), rows.values(keyring(), person)
    wanted = all(
        getattr(data, field) == value for field, value in values.items() if field != "show_name"
    )
    now_there = _digest(person)
    return not wanted and request.form.get("seen", now_there) != now_there


def _changed(person: Registration) -> str:
    text: str = _(
        "Data ini diubah setelah halaman ini dibuka. Sekarang tercatat: %(name)s, %(position)s. "
        "Periksa isian, lalu simpan lagi.",
        name=person.printed_name,
        position=person.position,
    )
    return text


def _digest(person: Registration) -> str:
    """A keyed hash of what a registration says, for the form that changes it."""
    values = json.dumps(rows.values(keyring(), person), sort_keys=True)
    return cipher.fingerprint(keyring().data, "registration-form", values.encode())


@allow("organiser")
def hide_name(slug: str, registration: str) -> ResponseReturnValue:
    """Withdraw the consent to a public name at a participant's request; never give it."""
    person = rows.find(db.session(), g.event, registration)
    rows.show_name(db.session(), person, shows=False)
    write_audit("registration.name_hidden", person.public_id)
    db.session.commit()
    flash(_("Nama tidak ditampilkan lagi pada halaman publik."), "done")
    return see_other("registrations_manage.show", slug=slug, registration=registration)


def _page(form: ParticipantForm, person: Registration | None) -> ResponseReturnValue:
    page = render_template(
        "desk/people/form.html",
        event=g.event,
        form=form,
        person=person,
        seen=_digest(person) if person else "",
        positions=positions(),
    )
    return page, 422 if form.is_submitted() else 200


def _already_registered(form: ParticipantForm, person: Registration | None) -> ResponseReturnValue:
    form.name.errors = [_("Orang ini sudah ada dalam daftar: nama dan kursi, atau NIP, sama.")]
    return _page(form, person)


def _saved(person: Registration, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "done")
    if rows.seatmates(db.session(), person):
        flash(_("Kursi ini sudah diisi orang lain. Periksa kembali."), "warning")
    return see_other("registrations_manage.show", slug=g.event.slug, registration=person.public_id)
