"""Databases for tests: migrated once, copied for each test."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Address:
    """How the application reaches a database, and how its owner does."""

    url: str
    owner_url: str


class Source(Protocol):
    """Gives out databases of the newest schema, each of them empty and gone afterwards."""

    def fresh(self) -> AbstractContextManager[Address]: ...
