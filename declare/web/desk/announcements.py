"""Announcing a figure: what was announced, a page to confirm the present figure, and the act."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from declare.counts import announcement
from declare.counts.announcement import Disagreement, Figure, NotCounted, Outdated
from declare.counts.models import Announcement
from declare.database import db
from declare.errors import Halted, Invalid
from declare.ledger import high_water_marks
from declare.web.access import allow
from declare.web.context import keyring, now, see_other

_SIZE: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_REFUSALS = {
    NotCounted: _l("Penandatanganan belum dibuka: belum ada angka untuk diumumkan."),
    Outdated: _l("Angka sudah berubah sejak halaman ini dibuka. Periksa kembali."),
    Disagreement: _l(
        "Hitungan dan buku ikrar tidak sama. Tidak ada yang diumumkan; hubungi pengelola server."
    ),
}


@allow("member")
def index(slug: str) -> ResponseReturnValue:
    """The announced figures, with sentences for the press."""
    session = db.session()
    announced = announcement.announced(session, g.event)
    if announced:
        with suppress(Halted):  # The page says that the log is halted and shows no figure.
            high_water_marks.publish(
                session, keyring().marks, g.event.log_id, announced[0].checkpoint.size
            )
    return render_template("desk/announcements/index.html", event=g.event, announced=announced)


@allow("conductor")
def confirm(slug: str) -> ResponseReturnValue:
    """The present figure, and the effect of announcing it."""
    figure = _present()
    latest = announcement.latest(db.session(), g.event)
    same = figure and latest and latest.checkpoint.size == figure.checkpoint.size
    return render_template(
        "desk/announcements/announce.html",
        event=g.event,
        figure=figure,
        announced=latest if same else None,
    )


def _present() -> Figure | None:
    """The present figure; None where there is none or the log is halted, which the page says."""
    try:
        return announcement.present(db.session(), g.event, keyring(), now())
    except (NotCounted, Halted):
        return None


@allow("conductor")
def announce(slug: str) -> ResponseReturnValue:
    """Publish the confirmed figure; a repeated post changes nothing."""
    text = request.form.get("size", "")
    if not _SIZE.fullmatch(text):
        raise Invalid(_("Titik periksa dari angka ini tidak terbaca. Buka kembali halamannya."))
    session, account = db.session(), current_user.id
    try:
        published = announcement.announce(session, keyring(), g.event, int(text), account, now())
    except (NotCounted, Outdated, Disagreement) as fault:
        session.rollback()
        flash(_REFUSALS[type(fault)], "warning")
        return see_other("announcements_manage.confirm", slug=slug)
    session.commit()
    flash(_("Angka diumumkan: %(signed)s, titik periksa %(size)s.", **_numbers(published)), "done")
    return see_other("announcements_manage.index", slug=slug)


def _numbers(published: Announcement) -> dict[str, int]:
    return {"signed": published.signed, "size": published.size}
