"""What a view needs of the running application: its clock, its keys, its redirects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from declare.keys import Keyring

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""


def now() -> datetime:
    """The moment of this request, aware, UTC. The only clock that views have."""
    moment_of_request: datetime = current_app.config["CLOCK"]()
    return moment_of_request


def keyring() -> Keyring:
    """The keys of this instance."""
    keys: Keyring = current_app.extensions["keyring"]
    return keys


def see_other(endpoint: str, **values: Any) -> Response:
    """The answer to a POST that did its work."""
    return redirect(url_for(endpoint, **values), 303)
