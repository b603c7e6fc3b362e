"""What everybody may know of an event's attendance: the count and the seats."""

from __future__ import annotations

from flask import g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from declare.core import moment
from declare.counts import service
from declare.counts.public_coverage import public_coverage
from declare.database import db
from declare.ledger import high_water_marks
from declare.web.access import allow
from declare.web.context import keyring, now

_LONGEST = 60
"""Letters of a region's name that are looked at."""


@allow("anyone")
def count(slug: str) -> ResponseReturnValue:
    """The event's count, for walls, phones and whoever wants to compare it with the ledger."""
    high_water_marks.refuse(db.session(), keyring().marks, g.event.origin, g.event.log_id)
    found = service.count(db.session(), g.event, now())
    sent = jsonify(
        registered=found.registered,
        present=found.present,
        signed=found.signed,
        by_office=dict(found.by_office),
        by_province=dict(found.by_province),
        as_of=moment.iso(found.as_of),
    )
    sent.headers["Cache-Control"] = "public, max-age=1"
    return sent


@allow("anyone")
def coverage(slug: str) -> ResponseReturnValue:
    """Whether the officials of a region have signed."""
    text = request.args.get("q", "")[:_LONGEST]
    return render_template(
        "public/count/coverage.html",
        event=g.event,
        text=text,
        answer=public_coverage(
            db.session(), g.event, request.args.get("province", ""), text, now()
        ),
    )
