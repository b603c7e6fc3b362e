"""Asking for a lost link: by the recorded address, with one answer for everybody."""

from __future__ import annotations

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.core.window import WindowState
from declare.database import db
from declare.outreach import lost_link as service
from declare.outreach.lost_link import Refusal
from declare.pledges import signing_window
from declare.web.access import allow
from declare.web.caller import caller, stranger
from declare.web.context import keyring, now, see_other
from declare.web.room.lost_link_forms import LostLinkForm


@allow("anyone")
def lost_link(slug: str) -> ResponseReturnValue:
    """Send the link once more to the address, if it is recorded with a participant."""
    form = LostLinkForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    refusal = service.ask(
        db.session(), keyring(), g.event, form.email.data, stranger(caller()), now()
    )
    db.session.commit()
    if refusal is not None:
        form.form_errors.append(_reason(refusal))
        return _page(form), 429, {"Retry-After": str(refusal.retry_after)}
    flash(_("Jika data tersebut terdaftar, tautan dikirim ke kontak yang tercatat."), "done")
    return see_other("registrations.enter", slug=slug)


def _reason(refusal: Refusal) -> str:
    reason: str = (
        _(
            "Tautan untuk alamat ini sudah beberapa kali diminta hari ini. "
            "Periksa kotak masuk dan folder spam, atau hubungi panitia."
        )
        if refusal.of_address
        else _("Terlalu banyak permintaan saat ini. Coba lagi sebentar lagi, atau hubungi panitia.")
    )
    return reason


def _page(form: LostLinkForm) -> str:
    closed = signing_window.state(g.event, now()) is WindowState.CLOSED
    return render_template("room/lost_link.html", event=g.event, form=form, closed=closed)
