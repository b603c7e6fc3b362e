"""The organiser's page of mail that a flood limit holds back."""

from __future__ import annotations

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from declare.counts import masking
from declare.database import db
from declare.messages import held
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.desk.audited import write_audit

MOST = 200
"""Held messages on the page."""


@allow("organiser")
def held_mail(slug: str) -> ResponseReturnValue:
    """List the mail that is held."""
    return render_template(
        "desk/people/held_mail.html",
        event=g.event,
        mails=held.waiting(db.session(), g.event.id, MOST),
        number=held.count(db.session(), g.event.id),
        masked_email=masking.masked_email,
    )


@allow("organiser")
def decide_mail(slug: str, step: str) -> ResponseReturnValue:
    """Release or drop the ticked messages."""
    session, event = db.session(), g.event
    ids = [int(text) for text in request.form.getlist("message") if _is_number(text)][:MOST]
    if not ids:
        flash(_("Pilih surel terlebih dahulu."), "warning")
        return see_other("registrations_manage.held_mail", slug=slug)
    if step == "kirim":
        number = held.release(session, event.id, ids, now())
        text = ngettext("%(num)s surel dikirim.", "%(num)s surel dikirim.", number)
    else:
        number = held.drop(session, event.id, ids, now())
        text = ngettext("%(num)s surel tidak dikirim.", "%(num)s surel tidak dikirim.", number)
    write_audit("mail.released" if step == "kirim" else "mail.dropped", str(number))
    db.session.commit()
    flash(text, "done")
    return see_other("registrations_manage.held_mail", slug=slug)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
