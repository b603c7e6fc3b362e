"""SQLite: a file, migrated once and copied."""

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
    def fresh(self) -> Iterator[Address]:
        file = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._model, file)
        url = f"sqlite:///{file}"
        yield Address(url, url)
        for left in self._folder.glob(f"{file.name}*"):
            left.unlink()
