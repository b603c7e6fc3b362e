"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from declare.web import allow

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/panitia/masuk")
@allow("anyone")
def sign_in() -> ResponseReturnValue:
    """Sign in."""
    return ""


@blueprint.post("/panitia/keluar")
@allow("anyone")
def sign_out() -> ResponseReturnValue:
    """Sign out."""
    return ""
