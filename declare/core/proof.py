"""C2SP tlog-proof (c2sp.org/tlog-proof): a checkpoint, and the path to one entry below it, as text.

The extra data of the format, which it leaves to the application, is the entry itself: so a proof
needs nothing beside it but the key of the log.
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
    """That an entry stands at `index` of the tree whose root `checkpoint`, a signed note, names."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]
    """From the leaf's sibling up to the root's child (RFC 6962 §2.1.1)."""
    checkpoint: str

    def text(self) -> str:
        """Return the file."""
        lines = [_HEADER, _EXTRA + _base64(self.entry), f"{_INDEX}{self.index}"]
        return "\n".join([*lines, *map(_base64, self.path), "", self.checkpoint])

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the proof in a file; raise `ProofError` for any other text. Nothing is verified.

        Each proof has one spelling, and an entry in it.
        """
        head, _, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if len(text) > MAX_BYTES or len(lines) < 3:
            raise merkle.ProofError("form")
        entry = _bytes(lines[1].removeprefix(_EXTRA))
        path = tuple(map(_bytes, lines[3:]))
        found = cls(entry, _number(lines[2].removeprefix(_INDEX)), path, checkpoint)
        if found.text() != text:
            raise merkle.ProofError("form")
        return found

    def verify(self, origin: str, verifiers: Iterable[note.Verifier]) -> note.Checkpoint:
        """Return the checkpoint if one of the keys signed it and it holds the entry.

        Raises `NoteError` for a checkpoint that none of them signed, `ProofError` for one of
        another origin and for a path that does not lead there.
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
