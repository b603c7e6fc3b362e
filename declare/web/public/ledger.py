"""The ledger page of an event, and the error page of a halted log."""

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
    """The log: its latest checkpoint, those of the close and of announced figures, and how to check
    them."""
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
    """The checkpoint that closed a log, and its number of signed."""
    closing = service.closing(db.session(), log_id)
    if closing is None:
        return None
    size, entry = closing
    return service.checkpoint(db.session(), log_id, size), entry.signed


def halted(event: Any) -> bool:
    """Whether an event's log is halted; looked up once a request."""
    if event is None or event.log_id is None:
        return False
    halted_logs: dict[int, bool] = g.setdefault("halted", {})
    if event.log_id not in halted_logs:
        try:
            high_water_marks.refuse(db.session(), keyring().marks, event.origin, event.log_id)
            halted_logs[event.log_id] = False
        except Halted:
            halted_logs[event.log_id] = True
    return halted_logs[event.log_id]


def stopped(error: Halted) -> tuple[str, int]:
    """The error page of a request that met a halted log."""
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
    """Give templates the global `halted`, and the application the error page of `Halted`."""
    app.add_template_global(halted, "halted")
    app.register_error_handler(Halted, stopped)
