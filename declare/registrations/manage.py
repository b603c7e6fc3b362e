"""The organiser's side of registrations."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("registrations_manage", __name__, url_prefix="/panitia")
