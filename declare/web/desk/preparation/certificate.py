"""The design of the certificate, until the first pledge freezes it."""

from __future__ import annotations

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from declare.core import certificate_number
from declare.database import db
from declare.errors import Conflict
from declare.events import pictures, schedule
from declare.events.models import Design, Picture
from declare.web.access import allow
from declare.web.desk.preparation.certificate_forms import DesignForm
from declare.web.desk.preparation.pages import page, saved
from declare.web.forms.pictures import drawn

_WORDS = ("place", "on", "official_name", "official_position", "number_pattern")
_SAMPLE = 137
"""The ordinal in the sample of a number pattern."""


@allow("organiser")
def design(slug: str) -> ResponseReturnValue:
    """Place, date, official, signature and number pattern."""
    row = g.event.design or Design(number_pattern="{urut}/{romawi}/{tahun}")
    if row.frozen is not None:
        if request.method == "POST":
            raise Conflict("Rancangan sertifikat dibekukan sejak ikrar pertama.")
        return render_template("desk/preparation/design_frozen.html", event=g.event, **_shown(row))
    form = DesignForm(data=_start(row))
    if not form.validate_on_submit():
        return page("design", form, **_shown(row))
    for field in _WORDS:
        setattr(row, field, form[field].data)
    picture = drawn(form.signature)
    if picture is not None:
        row.signature_id = pictures.keep(db.session(), g.event, picture, public=False).id
    elif form.drop_signature.data:
        row.signature_id = None
    if not g.event.published:
        row.agency_seal = form.agency_seal.data
    g.event.design = row
    return saved("design.changed", "design")


def _start(design: Design) -> dict[str, object]:
    words = {field: getattr(design, field) for field in _WORDS}
    return words | {
        "on": design.on or schedule.day(g.event),
        "agency_seal": design.agency_seal,
    }


def _shown(design: Design) -> dict[str, object]:
    """The stored design, with a sample of its number pattern."""
    signature = db.session.get(Picture, design.signature_id) if design.signature_id else None
    try:
        sample = (
            certificate_number.write(design.number_pattern, _SAMPLE, design.on) if design.on else ""
        )
    except certificate_number.NumberError:
        sample = ""
    return {"design": design, "signature": signature, "sample": sample}
