"""The projector page of a ceremony."""

from __future__ import annotations

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from declare.attendance import announcement
from declare.ceremony import qr, seal
from declare.ceremony import wall as walls
from declare.database import db
from declare.ledger import marks, witness
from declare.pledges import service as pledges
from declare.web import allow, keyring, now

blueprint = Blueprint("ceremony", __name__)


@blueprint.get("/acara/<slug>/layar")
@allow("anyone")
def wall(slug: str) -> ResponseReturnValue:
    """The count in the size of a hall: before, during and after the signing."""
    marks.refuse(db.session(), keyring().marks, g.event.origin, g.event.log_id)
    shown = walls.read(db.session(), g.event, now())
    values = _closed() if shown.state is pledges.State.CLOSED else _entrance(slug)
    return render_template("ceremony/wall.html", event=g.event, wall=shown, **values)


def _entrance(slug: str) -> dict[str, object]:
    address = g.event.base_url + url_for("registrations.enter", slug=slug)
    return {"entrance": address.partition("://")[2], "symbol": qr.draw(address)}


def _closed() -> dict[str, object]:
    return {
        "rosette": seal.rosette(g.event),
        "ring": seal.lines(db.session(), g.event),
        "announced": announcement.latest(db.session(), g.event),
        "checkpoint": marks.publish(db.session(), keyring().marks, g.event.log_id),
        "witnessed": witness.witnessed(db.session(), g.event.log_id),
    }
