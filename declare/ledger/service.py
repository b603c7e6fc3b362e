"""Append to a log, and read what was appended. It commits nothing: the caller's transaction holds
the entry, the tree, the checkpoint and whatever the entry stands for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from declare.core import merkle
from declare.database import together
from declare.errors import NotFound
from declare.ledger.addition import Addition, Appended
from declare.ledger.models import Checkpoint, Entry, Hash, Log

__all__ = [
    "Addition",
    "Appended",
    "append",
    "checkpoint",
    "create",
    "entries",
    "inclusion_proof",
    "lock",
]

# Every signer waits for the one before: what is done under the lock is built only once.
_HEAD = (
    select(Log)
    .where(Log.id == bindparam("log"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


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
    key: Ed25519PrivateKey,
    now: datetime,
    *,
    pledges: int = 0,
) -> Appended:
    """Append one entry to a locked log and sign the checkpoint of the new size; `pledges` is 1 for
    an entry that is a pledge."""
    addition = Addition(log, key)
    appended = addition.append(data, now, pledges=pledges)
    with together(session):
        addition.store(session)
    return appended


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
