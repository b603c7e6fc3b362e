"""The preparation page of an event, its preview, and publishing."""

from __future__ import annotations

from flask import current_app, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import second_factor
from declare.core import origin
from declare.core import statement as statements
from declare.database import db
from declare.events import publication, seats, wording
from declare.events.models import Event
from declare.web.access import allow
from declare.web.context import keyring, now, see_other
from declare.web.desk.audited import write_audit
from declare.web.desk.proposals import withheld
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


def _found(event: Event) -> dict[str, str]:
    """What publishing would fix for ever."""
    return {
        "purpose": event.purpose,
        "slug": event.slug,
        "digest": statements.digest(wording.text(event)) if event.statement else "",
    }


@allow("organiser", fresh="code")
def publish(slug: str) -> ResponseReturnValue:
    """A page that says what publishing freezes, and the act."""
    event, config = g.event, current_app.extensions["declare"]
    if event.live and not second_factor.in_force(db.session(), current_user.id):
        flash(_("Pasang kode autentikator sebelum menerbitkan acara sungguhan."), "warning")
        return see_other("accounts.enrol")
    if request.method == "POST":
        if (proposed := withheld(**_found(event))) is not None:
            return proposed
        publication.publish(db.session(), event, keyring(), config.public_url, now())
        if event.live:
            second_factor.require_of_team(db.session(), keyring().data, event, now())
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
