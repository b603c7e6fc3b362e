"""What everybody may know of an event's attendance: the count and the seats."""

from __future__ import annotations

from flask import Blueprint, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from declare.attendance import service
from declare.attendance.answer import answer
from declare.database import db
from declare.ledger import marks
from declare.web import allow, keyring, now

_LONGEST = 60
"""Letters of a region's name that are looked at."""

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/acara/<slug>/hitung.json")
@allow("anyone")
def count(slug: str) -> ResponseReturnValue:
    """The event's count, for walls, phones and whoever wants to compare it with the ledger."""
    marks.refuse(db.session(), keyring().marks, g.event.origin, g.event.log_id)
    found = service.count(db.session(), g.event, now())
    sent = jsonify(
        registered=found.registered,
        present=found.present,
        signed=found.signed,
        by_office=dict(found.by_office),
        by_province=dict(found.by_province),
        as_of=f"{found.as_of:%Y-%m-%dT%H:%M:%SZ}",
    )
    sent.headers["Cache-Control"] = "public, max-age=1"
    return sent


@blueprint.get("/acara/<slug>/cakupan")
@allow("anyone")
def coverage(slug: str) -> ResponseReturnValue:
    """Whether the officials of a region have signed."""
    text = request.args.get("q", "")[:_LONGEST]
    return render_template(
        "attendance/coverage.html",
        event=g.event,
        text=text,
        answer=answer(db.session(), g.event, request.args.get("province", ""), text, now()),
    )
