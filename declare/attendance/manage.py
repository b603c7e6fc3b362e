"""The organiser's view of who came and who signed."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from declare.web import allow

blueprint = Blueprint("attendance_manage", __name__, url_prefix="/panitia")


@blueprint.get("/acara/<slug>/")
@allow("observer")
def dashboard(slug: str) -> ResponseReturnValue:
    """The state of the event at a glance."""
    return slug


@blueprint.get("/acara/<slug>/peserta")
@allow("observer")
def roll(slug: str) -> ResponseReturnValue:
    """The list of participants."""
    return slug


@blueprint.get("/acara/<slug>/peserta.csv")
@allow("observer")
def export(slug: str) -> ResponseReturnValue:
    """The list as a file, without contacts."""
    return slug
