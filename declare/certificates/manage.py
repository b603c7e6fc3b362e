"""The organiser's view of an event's certificates."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("certificates_manage", __name__, url_prefix="/panitia")
