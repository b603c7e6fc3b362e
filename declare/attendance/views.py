"""What everybody may know of an event's attendance: the count and the seats."""

from __future__ import annotations

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue

from declare.attendance import service
from declare.database import db
from declare.web import allow, now

blueprint = Blueprint("attendance", __name__)


@blueprint.get("/acara/<slug>/hitung.json")
@allow("anyone")
def count(slug: str) -> ResponseReturnValue:
    """The event's count, for walls, phones and whoever wants to compare it with the ledger."""
    found = service.count(db.session(), g.event, now())
    answer = jsonify(
        registered=found.registered,
        present=found.present,
        signed=found.signed,
        by_office=dict(found.by_office),
        by_province=dict(found.by_province),
        as_of=f"{found.as_of:%Y-%m-%dT%H:%M:%SZ}",
    )
    answer.headers["Cache-Control"] = "public, max-age=1"
    return answer


@blueprint.get("/acara/<slug>/cakupan")
@allow("anyone")
def coverage(slug: str) -> ResponseReturnValue:
    """Which offices of a region have signed."""
    return slug
