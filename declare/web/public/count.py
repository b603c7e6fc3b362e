"""The public count of an event, and its coverage by region."""

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
"""Characters of a search that are looked at."""


@allow("anyone")
def count(slug: str) -> ResponseReturnValue:
    """The count as JSON, for walls, phones and comparison with the ledger."""
    high_water_marks.refuse(db.session(), keyring().marks, g.event.origin, g.event.log_id)
    counted = service.count(db.session(), g.event, now())
    response = jsonify(
        registered=counted.registered,
        present=counted.present,
        signed=counted.signed,
        by_office=dict(counted.by_office),
        by_province=dict(counted.by_province),
        as_of=moment.iso(counted.as_of),
    )
    response.headers["Cache-Control"] = "public, max-age=1"
    return response


@allow("anyone")
def coverage(slug: str) -> ResponseReturnValue:
    """Whether the officials of a region have signed."""
    text = request.args.get("q", "")[:_LONGEST]
    province = request.args.get("province", "")
    return render_template(
        "public/count/coverage.html",
        event=g.event,
        text=text,
        coverage=public_coverage(db.session(), g.event, province, text, now()),
    )
