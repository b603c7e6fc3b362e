"""What the participant's pages have in common."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("registrations", __name__)
