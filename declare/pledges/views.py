"""The public side of pledges."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("pledges", __name__)
