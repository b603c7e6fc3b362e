"""Databases for tests: migrated once for each worker; one is reused, others are copied from it."""

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
    """Gives out empty databases of the newest schema."""

    def emptied(self) -> AbstractContextManager[Address]:
        """The one database of this source, always at the same address, emptied afterwards."""
        ...

    def fresh(self) -> AbstractContextManager[Address]:
        """A database of its own, dropped afterwards: for what outlives a test or is built once."""
        ...
