"""Append to a log, and read what was appended. It commits nothing: the caller's transaction holds
the entry, the tree, the checkpoint and whatever the entry stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, insert, select, tuple_
from sqlalchemy.orm import Session

from declare.core import merkle, note
from declare.errors import NotFound
from declare.ledger.models import Checkpoint, Entry, Hash, Log

# Every signer waits for the one before: what is written under the lock is built only once.
_HEAD = (
    select(Log)
    .where(Log.id == bindparam("log"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_FRONTIER = select(Hash.level, Hash.index, Hash.hash).where(
    Hash.log_id == bindparam("log"),
    tuple_(Hash.level, Hash.index).in_(bindparam("places", expanding=True)),
)
_ENTRY, _HASH, _CHECKPOINT = (insert(row.table()) for row in (Entry, Hash, Checkpoint))


@dataclass(frozen=True)
class Appended:
    """What one append made: the entry's place and the signed checkpoint that first holds it."""

    index: int
    root: bytes
    note: str


def create(session: Session, origin: str) -> Log:
    """Begin an empty log. Its origin is unique, and never used again."""
    log = Log(origin=origin, size=0, pledges=0)
    session.add(log)
    session.flush()
    return log


def lock(session: Session, log_id: int) -> Log:
    """The head row, held by this transaction until it ends, as it is now.

    Raises NotFound when there is no such log.
    """
    log = session.scalar(_HEAD, {"log": log_id})
    if log is None:
        raise NotFound
    return log


def append(
    session: Session, log: Log, data: bytes, key: Ed25519PrivateKey, now: datetime
) -> Appended:
    """Append one entry to a locked log and sign the checkpoint of the new size.

    A crash anywhere in here leaves nothing behind: it is all one transaction, and a checkpoint is
    read by others only after the commit.
    """
    index, known = log.size, _frontier(session, log)
    added = merkle.additions(index, merkle.leaf_hash(data), lambda *place: known[place])
    known.update({(level, place): digest for level, place, digest in added})
    root = merkle.root_at(index + 1, lambda *place: known[place])
    text = note.Checkpoint(log.origin, index + 1, root).text()
    signed = note.sign(text, note.Signer(log.origin, key))
    session.execute(_ENTRY, {"log_id": log.id, "index": index, "data": data})
    session.execute(
        _HASH,
        [{"log_id": log.id, "level": x, "index": i, "hash": digest} for x, i, digest in added],
    )
    session.execute(
        _CHECKPOINT,
        {"log_id": log.id, "size": index + 1, "root": root, "note": signed, "at": now},
    )
    log.size = index + 1
    return Appended(index, root, signed)


def _frontier(session: Session, log: Log) -> dict[tuple[int, int], bytes]:
    """The roots of the complete subtrees that the log falls into: one for each bit of its size."""
    places = [
        (level, (log.size >> level) - 1)
        for level in range(log.size.bit_length())
        if log.size >> level & 1
    ]
    if not places:
        return {}
    found = session.execute(_FRONTIER, {"log": log.id, "places": places})
    return {(level, index): digest for level, index, digest in found}


def entries(session: Session, log_id: int) -> Iterator[bytes]:
    """Every entry of the log, in order."""
    yield from session.scalars(
        select(Entry.data).where(Entry.log_id == log_id).order_by(Entry.index)
    )


def checkpoint(session: Session, log_id: int, size: int | None = None) -> Checkpoint:
    """The checkpoint of `size`, or the latest. Raises NotFound."""
    query = select(Checkpoint).where(Checkpoint.log_id == log_id)
    if size is not None:
        query = query.where(Checkpoint.size == size)
    found = session.scalar(query.order_by(Checkpoint.size.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def inclusion_proof(session: Session, log_id: int, index: int, size: int) -> list[bytes]:
    """The hashes that lead from entry `index` to the root of `size` entries (RFC 6962 §2.1.1)."""
    return merkle.inclusion_proof(index, size, _reader(session, log_id))


def _reader(session: Session, log_id: int) -> merkle.Read:
    def read(level: int, index: int) -> bytes:
        found = session.scalar(
            select(Hash.hash).where(Hash.log_id == log_id, Hash.level == level, Hash.index == index)
        )
        if found is None:
            raise NotFound
        return found

    return read
