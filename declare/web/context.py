"""The running application for views: its clock, its keys, its redirects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from declare.keys import Keyring

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""


def now() -> datetime:
    """The current time, aware, in UTC. Views use no other clock, so that tests can set it."""
    time: datetime = current_app.config["CLOCK"]()
    return time


def keyring() -> Keyring:
    """The keys of this instance."""
    keys: Keyring = current_app.extensions["keyring"]
    return keys


def see_other(endpoint: str, **values: Any) -> Response:
    """A redirect with 303, after a POST that succeeded."""
    return redirect(url_for(endpoint, **values), 303)
