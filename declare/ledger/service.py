"""Append to a log, and read what was appended. It commits nothing: the caller's transaction holds
the entry, the tree, the checkpoint and whatever the entry stands for."""

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
from declare.ledger.append_batch import AppendBatch, Appended
from declare.ledger.models import Checkpoint, Entry, Hash, Log

# Every signer waits for the one before: what is done under the lock is built only once.
_HEAD = (
    select(Log)
    .where(Log.id == bindparam("log"))
    .with_for_update()
    .execution_options(populate_existing=True)
)

Place = tuple[int, int]
"""Level and index of a subtree."""


def create(session: Session, origin: str) -> Log:
    """Begin an empty log. Its origin is unique, and never used again."""
    log = Log(origin=origin, size=0, pledges=0, frontier=b"")
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
    session: Session,
    log: Log,
    data: bytes,
    keys: Keyring,
    purpose: str,
    now: datetime,
    *,
    pledges: int = 0,
) -> Appended:
    """Append one entry to the locked log of an event of this purpose, and sign the checkpoint of
    the new size; `pledges` is 1 for an entry that is a pledge.

    Raises Halted for a log that lacks what was published before.
    """
    addition = AppendBatch(session, log, keys, purpose)
    appended = addition.append(data, now, pledges=pledges)
    with together(session):
        addition.store(session)
    return appended


def entries(session: Session, log_id: int, size: int | None = None) -> Iterator[bytes]:
    """Every entry of the log, or the first `size`, in order."""
    query = select(Entry.data).where(Entry.log_id == log_id).order_by(Entry.index)
    if size is not None:
        query = query.where(Entry.index < size)
    yield from session.scalars(query)


def checkpoint(session: Session, log_id: int, size: int | None = None) -> Checkpoint:
    """The checkpoint of `size`, or the latest. Raises NotFound."""
    query = select(Checkpoint).where(Checkpoint.log_id == log_id)
    if size is not None:
        query = query.where(Checkpoint.size == size)
    found = session.scalar(query.order_by(Checkpoint.size.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def closing(session: Session, log_id: int) -> tuple[int, Close] | None:
    """The size that a log had when it was closed, and its last word of then; None for an open one.

    It looks from the end: only corrections and revocations stand after a `close`.
    """
    query = select(Entry.index, Entry.data).where(Entry.log_id == log_id)
    latest = query.order_by(Entry.index.desc()).execution_options(yield_per=64)
    with session.execute(latest) as rows:
        for index, data in rows:
            found = entry.decode(data)
            if isinstance(found, Close):
                return index + 1, found
    return None


def inclusion_proof(session: Session, log_id: int, index: int, size: int) -> list[bytes]:
    """The hashes that lead from entry `index` to the root of `size` entries (RFC 6962 §2.1.1).

    However large the tree is, they are one question to the database. Raises ProofError unless
    `index` is less than `size`, and NotFound for a size that the log has not reached.
    """
    found = _hashes(session, log_id, _places(index, size))
    return merkle.inclusion_proof(index, size, lambda *place: found[place])


@lru_cache(maxsize=4096)
def _places(index: int, size: int) -> frozenset[Place]:
    """The subtrees that a proof is made of."""
    places: set[Place] = set()

    def take_down(level: int, place: int) -> bytes:
        places.add((level, place))
        return merkle.EMPTY_ROOT

    merkle.inclusion_proof(index, size, take_down)
    return frozenset(places)


def _hashes(session: Session, log_id: int, places: frozenset[Place]) -> dict[Place, bytes]:
    asked = {"log": log_id}
    for number, (level, index) in enumerate(places):
        asked |= {f"level{number}": level, f"index{number}": index}
    rows = session.execute(_hashes_at(len(places)), asked)
    found = {(level, index): digest for level, index, digest in rows}
    if len(found) < len(places):
        raise NotFound
    return found


@cache
def _hashes_at(count: int) -> Select[int, int, bytes]:
    """The question for so many places, at most two for each bit of a size: each is built once."""
    # The log stands in each condition: outside them, or with pairs in a list, SQLite takes it
    # alone for its index and searches the entire log.
    log = Hash.log_id == bindparam("log")
    each = (
        and_(log, Hash.level == bindparam(f"level{n}"), Hash.index == bindparam(f"index{n}"))
        for n in range(count)
    )
    return select(Hash.level, Hash.index, Hash.hash).where(or_(false(), *each))
