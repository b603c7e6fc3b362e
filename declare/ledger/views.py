"""The book of an event for people, and the word for a log that is halted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.attendance import announcement
from declare.core import note
from declare.core.tiles import WIDTH, Tile
from declare.database import db
from declare.errors import Halted
from declare.ledger import marks, service, witness
from declare.ledger.models import Checkpoint
from declare.web import allow, error_page, keyring

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/acara/<slug>/buku-ikrar")
@allow("anyone")
def book(slug: str) -> ResponseReturnValue:
    """What the log is, what it says now, said when it was closed and when figures were announced,
    and how to check it."""
    session, event = db.session(), g.event
    try:
        checkpoint = marks.publish(session, keyring().marks, event.log_id)
    except Halted:
        return render_template("ledger/book.html", event=event, checkpoint=None), 503
    return render_template(
        "ledger/book.html",
        event=event,
        checkpoint=checkpoint,
        closed=_closed(event.log_id) if event.closed_at else None,
        announced=announcement.announced(session, event),
        witnessed=witness.witnessed(session, event.log_id),
        vkey=note.vkey(event.origin, keyring().log(event.purpose).public_key()),
        bundle=Tile(None, 0, min(WIDTH, checkpoint.size)).path(),
        tile=Tile(0, 0, min(WIDTH, checkpoint.size)).path(),
    )


def _closed(log_id: int) -> tuple[Checkpoint, int] | None:
    """The checkpoint with which a log was closed, and the number that it then said had signed."""
    found = service.closing(db.session(), log_id)
    if found is None:
        return None
    return service.checkpoint(db.session(), log_id, found[0]), found[1].signed


@blueprint.app_template_global("halted")
def halted(event: Any) -> bool:
    """Whether nothing of an event's log may be published; asked once a page."""
    if event is None or event.log_id is None:
        return False
    known: dict[int, bool] = g.setdefault("halted", {})
    if event.log_id not in known:
        try:
            marks.refuse(db.session(), keyring().marks, event.origin, event.log_id)
            known[event.log_id] = False
        except Halted:
            known[event.log_id] = True
    return known[event.log_id]


@blueprint.app_errorhandler(Halted)
def stopped(error: Halted) -> tuple[str, int]:
    """Say to whoever wanted to sign, or to see a number, why there is none."""
    db.session.rollback()
    return error_page(
        error.status,
        _(
            "Buku ikrar acara ini dihentikan: basis data tidak memuat semua yang pernah "
            "diterbitkan. Tidak ada yang diterbitkan atau ditandatangani sampai dipulihkan. "
            "Hubungi panitia."
        ),
    )
