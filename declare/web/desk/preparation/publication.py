"""The preparation page of an event, its preview, and publishing."""

from __future__ import annotations

from flask import current_app, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.core import origin
from declare.core import statement as statements
from declare.database import db
from declare.events import publication, seats, wording
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.preparation.pages import write_audit
from declare.web.public.event import page_context


@allow("organiser")
def preparation(slug: str) -> ResponseReturnValue:
    """The preparation pages, each with its gaps."""
    event = g.event
    return render_template(
        "desk/preparation/preparation.html",
        event=event,
        gaps=publication.gaps(event),
        seats=len(seats.expected_seats(event)),
    )


@allow("organiser")
def preview(slug: str) -> ResponseReturnValue:
    """The public page before publishing."""
    return render_template("public/event/show.html", **page_context(g.event))


@allow("organiser")
def publish(slug: str) -> ResponseReturnValue:
    """A page that says what publishing freezes, and the act."""
    event, config = g.event, current_app.extensions["declare"]
    if request.method == "POST":
        publication.publish(db.session(), event, keyring(), config.public_url, now())
        write_audit("event.published", event.origin)
        db.session.commit()
        flash(_("Acara diterbitkan. Halaman publiknya sudah dapat dibuka."), "done")
        return see_other("events_manage.preparation", slug=slug)
    if event.published or publication.gaps(event):
        return see_other("events_manage.preparation", slug=slug)
    return render_template(
        "desk/preparation/publish.html",
        event=event,
        origin=origin.make(config.host, event.slug),
        digest=statements.digest(wording.text(event)),
    )
