"""One address of the platform, for the tables in `web.urls` and `web.desk.account_urls`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


class Url(NamedTuple):
    """One address: its path below the blueprint's prefix, its methods, its view."""

    path: str
    methods: tuple[str, ...]
    view: Callable[..., Any]
    endpoint: str = ""
    """Differs from the view's name only where this says so."""
