"""The organiser's view of who came and who signed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from declare.accounts import service as accounts
from declare.attendance import contact, forms, listing, sheet
from declare.attendance.board import board
from declare.core.moment import Zone
from declare.database import db
from declare.pledges import service as pledges
from declare.web import OFFICES, allow, now, see_other

blueprint = Blueprint("attendance_manage", __name__, url_prefix="/panitia")


@blueprint.get("/acara/<slug>/")
@allow("observer")
def dashboard(slug: str) -> ResponseReturnValue:
    """The state of the event at a glance."""
    moment = now()
    return render_template(
        "attendance/dashboard.html",
        event=g.event,
        now=moment,
        door=pledges.state(g.event, moment),
        board=board(db.session(), g.event, request.args.get("province", ""), moment),
    )


@blueprint.get("/acara/<slug>/peserta")
@allow("observer")
def roll(slug: str) -> ResponseReturnValue:
    """The list of participants. What was searched for stands in the session, not in the address."""
    search = _search(slug) if "search" in request.args else ""
    found = forms.filters(request.args, search, _discreet())
    listed = listing.roll(db.session(), g.event, found, request.args.get("page", 1, type=int))
    form = forms.RollForm(formdata=None, data=forms.address(found) | {"search": found.search})
    form.offer(listing.provinces(db.session(), g.event), found.discreet)
    return render_template(
        "attendance/roll.html",
        event=g.event,
        form=form,
        roll=listed,
        found=found,
        here=forms.address(found),
        words={**forms.PARTS, **forms.STANDINGS},
        masked_email=contact.masked_email,
        masked_phone=contact.masked_phone,
    )


@blueprint.post("/acara/<slug>/peserta")
@allow("observer")
def search(slug: str) -> ResponseReturnValue:
    """Search and narrow the list."""
    found = forms.filters(request.form, request.form.get("search", ""), _discreet())
    session["search"] = [slug, found.search]
    return see_other("attendance_manage.roll", slug=slug, **forms.address(found))


@blueprint.get("/acara/<slug>/peserta.csv")
@allow("observer")
def export(slug: str) -> ResponseReturnValue:
    """The list as a file, without contacts."""
    return _file(sheet.read(db.session(), g.event), contacts=False)


@blueprint.post("/acara/<slug>/peserta.csv")
@allow("organiser")
def export_contacts(slug: str) -> ResponseReturnValue:
    """The list as a file, with contacts: a deed that is recorded, so a POST that answers itself."""
    rows = sheet.read(db.session(), g.event)
    accounts.record(db.session(), g.event.id, current_user.id, "participants.exported", now())
    db.session.commit()
    return _file(rows, contacts=True)


def _discreet() -> bool:
    return bool(g.role != "organiser")


def _search(slug: str) -> str:
    """What this browser searched for last, if it was at this event."""
    kept = session.get("search")
    return str(kept[1]) if kept and kept[0] == slug else ""


def _file(rows: list[Any], *, contacts: bool) -> Response:
    words = {str(code): str(word) for code, word in (forms.STANDINGS | OFFICES).items()}
    text = sheet.lines(rows, Zone(g.event.zone), words, contacts)
    answer = Response(text, mimetype="text/csv")
    name = f"peserta-{g.event.slug}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
