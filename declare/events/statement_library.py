"""The library: statements of earlier declarations, to be copied from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from declare.core.statement import Statement


@dataclass(frozen=True)
class LibraryStatement:
    """A statement of the library, with the public reports that quote it."""

    key: str
    wording: Statement
    found_in: tuple[str, ...]


@cache
def statements() -> dict[str, LibraryStatement]:
    """The library by key, in the order of its file."""
    path = resources.files("declare.events") / "data" / "statements.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["statements"]
    return {row["key"]: _statement(row) for row in rows}


def _statement(row: dict[str, str]) -> LibraryStatement:
    words = Statement(row["title"], row["opening"], tuple(row["clauses"]), row["closing"])
    return LibraryStatement(row["key"], words, tuple(row["found_in"]))
