"""What everybody may read about an event."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from declare.web import allow

blueprint = Blueprint("events", __name__)


@blueprint.get("/")
@allow("anyone")
def home() -> ResponseReturnValue:
    """The published events."""
    return ""


@blueprint.get("/acara/<slug>")
@allow("anyone")
def show(slug: str) -> ResponseReturnValue:
    """One event."""
    return slug


@blueprint.get("/acara/<slug>/ikrar.txt")
@allow("anyone")
def statement(slug: str) -> ResponseReturnValue:
    """The bytes of the statement."""
    return slug


@blueprint.get("/privasi")
@allow("anyone")
def privacy() -> ResponseReturnValue:
    """The privacy notice."""
    return ""


@blueprint.get("/acara/<slug>/privasi")
@allow("anyone")
def event_privacy(slug: str) -> ResponseReturnValue:
    """The privacy notice of one event."""
    return slug
