"""Adding to a locked log: many entries are stored with as few statements as one."""

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
    """What one append made: the entry's place and the signed checkpoint that first holds it."""

    index: int
    root: bytes
    note: str


class AppendBatch:
    """Entries that are to follow those of a locked log. `store` makes them part of it.

    A crash leaves nothing behind: it is all one transaction, and a checkpoint is read by others
    only after the commit.
    """

    def __init__(self, session: Session, log: Log, keys: Keyring, purpose: str) -> None:
        """Begin, for a log of an event of this purpose.

        Raises Halted for one that lacks what was published before.
        """
        high_water_marks.refuse_to_append(session, keys.marks, log)
        self.origin, self.size, self.pledges = log.origin, log.size, log.pledges
        self._log, self._signer = log, note.Signer(log.origin, keys.log(purpose))
        self._known = _frontier(log)
        self._rows: list[tuple[Insert, Row]] = []

    def append(self, data: bytes, now: datetime, *, pledges: int = 0) -> Appended:
        """Append one entry and sign the checkpoint of the new size; `pledges` is 1 for a pledge."""
        index, self.size = self.size, self.size + 1
        self.pledges += pledges
        added = merkle.additions(index, merkle.leaf_hash(data), self._read)
        self._known.update({(level, place): digest for level, place, digest in added})
        root = merkle.root_at(self.size, self._read)
        signed = note.sign(note.Checkpoint(self.origin, self.size, root).text(), self._signer)
        here = {"log_id": self._log.id}
        self._rows += [
            (_ENTRY, {**here, "index": index, "data": data}),
            *((_HASH, {**here, "level": x, "index": i, "hash": one}) for x, i, one in added),
            (_CHECKPOINT, {**here, "size": self.size, "root": root, "note": signed, "at": now}),
        ]
        return Appended(index, root, signed)

    def store(self, session: Session) -> None:
        """Write the entries, what they add to the tree, their checkpoints and the new head."""
        frontier = b"".join(self._read(*place) for place in _subtrees(self.size))
        for statement, row in self._rows:
            put(session, statement, row)
        rewrite(session, self._log, size=self.size, pledges=self.pledges, frontier=frontier)

    def _read(self, level: int, index: int) -> bytes:
        return self._known[level, index]


def _frontier(log: Log) -> dict[tuple[int, int], bytes]:
    starts = range(0, len(log.frontier), merkle.HASH_SIZE)
    hashes = (log.frontier[start : start + merkle.HASH_SIZE] for start in starts)
    return dict(zip(_subtrees(log.size), hashes, strict=True))


def _subtrees(size: int) -> list[tuple[int, int]]:
    """Level and index of the complete subtrees that `size` entries fall into, the smallest first:
    one for each bit of the size."""
    return [(x, (size >> x) - 1) for x in range(size.bit_length()) if size >> x & 1]
