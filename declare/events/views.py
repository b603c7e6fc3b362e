"""What everybody may read about an event."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from declare.attendance import announcement
from declare.attendance import service as attendance
from declare.database import db
from declare.errors import Halted
from declare.events import pictures, rosette, service, showing
from declare.events.models import Event
from declare.ledger import marks, witness
from declare.ledger.models import Checkpoint
from declare.pledges import revocation
from declare.pledges import service as pledges
from declare.registrations import service as registrations
from declare.web import allow, keyring, now

blueprint = Blueprint("events", __name__)

_FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/")
@allow("anyone")
def home() -> ResponseReturnValue:
    """What this is, and the published events with their numbers."""
    at = now()
    events = [
        (event, pledges.state(event, at), attendance.count(db.session(), event, at))
        for event in service.published(db.session())
    ]
    return render_template("events/home.html", events=events)


@blueprint.get("/acara/<slug>")
@allow("anyone")
def show(slug: str) -> ResponseReturnValue:
    """One event: what it is, what is signed, how many have, and how to check that."""
    return render_template("events/show.html", **told(g.event))


def told(event: Event) -> dict[str, Any]:
    """Everything that the page of an event says. One that is not published has no ledger yet."""
    count = attendance.count(db.session(), event, now())
    checkpoint = _published(event)
    return {
        "event": event,
        "state": pledges.state(event, now()),
        "registering": registrations.is_open(event),
        "count": count,
        "revoked_later": revocation.since_close(db.session(), event),
        "words": service.wording(event),
        "digest": showing.digest(event),
        "zones": showing.zones(event),
        "agenda": showing.agenda(event),
        "logos": pictures.logos(db.session(), event),
        "provinces": showing.provinces(event, count.provinces),
        "checkpoint": checkpoint,
        "announced": announcement.latest(db.session(), event) if checkpoint else None,
        "root": checkpoint.root.hex() if checkpoint else "",
        "witnessed": witness.witnessed(db.session(), event.log_id) if event.log_id else [],
    }


def _published(event: Event) -> Checkpoint | None:
    """The checkpoint to show, of an event that has a log which may be published."""
    try:
        return marks.publish(db.session(), keyring().marks, event.log_id) if event.log_id else None
    except Halted:
        return None


@blueprint.get("/acara/<slug>/ikrar.txt")
@allow("anyone")
def statement(slug: str) -> ResponseReturnValue:
    """The frozen statement: exactly the bytes whose SHA-256 the ledger's first entry holds."""
    data: bytes = g.event.statement_text
    answer = Response(data, content_type="text/plain; charset=utf-8")
    answer.set_etag(hashlib.sha256(data).hexdigest())
    answer.headers["Cache-Control"] = _FOR_EVER
    return answer


@blueprint.get("/acara/<slug>/ornamen.svg")
@allow("anyone")
def ornament(slug: str) -> ResponseReturnValue:
    """The rosette that is drawn from the statement."""
    digest = hashlib.sha256(g.event.statement_text).digest()
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(rosette.svg(digest), mimetype="image/svg+xml", headers=headers)


@blueprint.get("/acara/<slug>/gambar/<digest>.png")
@allow("anyone")
def picture(slug: str, digest: str) -> ResponseReturnValue:
    """A logo, in the size of pages."""
    found = pictures.find(db.session(), g.event, digest, public=True)
    return Response(found.small, mimetype="image/png", headers={"Cache-Control": _FOR_EVER})


@blueprint.get("/privasi")
@allow("anyone")
def privacy() -> ResponseReturnValue:
    """What this platform does with personal data, whichever event it is."""
    return render_template("events/privacy.html", event=None)


@blueprint.get("/acara/<slug>/privasi")
@allow("anyone")
def event_privacy(slug: str) -> ResponseReturnValue:
    """The notice of one event: its host is the controller."""
    return render_template("events/privacy.html", event=g.event)
