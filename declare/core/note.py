"""C2SP signed notes (c2sp.org/signed-note) with Ed25519 keys, type 0x01, and checkpoints.

A note is a text, an empty line and signature lines `— name base64(key id ‖ signature)`. Name and
key id identify the key; lines of unknown keys are skipped. The parser follows the specification's
verification steps: split at the last empty line, match lines by name and id, verify those.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from declare.core.errors import CoreError
from declare.core.merkle import HASH_SIZE

MAX_BYTES: Final = 256 * 1024
MAX_SIGNATURES: Final = 100

ED25519: Final = b"\x01"
"""The key type of signatures over the text."""

_KEY_SIZE: Final = 32
_ID_SIZE: Final = 4
_DASH: Final = "— "
_BAD_TEXT: Final = re.compile("[\0-\x09\x0b-\x1f\ud800-\udfff]")
"""Control characters except the line feed, and surrogates, which UTF-8 cannot encode."""
_BAD_IN_NAME: Final = re.compile("[\\s\0-\x1f+\ud800-\udfff]")
_TREE_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)

Line = tuple[str, bytes, bytes]
"""A signature line: name, key id, signature."""


class NoteError(CoreError):
    """The note or key is malformed, or no valid signature of a known key is present."""


class Signer:
    """A key that signs notes under a name."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        """Raise `NoteError` if the name is empty or has a space, a plus or a control in it."""
        refuse_bad_name(name)
        self.name = name
        self.key_id = key_id(name, key.public_key())
        self._key = key

    def line(self, text: str) -> str:
        """Return the signature line for a note's text."""
        signature = self._key.sign(text.encode())
        return line(self.name, self.key_id + signature)


class Verifier:
    """A public key, parsed from its `vkey`: `name+key id+key`."""

    kind: ClassVar[bytes] = ED25519

    def __init__(self, text: str) -> None:
        """Raise `NoteError` unless `text` is the exact `vkey` of a key of this kind."""
        name, _, rest = text.partition("+")
        key = _from_base64(rest.partition("+")[2])
        if len(key) != 1 + _KEY_SIZE:
            raise NoteError("key")
        self.public_key = Ed25519PublicKey.from_public_bytes(key[1:])
        if vkey(name, self.public_key, self.kind) != text:
            raise NoteError("key")
        self.name = name
        self.key_id = key_id(name, self.public_key, self.kind)

    def verify(self, text: str, signature: bytes) -> None:
        """Raise `NoteError` unless this key made the signature of the text."""
        try:
            self.public_key.verify(signature, text.encode())
        except InvalidSignature:
            raise NoteError("signature") from None


def key_id(name: str, public_key: Ed25519PublicKey, kind: bytes = ED25519) -> bytes:
    """Return the four bytes that identify a key in a note, beside its name."""
    data = name.encode() + b"\n" + kind + public_key.public_bytes_raw()
    return hashlib.sha256(data).digest()[:_ID_SIZE]


def vkey(name: str, public_key: Ed25519PublicKey, kind: bytes = ED25519) -> str:
    """Return the published text of a key; raise `NoteError` for an unusable name."""
    refuse_bad_name(name)
    key = _to_base64(kind + public_key.public_bytes_raw())
    return f"{name}+{key_id(name, public_key, kind).hex()}+{key}"


def sign(text: str, *signers: Signer) -> str:
    """Return the note of a text, signed by each signer; raise `NoteError` for an unusable text."""
    _refuse_bad_text(text)
    if not text.endswith("\n"):
        raise NoteError("text")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def read(note: str, verifiers: Iterable[Verifier]) -> str:
    """Return the text of a note that at least one verifier's key has signed.

    Raises `NoteError` for a malformed note, if a line of a known key does not verify or is
    repeated, and if no known key has signed.
    """
    text, lines = split(note)
    by_key = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    seen = set()
    for name, identifier, signature in lines:
        verifier = by_key.get((name, identifier))
        if verifier is None:
            continue
        if verifier in seen:
            raise NoteError("repeated")
        verifier.verify(text, signature)
        seen.add(verifier)
    if not seen:
        raise NoteError("unsigned")
    return text


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root hash of a log's first `size` entries (c2sp.org/tlog-checkpoint)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the note text: three lines, no extension lines."""
        return f"{self.origin}\n{self.size}\n{_to_base64(self.root)}\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the checkpoint in a note's text; raise `NoteError` for any other text."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise NoteError("checkpoint")
        origin, size, root = lines[0], lines[1], _from_base64(lines[2])
        refuse_bad_name(origin)
        if not _TREE_SIZE.fullmatch(size) or len(root) != HASH_SIZE:
            raise NoteError("checkpoint")
        return cls(origin, int(size), root)


def line(name: str, data: bytes) -> str:
    """Return a signature line; `data` is the key id and the signature."""
    return f"{_DASH}{name} {_to_base64(data)}\n"


def split(note: str) -> tuple[str, list[Line]]:
    """Return text and signature lines of a note, none of them verified; raise `NoteError`."""
    _refuse_bad_text(note)
    end = note.rfind("\n\n")
    block = note[end + 2 :]
    if end < 0 or not block.endswith("\n"):
        raise NoteError("form")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError("signatures")
    return note[: end + 1], [_read_line(line) for line in lines]


def _read_line(line: str) -> Line:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not (line.startswith(_DASH) and space):
        raise NoteError("line")
    refuse_bad_name(name)
    data = _from_base64(encoded)
    if len(data) <= _ID_SIZE:
        raise NoteError("line")
    return name, data[:_ID_SIZE], data[_ID_SIZE:]


def refuse_bad_name(name: str) -> None:
    """Raise `NoteError` unless this can be the name of a key."""
    if not name or _BAD_IN_NAME.search(name):
        raise NoteError("name")


def _refuse_bad_text(text: str) -> None:
    if _BAD_TEXT.search(text):
        raise NoteError("text")
    if len(text.encode()) > MAX_BYTES:
        raise NoteError("text")


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_base64(text: str) -> bytes:
    """Return the bytes of RFC 4648 §4 base64; raise `NoteError` for non-canonical text."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise NoteError("base64") from None
    if _to_base64(data) != text:
        raise NoteError("base64")
    return data
