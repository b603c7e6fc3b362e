"""The organiser's view of an event's certificates: how they look, and which were issued."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from declare.accounts import service as accounts
from declare.certificates import payloads, preview, render, service
from declare.database import db
from declare.errors import NotFound
from declare.web import allow, keyring, now

blueprint = Blueprint("certificates_manage", __name__, url_prefix="/panitia")


@blueprint.get("/acara/<slug>/sertifikat")
@allow("observer")
def index(slug: str) -> ResponseReturnValue:
    """The certificates that were issued, in the order of signing."""
    number = request.args.get("page", 1, type=int)
    certificates, total = service.page(db.session(), g.event, max(number, 1))
    pages = max(1, -(-total // service.PAGE))
    if not 1 <= number <= pages:
        raise NotFound
    return render_template(
        "certificates/index.html",
        event=g.event,
        certificates=certificates,
        total=total,
        page=number,
        pages=pages,
    )


@blueprint.get("/acara/<slug>/sertifikat/pratinjau.pdf")
@allow("observer")
def sample(slug: str) -> ResponseReturnValue:
    """The design as it is now, on a sample that is marked as one."""
    config = current_app.extensions["declare"]
    sheet = preview.printable(
        db.session(), keyring(), g.event, config.public_url, config.host, now()
    )
    response = Response(render.render(sheet), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="pratinjau-{g.event.slug}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/acara/<slug>/muatan.txt")
@allow("organiser")
def export_payloads(slug: str) -> ResponseReturnValue:
    """The payloads for `audit --payloads`: a deed that is recorded, so a POST that answers."""
    text = payloads.lines(db.session(), g.event)
    accounts.record(db.session(), g.event.id, current_user.id, "payloads.exported", now())
    db.session.commit()
    answer = Response(text, mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename=f"muatan-{slug}.txt")
    answer.headers["Cache-Control"] = "no-store"
    return answer
