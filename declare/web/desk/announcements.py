"""The organiser says a figure in public: a page that shows it and what announcing does, then it."""

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


@allow("observer")
def index(slug: str) -> ResponseReturnValue:
    """What was announced, and in words for the press."""
    session = db.session()
    found = announcement.announced(session, g.event)
    if found:
        with suppress(Halted):  # The page says so, and shows nothing of them.
            high_water_marks.publish(
                session, keyring().marks, g.event.log_id, found[0].checkpoint.size
            )
    return render_template("desk/announcements/index.html", event=g.event, announced=found)


@allow("organiser")
def confirm(slug: str) -> ResponseReturnValue:
    """The present figure, and what announcing it does."""
    figure = _present()
    latest = announcement.latest(db.session(), g.event)
    told = (
        latest if figure and latest and latest.checkpoint.size == figure.checkpoint.size else None
    )
    return render_template(
        "desk/announcements/announce.html", event=g.event, figure=figure, told=told
    )


def _present() -> Figure | None:
    """None while there is nothing that may be announced; the page says why."""
    try:
        return announcement.present(db.session(), g.event, keyring(), now())
    except (NotCounted, Halted):
        return None


@allow("organiser")
def announce(slug: str) -> ResponseReturnValue:
    """Publish the figure that was confirmed, once however often this is posted."""
    text = request.form.get("size", "")
    if not _SIZE.fullmatch(text):
        raise Invalid(_("Titik periksa dari angka ini tidak terbaca. Buka kembali halamannya."))
    session, account = db.session(), current_user.id
    try:
        made = announcement.announce(session, keyring(), g.event, int(text), account, now())
    except (NotCounted, Outdated, Disagreement) as fault:
        session.rollback()
        flash(_REFUSALS[type(fault)], "warning")
        return see_other("announcements_manage.confirm", slug=slug)
    session.commit()
    flash(_("Angka diumumkan: %(signed)s, titik periksa %(size)s.", **_said(made)), "done")
    return see_other("announcements_manage.index", slug=slug)


def _said(made: Announcement) -> dict[str, int]:
    return {"signed": made.signed, "size": made.size}
