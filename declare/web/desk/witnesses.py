"""The organisers' list of institutions that may cosign the count: registered, compared, ended."""

from __future__ import annotations

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, team
from declare.database import db
from declare.errors import Invalid, NotFound
from declare.ledger import service, witness, witness_list
from declare.ledger.models import Witness
from declare.ledger.witness_list import Institution, OwnWitness
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.public.witness_forms import MatchForm, WitnessForm, blame


@allow("organiser")
def index(slug: str) -> ResponseReturnValue:
    """The witnesses of an event with their cosignatures."""
    return _page(WitnessForm(formdata=None))


@allow("organiser")
def register(slug: str) -> ResponseReturnValue:
    """Register a witness, whose key another account has yet to compare."""
    _published()
    form = WitnessForm()
    if not form.validate():
        return _page(form), 422
    log = service.lock(db.session(), g.event.log_id)
    institution = Institution(
        form.name.data, form.vkey.data, form.place(), also_signs=form.also_signs.data
    )
    try:
        row = witness_list.register(db.session(), log, institution, current_user.id, now())
    except Invalid as fault:
        blame(form, fault)
        return _page(form), fault.status
    return _done("witness.registered", row, _("Saksi tersimpan. Kuncinya belum dicocokkan."))


@allow("organiser_or_administrator")
def show(slug: str, number: int) -> ResponseReturnValue:
    """One witness: compare its key, or, as an organiser, end it."""
    return _one(_found(number), MatchForm(formdata=None))


@allow("organiser_or_administrator")
def match(slug: str, number: int) -> ResponseReturnValue:
    """Say that this account compared the witness's key with where it is published."""
    row, form = _found(number, lock=True), MatchForm()
    if not _may_compare(row):
        raise OwnWitness
    if not form.validate():
        return _one(row, form), 422
    if not witness_list.match(db.session(), row, current_user.id, now()):
        return see_other("witnesses_manage.show", slug=slug, number=number)
    return _done("witness.matched", row, _("Kunci saksi tercatat sudah dicocokkan."))


@allow("organiser")
def end(slug: str, number: int) -> ResponseReturnValue:
    """End a witness; what it cosigned before stays."""
    row = _found(number, lock=True)
    if not witness_list.end(db.session(), row, now()):
        return see_other("witnesses_manage.show", slug=slug, number=number)
    return _done("witness.ended", row, _("Saksi diakhiri."))


def _done(what: str, row: Witness, words: str) -> ResponseReturnValue:
    """Write the audit entry, commit, and go to the witness's page."""
    audit.write(db.session(), g.event.id, current_user.id, what, now(), detail=row.vkey)
    db.session.commit()
    flash(words, "done")
    return see_other("witnesses_manage.show", slug=g.event.slug, number=row.id)


def _page(form: WitnessForm) -> str:
    _published()
    session, log_id = db.session(), g.event.log_id
    return render_template(
        "desk/witnesses/index.html",
        event=g.event,
        form=form,
        registered=witness_list.witnesses(session, log_id),
        witnessed=witness.witnessed(session, log_id),
    )


def _one(row: Witness, form: MatchForm) -> str:
    return render_template(
        "desk/witnesses/show.html",
        event=g.event,
        witness=row,
        form=form,
        organises=_organises(),
        may_compare=_may_compare(row),
        alone=_organisers() == 1,
    )


def _organises() -> bool:
    return g.role is not None and bool(g.role.organises)


def _organisers() -> int:
    """How many may compare: one whose mailbox never answered only reads."""
    return sum(
        member.role.organises and member.account.proved_at is not None
        for member in team.members(db.session(), g.event)
    )


def _may_compare(row: Witness) -> bool:
    """Another organiser, or where there is one alone the instance's administrator."""
    if row.registered_by in (None, current_user.id):
        return False
    return _organises() or (current_user.admin and _organisers() <= 1)


def _found(number: int, *, lock: bool = False) -> Witness:
    _published()
    return witness_list.find(db.session(), g.event.log_id, number, lock=lock)


def _published() -> None:
    """Raise NotFound before publishing: the event has no log to witness yet."""
    if g.event.log_id is None:
        raise NotFound
