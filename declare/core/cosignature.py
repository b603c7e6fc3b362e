"""C2SP cosignatures (c2sp.org/tlog-cosignature), type 0x04: what a witness adds to a checkpoint.

A witness signs the note's text together with the time at which it saw it. Its line stands among the
signature lines of the note, with the time in front of the signature.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import note
from declare.core.note import NoteError

COSIGNATURE: Final = b"\x04"
"""The type of a key that signs text and time."""

_TIME_SIZE: Final = 8
_SIGNATURE_SIZE: Final = 64
_LATEST: Final = 2**63


class Witness(note.Verifier):
    """A witness's key, read from its `vkey`."""

    kind: ClassVar[bytes] = COSIGNATURE

    def verify(self, text: str, signature: bytes) -> None:
        """Raise `NoteError` unless the witness signed this text at the time that stands there."""
        if len(signature) != _TIME_SIZE + _SIGNATURE_SIZE:
            raise NoteError("signature")
        super().verify(_message(text, time(signature)), signature[_TIME_SIZE:])


@dataclass(frozen=True, slots=True)
class Cosignature:
    """That a witness saw a checkpoint; `time` is in POSIX seconds and by the witness's clock."""

    witness: Witness
    time: int


def vkey(name: str, key: Ed25519PrivateKey) -> str:
    """Return the text by which others know a witness; raise `NoteError` for an unusable name."""
    return note.vkey(name, key.public_key(), COSIGNATURE)


def line(text: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """Return a witness's line for the text of a note; `at` is in POSIX seconds."""
    note.refuse_bad_name(name)
    signature = at.to_bytes(_TIME_SIZE, "big") + key.sign(_message(text, at).encode())
    return note.line(name, note.key_id(name, key.public_key(), COSIGNATURE) + signature)


def read(signed: str, witnesses: Iterable[Witness]) -> list[Cosignature]:
    """Return which of these witnesses cosigned a note, in the order of its lines.

    Raises `NoteError` for a malformed note, and if a line of one of them does not verify or stands
    twice. Whether the log itself signed is `note.read`'s to say.
    """
    text, lines = note.split(signed)
    known = {(witness.name, witness.key_id): witness for witness in witnesses}
    found = [(known[line[:2]], line[2]) for line in lines if line[:2] in known]
    for witness, signature in found:
        witness.verify(text, signature)
    if len({id(witness) for witness, _ in found}) != len(found):
        raise NoteError("repeated")
    return [Cosignature(witness, time(signature)) for witness, signature in found]


def time(signature: bytes) -> int:
    """Return the time in a cosignature, POSIX seconds; raise `NoteError` for one out of range."""
    found = int.from_bytes(signature[:_TIME_SIZE], "big")
    if found >= _LATEST:
        raise NoteError("time")
    return found


def _message(text: str, at: int) -> str:
    return f"cosignature/v1\ntime {at}\n{text}"
