"""SQLite: a file, migrated once and copied: a copy takes less than emptying its tables."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from declare import migrations
from tests.database import Address


class Sqlite:
    """Databases in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._model = folder / "model.db"
        migrations.upgrade(f"sqlite:///{self._model}")

    @contextmanager
    def emptied(self) -> Iterator[Address]:
        """The caller's connections are closed afterwards: the file is replaced by the next copy."""
        with self._copy("shared.db") as address:
            yield address

    @contextmanager
    def fresh(self) -> Iterator[Address]:
        with self._copy(f"{next(self._numbers)}.db") as address:
            yield address

    @contextmanager
    def _copy(self, name: str) -> Iterator[Address]:
        file = self._folder / name
        shutil.copyfile(self._model, file)
        url = f"sqlite:///{file}"
        yield Address(url, url)
        for leftover in self._folder.glob(f"{name}*"):
            leftover.unlink()
