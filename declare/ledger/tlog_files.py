"""The files that a log consists of, for whoever copies or checks it (C2SP tlog-tiles, tlog-proof).

Each is published together with the checkpoint of the smallest tree that has it. All raise NotFound
for what the log has not reached, and Halted where it lacks what was published before.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import bundle
from declare.core.proof import Proof
from declare.core.tiles import Tile
from declare.errors import NotFound
from declare.ledger import high_water_marks, service, witness
from declare.ledger.models import Entry, Hash


def checkpoint(session: Session, marked: Path, log_id: int, size: int | None = None) -> str:
    """The note of `size`, or the latest, with the lines of its witnesses."""
    return witness.cosigned_note(session, high_water_marks.publish(session, marked, log_id, size))


def tile(session: Session, marked: Path, log_id: int, wanted: Tile) -> bytes:
    """The hashes, or the entries, of a tile."""
    high_water_marks.publish(session, marked, log_id, wanted.size)
    if wanted.level is None:
        return bundle.write(_entries(session, log_id, wanted.start, wanted.width))
    query = select(Hash.hash).where(
        Hash.log_id == log_id,
        Hash.level == wanted.height,
        Hash.index >= wanted.start,
        Hash.index < wanted.start + wanted.width,
    )
    return b"".join(session.scalars(query.order_by(Hash.index)))


def proof(session: Session, marked: Path, log_id: int, index: int, size: int | None = None) -> str:
    """That an entry stands at `index` of the tree of `size`, or of the latest."""
    head = high_water_marks.publish(session, marked, log_id, size)
    if index >= head.size:
        raise NotFound
    path = service.inclusion_proof(session, log_id, index, head.size)
    (entry,) = _entries(session, log_id, index, 1)
    return Proof(entry, index, tuple(path), witness.cosigned_note(session, head)).text()


def _entries(session: Session, log_id: int, start: int, count: int) -> list[bytes]:
    query = select(Entry.data).where(
        Entry.log_id == log_id, Entry.index >= start, Entry.index < start + count
    )
    return list(session.scalars(query.order_by(Entry.index)))
