"""The dashboard of an event, the list of participants, and its file."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request
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
from declare.web.desk import last_search, people_forms
from declare.web.words import OFFICES


@allow("observer")
def dashboard(slug: str) -> ResponseReturnValue:
    """The state of the event at a glance."""
    moment = now()
    province = request.args.get("province", "")
    return render_template(
        "desk/dashboard/dashboard.html",
        event=g.event,
        now=moment,
        state=signing_window.state(g.event, moment),
        dashboard=read_dashboard(db.session(), g.event, province, moment),
    )


@allow("observer")
def participant_list(slug: str) -> ResponseReturnValue:
    """A page of the list. The text of a search stands in the cookie, not in the address."""
    search = last_search.of(slug) if "search" in request.args else ""
    filters = people_forms.filters(request.args, search, _discreet())
    number = request.args.get("page", 1, type=int)
    form = people_forms.ParticipantSearchForm(
        formdata=None, data=people_forms.address(filters) | {"search": filters.search}
    )
    form.offer(participants.provinces(db.session(), g.event), filters.discreet)
    return render_template(
        "desk/people/participants.html",
        event=g.event,
        form=form,
        participants=participants.participants(db.session(), g.event, filters, number),
        here=people_forms.address(filters),
        words={**people_forms.PARTS, **people_forms.STANDINGS},
        masked_email=masking.masked_email,
        masked_phone=masking.masked_phone,
    )


@allow("observer")
def search(slug: str) -> ResponseReturnValue:
    """Search and narrow the list."""
    text = request.form.get("search", "")
    filters = people_forms.filters(request.form, text, _discreet())
    last_search.remember(slug, filters.search)
    return see_other("attendance_manage.roll", slug=slug, **people_forms.address(filters))


@allow("observer")
def export(slug: str) -> ResponseReturnValue:
    """The list as a file, without contacts."""
    return _file(csv_export.read(db.session(), g.event), contacts=False)


@allow("organiser", fresh="code")
def export_contacts(slug: str) -> ResponseReturnValue:
    """The list as a file, with contacts; a POST, because it writes an audit entry."""
    rows = csv_export.read(db.session(), g.event)
    audit.write(db.session(), g.event.id, current_user.id, "participants.exported", now())
    db.session.commit()
    return _file(rows, contacts=True)


def _discreet() -> bool:
    """Whether the account may not see which participants declined to sign."""
    return not g.role.organises


def _file(rows: list[Any], *, contacts: bool) -> Response:
    words = {str(code): str(word) for code, word in (people_forms.STANDINGS | OFFICES).items()}
    text = csv_export.lines(rows, Zone(g.event.zone), words, contacts)
    response = Response(text, mimetype="text/csv")
    name = f"peserta-{g.event.slug}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
