"""The organiser's side of pledges."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("pledges_manage", __name__, url_prefix="/panitia")
