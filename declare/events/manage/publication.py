"""What is still missing, and publishing."""

from __future__ import annotations

from flask import current_app, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.core import origin
from declare.core import statement as statements
from declare.database import db
from declare.events import seats, service, wording
from declare.events.manage.pages import blueprint, record
from declare.events.views import told
from declare.web import allow, keyring, now, see_other


@blueprint.get("/acara/<slug>/persiapan")
@allow("organiser")
def preparation(slug: str) -> ResponseReturnValue:
    """The event's pages, with what each of them still lacks."""
    event = g.event
    return render_template(
        "events/preparation.html",
        event=event,
        gaps=service.gaps(event),
        seats=len(seats.expected_seats(event)),
    )


@blueprint.get("/acara/<slug>/pratinjau")
@allow("organiser")
def preview(slug: str) -> ResponseReturnValue:
    """The event's page as everybody will see it."""
    return render_template("events/show.html", **told(g.event))


@blueprint.route("/acara/<slug>/terbitkan", methods=["GET", "POST"])
@allow("organiser")
def publish(slug: str) -> ResponseReturnValue:
    """Say what publishing fixes for ever, then do it."""
    event, config = g.event, current_app.extensions["declare"]
    if request.method == "POST":
        service.publish(db.session(), event, keyring(), config.public_url, now())
        record("event.published", event.origin)
        db.session.commit()
        flash(_("Acara diterbitkan. Halaman publiknya sudah dapat dibuka."), "done")
        return see_other("events_manage.preparation", slug=slug)
    if event.published or service.gaps(event):
        return see_other("events_manage.preparation", slug=slug)
    return render_template(
        "events/publish.html",
        event=event,
        origin=origin.make(config.host, event.slug),
        digest=statements.digest(wording.text(event)),
    )
