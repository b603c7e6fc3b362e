"""A certificate as a file, and its frozen row with the proof."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("certificates", __name__)
