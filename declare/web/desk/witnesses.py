"""The organiser's list of institutions that may cosign the count."""

from __future__ import annotations

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit
from declare.database import db
from declare.errors import Invalid, NotFound
from declare.ledger import service, witness
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.public.witness_forms import WitnessForm, blame


@allow("organiser")
def index(slug: str) -> ResponseReturnValue:
    """The witnesses of an event with their cosignatures."""
    return _page(WitnessForm(formdata=None))


@allow("organiser")
def register(slug: str) -> ResponseReturnValue:
    """Register a witness."""
    _published()
    form = WitnessForm()
    if not form.validate():
        return _page(form), 422
    log = service.lock(db.session(), g.event.log_id)
    try:
        registered = witness.register(
            db.session(), log, form.name.data, form.vkey.data, form.published_at.data
        )
    except Invalid as fault:
        blame(form, fault)
        return _page(form), fault.status
    account = current_user.id
    audit.write(db.session(), g.event.id, account, "witness.registered", now(), registered.vkey)
    db.session.commit()
    flash(_("Saksi tersimpan."), "done")
    return see_other("witnesses_manage.index", slug=slug)


def _page(form: WitnessForm) -> str:
    _published()
    session, log_id = db.session(), g.event.log_id
    return render_template(
        "desk/witnesses/index.html",
        event=g.event,
        form=form,
        registered=witness.witnesses(session, log_id),
        witnessed=witness.witnessed(session, log_id),
    )


def _published() -> None:
    """Raise NotFound before publishing: the event has no log to witness yet."""
    if g.event.log_id is None:
        raise NotFound
