"""The projector page of a ceremony."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from declare.web import allow

blueprint = Blueprint("ceremony", __name__)


@blueprint.get("/acara/<slug>/layar")
@allow("anyone")
def wall(slug: str) -> ResponseReturnValue:
    """The count in the size of a hall."""
    return slug
