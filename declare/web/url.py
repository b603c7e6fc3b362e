"""One address of the platform, for the tables in `web.urls` and `web.desk.account_urls`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from werkzeug.routing import IntegerConverter, Map

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


class RowNumber(IntegerConverter):
    """A number in an address: of a row, so that a larger one than a database keeps is not found."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


class Url(NamedTuple):
    """One address: its path below the blueprint's prefix, its methods, its view."""

    path: str
    methods: tuple[str, ...]
    view: Callable[..., Any]
    endpoint: str = ""
    """Differs from the view's name only where this says so."""
