"""C2SP cosignatures (c2sp.org/tlog-cosignature), type 0x04: a witness's line under a checkpoint.

A witness signs the note's text with the time at which it saw the note. The line is one of the
note's signature lines; in it the time precedes the signature.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import note
from declare.core.note import NoteError

COSIGNATURE: Final = b"\x04"
"""The key type of signatures over text and time."""

_TIME_SIZE: Final = 8
_SIGNATURE_SIZE: Final = 64
_LATEST: Final = 2**63


class Witness(note.Verifier):
    """A witness's public key, parsed from its `vkey`."""

    kind: ClassVar[bytes] = COSIGNATURE

    def verify(self, text: str, signature: bytes) -> None:
        """Raise `NoteError` unless the witness signed this text with the time in the signature."""
        if len(signature) != _TIME_SIZE + _SIGNATURE_SIZE:
            raise NoteError("signature")
        super().verify(_message(text, time(signature)), signature[_TIME_SIZE:])


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified cosignature; `time` is in POSIX seconds by the witness's clock."""

    witness: Witness
    time: int


def vkey(name: str, key: Ed25519PrivateKey) -> str:
    """Return the published text of a witness's key; raise `NoteError` for an unusable name."""
    return note.vkey(name, key.public_key(), COSIGNATURE)


def line(text: str, name: str, key: Ed25519PrivateKey, at: int) -> str:
    """Return a witness's line for the text of a note; `at` is in POSIX seconds."""
    note.refuse_bad_name(name)
    signature = at.to_bytes(_TIME_SIZE, "big") + key.sign(_message(text, at).encode())
    return note.line(name, note.key_id(name, key.public_key(), COSIGNATURE) + signature)


def read(signed: str, witnesses: Iterable[Witness]) -> list[Cosignature]:
    """Return the cosignatures of these witnesses in a note, in the order of its lines.

    Raises `NoteError` for a malformed note, and if a line of one of them does not verify or is
    repeated. The log's own signature is checked by `note.read`, not here.
    """
    text, lines = note.split(signed)
    by_key = {(witness.name, witness.key_id): witness for witness in witnesses}
    cosigned = [(by_key[line[:2]], line[2]) for line in lines if line[:2] in by_key]
    for witness, signature in cosigned:
        witness.verify(text, signature)
    if len({id(witness) for witness, _ in cosigned}) != len(cosigned):
        raise NoteError("repeated")
    return [Cosignature(witness, time(signature)) for witness, signature in cosigned]


def time(signature: bytes) -> int:
    """Return the time in a cosignature, POSIX seconds; raise `NoteError` for one out of range."""
    seconds = int.from_bytes(signature[:_TIME_SIZE], "big")
    if seconds >= _LATEST:
        raise NoteError("time")
    return seconds


def _message(text: str, at: int) -> str:
    return f"cosignature/v1\ntime {at}\n{text}"
