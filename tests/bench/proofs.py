"""The proof of an entry in a log of a million entries, beside one in a log of a thousand."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from declare.core import merkle, note
from declare.core.note import Verifier
from declare.core.proof import Proof
from declare.database import open_engine, reading
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.ledger import tlog_files
from declare.ledger.models import Log
from tests.bench.figures import Figure
from tests.database.sqlite import Sqlite

MOST = 3.0
SMALL, LARGE = 1_000, 1_000_000
ROUNDS, WARMING = 400, 40
TRIGGERS = ("ledger_entry_insert", "ledger_hash_insert", "ledger_checkpoint_insert")
"""They look for gaps row by row; without them a million rows are there in seconds."""


def measure(source: Sqlite) -> Figure:
    """Ask both logs by turns for the proof of entries here and there, and compare the medians."""
    with tempfile.TemporaryDirectory() as folder, source.fresh() as address:
        keys = Keyring.open(Path(folder))
        engine = open_engine(address.url)
        logs = [_log(engine, keys, size) for size in (SMALL, LARGE)]
        with reading(), Session(engine) as session:
            took = [_asked(session, keys, logs, number) for number in range(WARMING + ROUNDS)]
        engine.dispose()
    small, large = (1000 * statistics.median(each[WARMING:]) for each in zip(*took, strict=True))
    return Figure(
        what="proof of an entry among 1,000,000",
        measured=f"{large:.2f} ms = {large / small:.2f} times",
        beside=f"among 1,000: {small:.2f} ms",
        target=f"<= {MOST:.0f} times",
        met=large / small <= MOST,
    )


def _asked(
    session: Session, keys: Keyring, logs: list[tuple[int, int]], number: int
) -> list[float]:
    """Seconds for one proof of each log, every one of which is verified."""
    random = Random(number)
    return [_timed(session, keys, log_id, size, random.randrange(size)) for log_id, size in logs]


def _timed(session: Session, keys: Keyring, log_id: int, size: int, index: int) -> float:
    begun = time.perf_counter()
    text = tlog_files.proof(session, keys.marks, log_id, index)
    took = time.perf_counter() - begun
    verifier = Verifier(note.vkey(_origin(size), keys.log("live").public_key()))
    if Proof.read(text).verify(_origin(size), [verifier]).size != size:
        raise RuntimeError("the proof is of another tree")
    session.expunge_all()
    return took


def _origin(size: int) -> str:
    return f"ikrar.test/log/ukur-{size}"


def _log(engine: Engine, keys: Keyring, size: int) -> tuple[int, int]:
    """A log of so many entries, written past the ledger's own way of appending one by one."""
    with Session(engine) as session:
        log_id = ledger.create(session, _origin(size)).id
        session.commit()
    with closing(engine.raw_connection()) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.execute("BEGIN IMMEDIATE")
        _fill(connection, keys, log_id, size)
        connection.execute("COMMIT")
    return log_id, size


def _fill(connection: Any, keys: Keyring, log_id: int, size: int) -> None:
    rows = ((log_id, index, each) for index, each in enumerate(_entries(size)))
    connection.executemany("INSERT INTO ledger_entry VALUES (?, ?, ?)", rows)
    leaves = [merkle.leaf_hash(each) for each in _entries(size)]
    for level, hashes in enumerate(_levels(leaves)):
        places = ((log_id, level, index, each) for index, each in enumerate(hashes))
        connection.executemany("INSERT INTO ledger_hash VALUES (?, ?, ?, ?)", places)
    head = note.Checkpoint(_origin(size), size, merkle.root(leaves))
    signed = note.sign(head.text(), note.Signer(_origin(size), keys.log("live")))
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    row = (log_id, size, head.root, signed, at)
    connection.execute("INSERT INTO ledger_checkpoint VALUES (?, ?, ?, ?, ?)", row)
    table = Log.__tablename__
    connection.execute(f"UPDATE {table} SET size = ? WHERE id = ?", (size, log_id))


def _entries(size: int) -> Iterator[bytes]:
    """Bytes of a pledge's length: a log looks into none of them."""
    return (b"%0170d" % index for index in range(size))


def _levels(hashes: list[bytes]) -> Iterable[list[bytes]]:
    """The complete subtrees of each height, over the hashes of all leaves."""
    while hashes:
        yield hashes
        pairs = zip(hashes[::2], hashes[1::2], strict=False)
        hashes = [merkle.node_hash(left, right) for left, right in pairs]
