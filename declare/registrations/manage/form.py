"""Taking somebody in by hand, and mending what a registration says."""

from __future__ import annotations

from dataclasses import asdict

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.database import db
from declare.pledges import service as pledges
from declare.registrations import service
from declare.registrations.forms import ParticipantForm, positions
from declare.registrations.manage.pages import blueprint, record
from declare.registrations.models import Registration
from declare.web import allow, keyring, now, see_other


@blueprint.route("/acara/<slug>/peserta/tambah", methods=["GET", "POST"])
@allow("organiser")
def add(slug: str) -> ResponseReturnValue:
    """Take in somebody who was invited; the address may name the seat."""
    form = ParticipantForm()
    if not form.is_submitted():
        form.office.data = request.args.get("office")
        form.region.data = request.args.get("region")
    if not form.validate_on_submit():
        return _page(form, None)
    try:
        person = service.add(
            db.session(), keyring(), g.event, form.application("id"), current_user.id, now()
        )
    except service.AlreadyRegistered:
        return _known(form, None)
    record("registration.added")
    return _saved(person, _("Peserta ditambahkan."))


@blueprint.route("/acara/<slug>/peserta/<registration>/ubah", methods=["GET", "POST"])
@allow("organiser")
def edit(slug: str, registration: str) -> ResponseReturnValue:
    """Mend what a registration says, until its person has signed."""
    person = service.find(db.session(), g.event, registration)
    form = ParticipantForm(data=asdict(service.said(keyring(), person)))
    if not form.validate_on_submit():
        return _page(form, person)
    pledges.withhold(db.session(), g.event, person)
    try:
        service.revise(db.session(), keyring(), person, form.application(person.language))
    except service.AlreadyRegistered:
        return _known(form, person)
    record("registration.edited")
    return _saved(person, _("Tersimpan."))


def _page(form: ParticipantForm, person: Registration | None) -> ResponseReturnValue:
    page = render_template(
        "registrations/form.html", event=g.event, form=form, person=person, positions=positions()
    )
    return page, 422 if form.is_submitted() else 200


def _known(form: ParticipantForm, person: Registration | None) -> ResponseReturnValue:
    form.name.errors = [_("Orang ini sudah ada dalam daftar: nama dan kursi, atau NIP, sama.")]
    return _page(form, person)


def _saved(person: Registration, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "done")
    if service.seatmates(db.session(), person):
        flash(_("Kursi ini sudah diisi orang lain. Periksa kembali."), "warning")
    return see_other("registrations_manage.show", slug=g.event.slug, registration=person.public_id)
