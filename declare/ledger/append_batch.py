"""Appending to a locked log: many entries are stored with as few statements as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from declare.core import merkle, note
from declare.database import Row, put, rewrite
from declare.keys import Keyring
from declare.ledger import high_water_marks
from declare.ledger.models import Checkpoint, Entry, Hash, Log

_ENTRY, _HASH, _CHECKPOINT = (insert(row.table()) for row in (Entry, Hash, Checkpoint))


@dataclass(frozen=True)
class Appended:
    """The result of one append: the entry's index and the signed checkpoint of size index + 1."""

    index: int
    root: bytes
    note: str


class AppendBatch:
    """Entries to be appended to a locked log in one transaction, which `store` writes.

    After a crash none of them exists. Others read a checkpoint only after the commit.
    """

    def __init__(self, session: Session, log: Log, keys: Keyring, purpose: str) -> None:
        """Begin a batch for the log of an event of this purpose.

        Raises Halted for a log that lacks a published checkpoint.
        """
        high_water_marks.refuse_to_append(session, keys.marks, log)
        self.origin, self.size, self.pledges = log.origin, log.size, log.pledges
        self._log, self._signer = log, note.Signer(log.origin, keys.log(purpose))
        self._hashes = _frontier(log)
        self._rows: list[tuple[Insert, Row]] = []

    def append(self, data: bytes, now: datetime, *, pledges: int = 0) -> Appended:
        """Append one entry and sign the checkpoint of the new size; `pledges` is 1 for a pledge."""
        index, self.size = self.size, self.size + 1
        self.pledges += pledges
        completed = merkle.additions(index, merkle.leaf_hash(data), self._read)
        self._hashes.update({(level, place): digest for level, place, digest in completed})
        root = merkle.root_at(self.size, self._read)
        signed = note.sign(note.Checkpoint(self.origin, self.size, root).text(), self._signer)
        here = {"log_id": self._log.id}
        self._rows += [
            (_ENTRY, {**here, "index": index, "data": data}),
            *((_HASH, {**here, "level": x, "index": i, "hash": one}) for x, i, one in completed),
            (_CHECKPOINT, {**here, "size": self.size, "root": root, "note": signed, "at": now}),
        ]
        return Appended(index, root, signed)

    def store(self, session: Session) -> None:
        """Write the entries, the new hashes of the tree, the checkpoints and the new head."""
        frontier = b"".join(self._read(*place) for place in _subtrees(self.size))
        for statement, row in self._rows:
            put(session, statement, row)
        rewrite(session, self._log, size=self.size, pledges=self.pledges, frontier=frontier)

    def _read(self, level: int, index: int) -> bytes:
        return self._hashes[level, index]


def _frontier(log: Log) -> dict[tuple[int, int], bytes]:
    """Return the roots of the complete subtrees of a log by level and index."""
    starts = range(0, len(log.frontier), merkle.HASH_SIZE)
    hashes = (log.frontier[start : start + merkle.HASH_SIZE] for start in starts)
    return dict(zip(_subtrees(log.size), hashes, strict=True))


def _subtrees(size: int) -> list[tuple[int, int]]:
    """Return level and index of the complete subtrees of a tree of `size`, the smallest first.

    There is one for each bit of the size (RFC 6962, section 2.1).
    """
    return [(x, (size >> x) - 1) for x in range(size.bit_length()) if size >> x & 1]
