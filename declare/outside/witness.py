"""A witness's key file, and the memory beside it of what was cosigned, to refuse forks."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import cosignature, note
from declare.core.cosignature import COSIGNATURE
from declare.core.errors import CoreError

_PREFIX: Final = "PRIVATE+KEY"


class KeyFileError(CoreError):
    """The file has no witness's key, or the memory cannot be read."""


@dataclass(frozen=True)
class WitnessKey:
    """A named private key. Its file is one line: `PRIVATE+KEY+name+key id+base64(04 ‖ seed)`.

    The form is that of the signer keys in Go's sumdb/note, with the type of cosignatures.
    """

    name: str
    key: Ed25519PrivateKey

    @property
    def vkey(self) -> str:
        """The public key as text, published on a site that the log's operator does not run."""
        return cosignature.vkey(self.name, self.key)

    def text(self) -> str:
        """Return the content of the key file."""
        identifier = note.key_id(self.name, self.key.public_key(), COSIGNATURE).hex()
        secret = base64.b64encode(COSIGNATURE + self.key.private_bytes_raw()).decode()
        return f"{_PREFIX}+{self.name}+{identifier}+{secret}\n"

    @classmethod
    def read(cls, text: str) -> WitnessKey:
        """Parse the content of a key file. Raises KeyFileError."""
        parts = text.split("+", 4)
        try:
            data = base64.b64decode(parts[4].strip(), validate=True)
            key = cls(parts[2], Ed25519PrivateKey.from_private_bytes(data[1:]))
            if key.text().strip() != text.strip():
                raise KeyFileError("key")
        except (ValueError, IndexError):
            raise KeyFileError("that is no key of a witness") from None
        return key

    @classmethod
    def open(cls, path: Path, name: str | None) -> WitnessKey:
        """Read the key file; a missing one is made, with a new key called `name`.

        Raises KeyFileError for an unusable file or name, and OSError.
        """
        if path.exists():
            return cls.read(path.read_text("utf-8"))
        if not name:
            raise KeyFileError("there is no such file; with --name one is made")
        key = cls(name, Ed25519PrivateKey.generate())
        try:
            text = key.text() if key.vkey else ""
        except note.NoteError:
            raise KeyFileError("a name has no spaces and no plus") from None
        _write(path, text, "x")
        return key


@dataclass(frozen=True)
class Memory:
    """The last cosigned note and the key of each log, by origin."""

    path: Path
    logs: dict[str, dict[str, str]]

    @classmethod
    def beside(cls, path: Path) -> Memory:
        """Read the memory beside a key file. Raises KeyFileError if damaged, and OSError."""
        file = path.with_name(path.name + ".seen.json")
        try:
            return cls(file, json.loads(file.read_text("utf-8")) if file.exists() else {})
        except ValueError:
            raise KeyFileError(f"{file.name} is damaged; without it no fork is noticed") from None

    def store(self, origin: str, vkey: str, signed: str) -> None:
        """Write a note to the disk, which must happen before its cosignature is shown."""
        self.logs[origin] = {"vkey": vkey, "note": signed}
        text = json.dumps(self.logs, indent=1, sort_keys=True)
        fresh = self.path.with_name(self.path.name + ".new")
        _write(fresh, text, "w")
        os.replace(fresh, self.path)


def _write(path: Path, text: str, mode: str) -> None:
    """Write a file of mode 0600 and sync it."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    with open(path, mode, encoding="utf-8", opener=opener) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
