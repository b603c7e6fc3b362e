"""The organiser's view of who came and who signed."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from declare.accounts import audit
from declare.core.moment import Zone
from declare.counts import masking, participants
from declare.counts.dashboard import read_dashboard
from declare.database import db
from declare.pledges import signing_window
from declare.reports import csv_export
from declare.web.access import allow
from declare.web.context import now, see_other
from declare.web.desk import people_forms
from declare.web.words import OFFICES


@allow("observer")
def dashboard(slug: str) -> ResponseReturnValue:
    """The state of the event at a glance."""
    moment = now()
    return render_template(
        "desk/dashboard/dashboard.html",
        event=g.event,
        now=moment,
        door=signing_window.state(g.event, moment),
        board=read_dashboard(db.session(), g.event, request.args.get("province", ""), moment),
    )


@allow("observer")
def roll(slug: str) -> ResponseReturnValue:
    """The list of participants. What was searched for stands in the session, not in the address."""
    search = _search(slug) if "search" in request.args else ""
    found = people_forms.filters(request.args, search, _discreet())
    listed = participants.participants(
        db.session(), g.event, found, request.args.get("page", 1, type=int)
    )
    form = people_forms.ParticipantSearchForm(
        formdata=None, data=people_forms.address(found) | {"search": found.search}
    )
    form.offer(participants.provinces(db.session(), g.event), found.discreet)
    return render_template(
        "desk/people/participants.html",
        event=g.event,
        form=form,
        roll=listed,
        found=found,
        here=people_forms.address(found),
        words={**people_forms.PARTS, **people_forms.STANDINGS},
        masked_email=masking.masked_email,
        masked_phone=masking.masked_phone,
    )


@allow("observer")
def search(slug: str) -> ResponseReturnValue:
    """Search and narrow the list."""
    found = people_forms.filters(request.form, request.form.get("search", ""), _discreet())
    session["search"] = [slug, found.search]
    return see_other("attendance_manage.roll", slug=slug, **people_forms.address(found))


@allow("observer")
def export(slug: str) -> ResponseReturnValue:
    """The list as a file, without contacts."""
    return _file(csv_export.read(db.session(), g.event), contacts=False)


@allow("organiser")
def export_contacts(slug: str) -> ResponseReturnValue:
    """The list as a file, with contacts: a deed that is recorded, so a POST that answers itself."""
    rows = csv_export.read(db.session(), g.event)
    audit.write(db.session(), g.event.id, current_user.id, "participants.exported", now())
    db.session.commit()
    return _file(rows, contacts=True)


def _discreet() -> bool:
    return bool(g.role != "organiser")


def _search(slug: str) -> str:
    """What this browser searched for last, if it was at this event."""
    kept = session.get("search")
    return str(kept[1]) if kept and kept[0] == slug else ""


def _file(rows: list[Any], *, contacts: bool) -> Response:
    words = {str(code): str(word) for code, word in (people_forms.STANDINGS | OFFICES).items()}
    text = csv_export.lines(rows, Zone(g.event.zone), words, contacts)
    answer = Response(text, mimetype="text/csv")
    name = f"peserta-{g.event.slug}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
