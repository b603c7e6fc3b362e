"""The organiser's side of an event."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from declare.web import allow

blueprint = Blueprint("events_manage", __name__, url_prefix="/panitia")


@blueprint.get("/")
@allow("account")
def index() -> ResponseReturnValue:
    """The events of this account."""
    return ""
