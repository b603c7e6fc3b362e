"""Measure everything, print the table, fail on a miss."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import certificate, dashboard, memory, offline, proofs, signing, verification
from tests.bench.figures import Figure, table
from tests.bench.samples import samples
from tests.database.postgres import Postgres, server
from tests.database.sqlite import Sqlite


def figures() -> Iterator[Figure]:
    """Every figure, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        sqlite = Sqlite(Path(folder))
        yield signing.measure("SQLite", sqlite)
        yield proofs.measure(sqlite)
        with samples(sqlite) as made:
            yield from certificate.measure(made)
            yield verification.measure(made)
            yield dashboard.measure(made)
            yield memory.measure(made)
    # Without settings of ours PostgreSQL waits for the disk at each commit.
    with server() as host:
        yield signing.measure("PostgreSQL", Postgres(host))
    yield offline.measure()


def main() -> None:
    """Print the table; leave with 1 if a target is missed."""
    found = []
    for figure in figures():
        print(f"{figure.what}: {figure.measured}", file=sys.stderr, flush=True)
        found.append(figure)
    print(table(found))
    sys.exit(not all(figure.met for figure in found))


main()
