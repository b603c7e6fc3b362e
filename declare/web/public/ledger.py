"""The book of an event for people, and the word for a log that is halted."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.core import note
from declare.core.tiles import WIDTH, Tile
from declare.counts import announcement
from declare.database import db
from declare.errors import Halted
from declare.ledger import high_water_marks, service, witness
from declare.ledger.models import Checkpoint
from declare.web.access import allow
from declare.web.context import keyring
from declare.web.errors import error_page


@allow("anyone")
def book(slug: str) -> ResponseReturnValue:
    """What the log is, what it says now, said when it was closed and when figures were announced,
    and how to check it."""
    session, event = db.session(), g.event
    try:
        checkpoint = high_water_marks.publish(session, keyring().marks, event.log_id)
    except Halted:
        return render_template("public/ledger/book.html", event=event, checkpoint=None), 503
    return render_template(
        "public/ledger/book.html",
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


def halted(event: Any) -> bool:
    """Whether nothing of an event's log may be published; asked once a page."""
    if event is None or event.log_id is None:
        return False
    known: dict[int, bool] = g.setdefault("halted", {})
    if event.log_id not in known:
        try:
            high_water_marks.refuse(db.session(), keyring().marks, event.origin, event.log_id)
            known[event.log_id] = False
        except Halted:
            known[event.log_id] = True
    return known[event.log_id]


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


def install(app: Flask) -> None:
    """Every page can ask whether a log is halted, and says so when an act met a halted one."""
    app.add_template_global(halted, "halted")
    app.register_error_handler(Halted, stopped)
