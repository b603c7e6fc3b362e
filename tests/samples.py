"""The sample events on SQLite, filled in once for all workers of a run: it takes 14 s of CPU."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from declare import demo
from declare.database import open_engine
from declare.keys import Keyring
from tests.database import Source

NOW = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
BASE = "http://ikrar.test"

Step = tuple[str, int, int]


@dataclass(frozen=True)
class Sample:
    """A folder with `declare.db` and `keys/`, and what filling it returned and reported."""

    folder: Path
    made: list[str]
    told: list[Step]

    def copy(self, folder: Path) -> None:
        """Copy database and keys into an existing folder."""
        shutil.copyfile(self.folder / "declare.db", folder / "declare.db")
        shutil.copytree(self.folder / "keys", folder / "keys")


def shared_sample(source: Source, basetemp: Path) -> Sample:
    """The sample of this run, filled by the first worker that asks; the others wait for it."""
    folder = basetemp.parent if "PYTEST_XDIST_WORKER" in os.environ else basetemp
    folder = folder / "sample"
    folder.mkdir(exist_ok=True)
    report = folder / "report.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            report.write_text(json.dumps(_filled(source, folder)))
    made, told = json.loads(report.read_text())
    return Sample(folder, made, [(slug, done, total) for slug, done, total in told])


def _filled(source: Source, folder: Path) -> tuple[list[str], list[Step]]:
    keys = Keyring.open(folder / "keys")
    with source.fresh() as address:
        engine = open_engine(address.url)
        with Session(engine, expire_on_commit=False) as session:
            report = fill(session, keys)
        engine.dispose()
        shutil.copyfile(str(engine.url.database), folder / "declare.db")
    return report


def fill(session: Session, keys: Keyring) -> tuple[list[str], list[Step]]:
    """Fill a database; what `demo.fill` returned, and the progress that it reported."""
    told: list[Step] = []
    made = demo.fill(session, keys, BASE, NOW, lambda *step: told.append(step))
    return made, told
