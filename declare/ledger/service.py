"""Append to a log, and read it. Commits nothing: one transaction of the caller holds the entry, the
tree, the checkpoint and the row that the entry is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache

from sqlalchemy import Select, and_, bindparam, false, or_, select
from sqlalchemy.orm import Session

from declare.core import entry, merkle
from declare.core.entries import Close
from declare.database import together
from declare.errors import NotFound
from declare.keys import Keyring
from declare.ledger import checkpoints
from declare.ledger.append_batch import AppendBatch, Appended
from declare.ledger.models import Checkpoint, Entry, Hash, Log

# Signers wait for this lock, so the statement is built only once.
_HEAD = (
    select(Log)
    .where(Log.id == bindparam("log"))
    .with_for_update()
    .execution_options(populate_existing=True)
)

Place = tuple[int, int]
"""Level and index of a subtree."""


def create(session: Session, origin: str) -> Log:
    """Insert an empty log. Its origin is unique for ever."""
    log = Log(origin=origin, size=0, pledges=0, frontier=b"")
    session.add(log)
    session.flush()
    return log


def lock(session: Session, log_id: int) -> Log:
    """Lock the head row until this transaction ends and return it as it is. Raises NotFound."""
    log = session.scalar(_HEAD, {"log": log_id})
    if log is None:
        raise NotFound
    return log


def append(
    session: Session,
    log: Log,
    data: bytes,
    keys: Keyring,
    purpose: str,
    now: datetime,
    *,
    pledges: int = 0,
) -> Appended:
    """Append one entry to a locked log and sign the checkpoint of the new size.

    `pledges` is 1 for an entry that is a pledge. Raises Halted for a log that lacks a published
    checkpoint.
    """
    batch = AppendBatch(session, log, keys, purpose)
    appended = batch.append(data, now, pledges=pledges)
    with together(session):
        batch.store(session)
    return appended


def entries(session: Session, log_id: int, size: int | None = None) -> Iterator[bytes]:
    """Yield every entry of the log, or the first `size`, in order."""
    query = select(Entry.data).where(Entry.log_id == log_id).order_by(Entry.index)
    if size is not None:
        query = query.where(Entry.index < size)
    yield from session.scalars(query)


def checkpoint(session: Session, log_id: int, size: int | None = None) -> Checkpoint:
    """Return the checkpoint of `size`, or the latest. Raises NotFound."""
    row = checkpoints.find(session, log_id, size)
    if row is None:
        raise NotFound
    return row


def closing(session: Session, log_id: int) -> tuple[int, Close] | None:
    """Return the size of a log at its `close` entry, and that entry; None for an open log.

    Reads backwards, because only corrections and revocations follow a `close`.
    """
    query = select(Entry.index, Entry.data).where(Entry.log_id == log_id)
    latest = query.order_by(Entry.index.desc()).execution_options(yield_per=64)
    with session.execute(latest) as rows:
        for index, data in rows:
            decoded = entry.decode(data)
            if isinstance(decoded, Close):
                return index + 1, decoded
    return None


def inclusion_proof(session: Session, log_id: int, index: int, size: int) -> list[bytes]:
    """Return the audit path of entry `index` in the tree of `size` (RFC 6962, section 2.1.1).

    One query for a tree of any size. Raises ProofError unless `index` is less than `size`, and
    NotFound for a size that the log has not reached.
    """
    hashes = _hashes(session, log_id, _places(index, size))
    return merkle.inclusion_proof(index, size, lambda *place: hashes[place])


@lru_cache(maxsize=4096)
def _places(index: int, size: int) -> frozenset[Place]:
    """Return the subtrees whose hashes a proof consists of."""
    places: set[Place] = set()

    def record(level: int, place: int) -> bytes:
        places.add((level, place))
        return merkle.EMPTY_ROOT

    merkle.inclusion_proof(index, size, record)
    return frozenset(places)


def _hashes(session: Session, log_id: int, places: frozenset[Place]) -> dict[Place, bytes]:
    parameters = {"log": log_id}
    for number, (level, index) in enumerate(places):
        parameters |= {f"level{number}": level, f"index{number}": index}
    rows = session.execute(_hashes_at(len(places)), parameters)
    hashes = {(level, index): digest for level, index, digest in rows}
    if len(hashes) < len(places):
        raise NotFound
    return hashes


@cache
def _hashes_at(count: int) -> Select[int, int, bytes]:
    """Return the query of so many places: at most two for each bit of a size, each built once."""
    # The log is part of each condition: outside them, or with pairs in a list, SQLite uses only
    # the log's part of the index and scans the entire log.
    log = Hash.log_id == bindparam("log")
    each = (
        and_(log, Hash.level == bindparam(f"level{n}"), Hash.index == bindparam(f"index{n}"))
        for n in range(count)
    )
    return select(Hash.level, Hash.index, Hash.hash).where(or_(false(), *each))
