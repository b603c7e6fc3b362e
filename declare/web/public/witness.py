"""The public page of an event's witnesses, where a witness submits its cosignature."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

from flask import current_app, flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.database import db, writing
from declare.errors import Invalid
from declare.ledger import service, witness, witness_list
from declare.ledger.models import Cosignature
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.public.witness_forms import LineForm, blame


@allow("anyone")
def show(slug: str) -> ResponseReturnValue:
    """The cosigned checkpoints, and how to become a witness."""
    return _page(LineForm(formdata=None))


@allow("anyone", proves=True)
def take(slug: str) -> ResponseReturnValue:
    """Take a cosignature line; its signature proves its witness, so no sign-in is needed."""
    form = LineForm()
    if not form.validate():
        return _page(form), 422
    try:
        taken = _taken(form.line.data)
    except Invalid as fault:
        db.session.rollback()
        blame(form, fault)
        return _page(form), fault.status
    flash(
        _("Tanda tangan saksi untuk titik periksa %(size)s tersimpan.", size=taken.size),
        "done",
    )
    return see_other("witnesses.show", slug=slug)


def _taken(text: str) -> Cosignature:
    """Read the line in a transaction that waits for no signer, and store it in another."""
    line = witness.read(db.session(), g.event.log_id, text)
    db.session.rollback()
    with writing():
        taken = witness.store(db.session(), line, now())
        db.session.commit()
    return taken


def _page(form: LineForm) -> str:
    session, log_id = db.session(), g.event.log_id
    return render_template(
        "public/witness/show.html",
        event=g.event,
        form=form,
        registered=witness_list.witnesses(session, log_id),
        witnessed=witness.witnessed(session, log_id),
        checkpoint=service.checkpoint(session, log_id),
        fingerprint=textwrap.wrap(fingerprint(current_app.static_folder or ""), 4),
    )


@cache
def fingerprint(folder: str) -> str:
    """The SHA-256 of saksi.html, in hex."""
    return (Path(folder) / "saksi.html.sha256").read_text("ascii").split()[0]
