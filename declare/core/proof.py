"""C2SP tlog-proof (c2sp.org/tlog-proof): an entry, its audit path and a checkpoint, as text.

The format's extra data, which it leaves to the application, is the entry itself: a verifier needs
only the log's key beside the file.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from declare.core import merkle, note
from declare.core.entry import MAX_INTEGER

MAX_BYTES: Final = note.MAX_BYTES + 16 * 1024

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
_INDEX: Final = "index "


@dataclass(frozen=True, slots=True)
class Proof:
    """An inclusion proof of an entry at `index` in the tree of `checkpoint`, a signed note."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    """From the leaf's sibling up to the root's child (RFC 6962, section 2.1.1)."""
    checkpoint: str

    def text(self) -> str:
        """Return the file."""
        lines = [_HEADER, _EXTRA + _base64(self.entry), f"{_INDEX}{self.index}"]
        return "\n".join([*lines, *map(_base64, self.path), "", self.checkpoint])

    @classmethod
    def read(cls, text: str) -> Self:
        """Parse a file; raise `ProofError` for any other text. Nothing is verified.

        Each proof has one accepted text, and the entry is required.
        """
        head, _, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if len(text) > MAX_BYTES or len(lines) < 3:
            raise merkle.ProofError("form")
        entry = _bytes(lines[1].removeprefix(_EXTRA))
        path = tuple(map(_bytes, lines[3:]))
        proof = cls(entry, _number(lines[2].removeprefix(_INDEX)), path, checkpoint)
        if proof.text() != text:
            raise merkle.ProofError("form")
        return proof

    def verify(self, origin: str, verifiers: Iterable[note.Verifier]) -> note.Checkpoint:
        """Return the checkpoint if one of the keys signed it and its tree contains the entry.

        Raises `NoteError` for a checkpoint that none of them signed, `ProofError` for another
        origin and for a path to another root.
        """
        head = note.Checkpoint.read(note.read(self.checkpoint, verifiers))
        if head.origin != origin:
            raise merkle.ProofError("origin")
        leaf = merkle.leaf_hash(self.entry)
        merkle.verify_inclusion(leaf, self.index, head.size, self.path, head.root)
        return head


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise merkle.ProofError("base64") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_INTEGER))):
        raise merkle.ProofError("index")
    return int(text)
