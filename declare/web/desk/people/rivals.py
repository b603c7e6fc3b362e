"""The organiser's pages of rivals: the list, and one rival beside the first, to decide."""

from __future__ import annotations

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from declare.core import nip as nips
from declare.counts import masking
from declare.database import db
from declare.messages import held
from declare.outreach import letters
from declare.pledges import abstention, signing_window, tally
from declare.registrations import rivals as decisions
from declare.registrations import rows
from declare.registrations.models import Registration, Standing
from declare.registrations.rivals import Compared
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.audited import write_audit

MOST = 100
"""Rivals on the list."""

_DONE = {
    "pertahankan": ("rival.refused", _l("Pendaftaran pertama dipertahankan.")),
    "gantikan": ("rival.replaced", _l("Pendaftaran pertama digantikan; tautan dikirim.")),
    "keduanya": ("rival.both_admitted", _l("Keduanya disetujui; tautan dikirim.")),
}
"""What each decision is called in the audit log, and what the page says."""


@allow("organiser")
def rivals(slug: str) -> ResponseReturnValue:
    """List the rivals that wait for a decision."""
    waiting = decisions.waiting(db.session(), g.event, MOST)
    return render_template(
        "desk/people/rivals.html",
        event=g.event,
        rivals=waiting,
        masked_email=masking.masked_email,
        masked_phone=masking.masked_phone,
    )


@allow("organiser")
def rival(slug: str, registration: str) -> ResponseReturnValue:
    """Compare a rival with the registration that is there."""
    return _page(decisions.compare(db.session(), g.event, registration))


@allow("organiser")
def decide_rival(slug: str, registration: str, step: str) -> ResponseReturnValue:
    """Keep the first, replace it, or take both. Raises AlreadySigned for one that has signed."""
    signing_window.hold(db.session(), g.event)  # the log's head before registrations, as signing
    compared = decisions.compare(db.session(), g.event, registration)
    if not _is_as_shown(compared):
        flash(
            _("Pendaftaran pertama bukan lagi yang tadi ditampilkan. Periksa kembali."), "warning"
        )
        return _page(compared, 409)
    try:
        _decide(compared, step)
    except rows.AlreadyRegistered:
        db.session.rollback()
        flash(_still_the_same(step), "warning")
        return _page(decisions.compare(db.session(), g.event, registration), 409)
    what, text = _DONE[step]
    people = _both(compared)
    write_audit(what, " ".join(each.public_id for each in people))
    decided = [each.id for each in people if each.standing != Standing.PENDING]
    held.drop_receipts(db.session(), g.event.id, decided, now())
    if step != "pertahankan":
        letters.send_link(db.session(), g.event, compared.rival, now())
    db.session.commit()
    flash(text, "done")
    return see_other("registrations_manage.rivals", slug=slug)


def _is_as_shown(compared: Compared) -> bool:
    """Whether the rival still stands against the registration that the form's page showed: another
    organiser may have decided meanwhile."""
    there = compared.first.public_id if compared.first is not None else ""
    return request.form.get("first", there) == there


def _decide(compared: Compared, step: str) -> None:
    session, account_id = db.session(), current_user.id
    if step == "pertahankan":
        decisions.keep(session, compared, account_id, now())
    elif step == "keduanya":
        decisions.take_both(session, compared, account_id, now())
    else:
        if compared.first is not None:
            abstention.withhold(session, g.event, compared.first)
        decisions.replace(session, compared, account_id, now())


def _still_the_same(step: str) -> str:
    if step == "keduanya":
        text = _(
            "Nama, jabatan, dan wilayah, atau NIP, keduanya masih sama. "
            "Jika memang dua orang, ubah dahulu salah satunya."
        )
    else:
        text = _("Masih ada pendaftaran lain untuk orang ini. Periksa kembali.")
    return str(text)


def _both(compared: Compared) -> list[Registration]:
    return [each for each in (compared.rival, compared.first) if each is not None]


def _page(compared: Compared, status: int = 200) -> ResponseReturnValue:
    rival, first = compared.rival, compared.first
    page = render_template(
        "desk/people/rival.html",
        event=g.event,
        rival=rival,
        first=first,
        further=compared.further,
        signed=first is not None and tally.current(db.session(), first) is not None,
        nip=_nip,
        masked_email=masking.masked_email,
        masked_phone=masking.masked_phone,
    )
    return page, status


def _nip(registration: Registration) -> str:
    digits = rows.nip(keyring(), registration)
    return nips.mask(digits) if digits else ""
