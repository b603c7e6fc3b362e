"""The public side of registrations."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("registrations", __name__)
