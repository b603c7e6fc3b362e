"""The organiser's pages of an event's certificates: a sample, the issued ones, their payloads."""

from __future__ import annotations

from flask import Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from declare.accounts import audit
from declare.certificates import payload_export, preview, service
from declare.database import db
from declare.errors import NotFound
from declare.press import render
from declare.web.access import allow
from declare.web.context import keyring, now

_MOST_PAGES = 1_000_000
"""So that no number is too large for the database."""


@allow("observer")
def index(slug: str) -> ResponseReturnValue:
    """The certificates that were issued, in the order of signing."""
    number = request.args.get("page", 1, type=int)
    certificates, total = service.page(db.session(), g.event, min(max(number, 1), _MOST_PAGES))
    pages = max(1, -(-total // service.PAGE))
    if not 1 <= number <= pages:
        raise NotFound
    return render_template(
        "desk/certificates/index.html",
        event=g.event,
        certificates=certificates,
        total=total,
        page=number,
        pages=pages,
    )


@allow("observer")
def sample(slug: str) -> ResponseReturnValue:
    """The design as it is now, on a sample that is marked as one."""
    config = current_app.extensions["declare"]
    printable = preview.printable(
        db.session(), keyring(), g.event, config.public_url, config.host, now()
    )
    response = Response(render.render(printable), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="pratinjau-{g.event.slug}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@allow("organiser")
def export_payloads(slug: str) -> ResponseReturnValue:
    """The payloads for `audit --payloads`: a POST, because it writes an audit entry."""
    text = payload_export.lines(db.session(), g.event)
    audit.write(db.session(), g.event.id, current_user.id, "payloads.exported", now())
    db.session.commit()
    response = Response(text, mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=f"muatan-{slug}.txt")
    response.headers["Cache-Control"] = "no-store"
    return response
