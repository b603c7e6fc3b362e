"""The files of a log as C2SP tlog-tiles and tlog-proof define them.

Serving a file publishes the checkpoint of the smallest tree that has it. All functions raise
NotFound for what the log has not reached, and Halted for a log that lacks its high-water mark.
`marks` is the folder of the marks.
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


def checkpoint(session: Session, marks: Path, log_id: int, size: int | None = None) -> str:
    """Return the note of `size`, or the latest, with the lines of its witnesses."""
    return witness.cosigned_note(session, high_water_marks.publish(session, marks, log_id, size))


def tile(session: Session, marks: Path, log_id: int, wanted: Tile) -> bytes:
    """Return the bytes of a tile: hashes, or entries as a bundle."""
    high_water_marks.publish(session, marks, log_id, wanted.size)
    if wanted.level is None:
        return bundle.write(_entries(session, log_id, wanted.start, wanted.width))
    query = select(Hash.hash).where(
        Hash.log_id == log_id,
        Hash.level == wanted.height,
        Hash.index >= wanted.start,
        Hash.index < wanted.start + wanted.width,
    )
    return b"".join(session.scalars(query.order_by(Hash.index)))


def proof(session: Session, marks: Path, log_id: int, index: int, size: int | None = None) -> str:
    """Return the proof that the entry at `index` is in the tree of `size`, or the latest."""
    head = high_water_marks.publish(session, marks, log_id, size)
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
