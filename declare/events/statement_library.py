"""Statements that were used before, to be copied from. The file names where each was found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from declare.core.statement import Statement


@dataclass(frozen=True)
class Kept:
    """A statement of the library, with the public reports that it was found in."""

    key: str
    wording: Statement
    found_in: tuple[str, ...]


@cache
def statements() -> dict[str, Kept]:
    """The library by key, in the order of its file."""
    path = resources.files("declare.events") / "data" / "statements.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["statements"]
    return {row["key"]: _kept(row) for row in rows}


def _kept(row: dict[str, str]) -> Kept:
    words = Statement(row["title"], row["opening"], tuple(row["clauses"]), row["closing"])
    return Kept(row["key"], words, tuple(row["found_in"]))
