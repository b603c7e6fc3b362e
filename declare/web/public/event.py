"""The public pages of an event, and the first page."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from declare.counts import announcement
from declare.counts import service as counts
from declare.database import db
from declare.errors import Halted
from declare.events import catalogue, event_page, pictures, rosette, wording
from declare.events.models import Event
from declare.ledger import high_water_marks, witness
from declare.ledger.models import Checkpoint
from declare.pledges import revocation, signing_window
from declare.registrations import admission
from declare.web.access import allow
from declare.web.context import keyring, now

_FOR_EVER = "public, max-age=31536000, immutable"


@allow("anyone")
def home() -> ResponseReturnValue:
    """The first page: what this platform is, and the published events with their numbers."""
    at = now()
    events = [
        (event, signing_window.state(event, at), counts.count(db.session(), event, at))
        for event in catalogue.published(db.session())
    ]
    return render_template("public/event/home.html", events=events)


@allow("anyone")
def show(slug: str) -> ResponseReturnValue:
    """The page of one event: its statement, its numbers, and how to check them."""
    return render_template("public/event/show.html", **page_context(g.event))


def page_context(event: Event) -> dict[str, Any]:
    """The values of an event's page. Before publishing there is no ledger."""
    count = counts.count(db.session(), event, now())
    checkpoint = _published(event)
    return {
        "event": event,
        "state": signing_window.state(event, now()),
        "registering": admission.is_open(event),
        "count": count,
        "revoked_later": revocation.since_close(db.session(), event),
        "words": wording.wording(event),
        "digest": event_page.digest(event),
        "zones": event_page.zones(event),
        "agenda": event_page.agenda(event),
        "logos": pictures.logos(db.session(), event),
        "provinces": event_page.provinces(event, count.provinces),
        "checkpoint": checkpoint,
        "announced": announcement.latest(db.session(), event) if checkpoint else None,
        "root": checkpoint.root.hex() if checkpoint else "",
        "witnessed": witness.witnessed(db.session(), event.log_id) if event.log_id else [],
    }


def _published(event: Event) -> Checkpoint | None:
    """The checkpoint to show; None without a log, or where the log is halted."""
    try:
        return (
            high_water_marks.publish(db.session(), keyring().marks, event.log_id)
            if event.log_id
            else None
        )
    except Halted:
        return None


@allow("anyone")
def statement(slug: str) -> ResponseReturnValue:
    """The frozen statement: the bytes of the SHA-256 in the ledger's first entry."""
    data: bytes = g.event.statement_text
    response = Response(data, content_type="text/plain; charset=utf-8")
    response.set_etag(hashlib.sha256(data).hexdigest())
    response.headers["Cache-Control"] = _FOR_EVER
    return response


@allow("anyone")
def ornament(slug: str) -> ResponseReturnValue:
    """The rosette that is drawn from the statement."""
    digest = hashlib.sha256(g.event.statement_text).digest()
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(rosette.svg(digest), mimetype="image/svg+xml", headers=headers)


@allow("anyone")
def picture(slug: str, digest: str) -> ResponseReturnValue:
    """A logo, in the size of pages."""
    logo = pictures.find(db.session(), g.event, digest, public=True)
    return Response(logo.small, mimetype="image/png", headers={"Cache-Control": _FOR_EVER})


@allow("anyone")
def privacy() -> ResponseReturnValue:
    """The privacy notice of this platform."""
    return render_template("public/event/privacy.html", event=None)


@allow("anyone")
def event_privacy(slug: str) -> ResponseReturnValue:
    """The privacy notice of one event, whose host is the controller."""
    return render_template("public/event/privacy.html", event=g.event)
