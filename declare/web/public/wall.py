"""The wall: the projector page of a ceremony."""

from __future__ import annotations

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from declare.ceremony import seal
from declare.ceremony import wall as walls
from declare.core import window
from declare.counts import announcement
from declare.database import db
from declare.ledger import high_water_marks, witness
from declare.press import qr
from declare.web.access import allow
from declare.web.context import keyring, now


@allow("anyone")
def wall(slug: str) -> ResponseReturnValue:
    """The count in large type, before, during and after signing."""
    high_water_marks.refuse(db.session(), keyring().marks, g.event.origin, g.event.log_id)
    values = walls.read(db.session(), g.event, now())
    closed = values.state is window.WindowState.CLOSED
    extra = _closed() if closed else _entrance(slug)
    return render_template("public/wall/wall.html", event=g.event, wall=values, **extra)


def _entrance(slug: str) -> dict[str, object]:
    address = g.event.base_url + url_for("registrations.enter", slug=slug)
    return {"entrance": address.partition("://")[2], "symbol": qr.svg(address)}


def _closed() -> dict[str, object]:
    return {
        "rosette": seal.rosette(g.event),
        "ring": seal.lines(db.session(), g.event),
        "announced": announcement.latest(db.session(), g.event),
        "checkpoint": high_water_marks.publish(db.session(), keyring().marks, g.event.log_id),
        "witnessed": witness.witnessed(db.session(), g.event.log_id),
    }
