"""Anybody checks a certificate here."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from declare.web import allow

blueprint = Blueprint("verify", __name__)


@blueprint.get("/verifikasi")
@allow("anyone")
def form() -> ResponseReturnValue:
    """The page on which a code is typed."""
    return render_template("verify/form.html")
