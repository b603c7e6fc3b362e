"""A witness's key, and what it cosigned, kept beside it so that no fork gets a second line."""

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
    """A file that holds no witness's key, or a memory that cannot be read."""


@dataclass(frozen=True)
class WitnessKey:
    """A key under its name, as C2SP notes know it. A file of it is one line:
    `PRIVATE+KEY+name+key id+base64(04 ‖ seed)`."""

    name: str
    key: Ed25519PrivateKey

    @property
    def vkey(self) -> str:
        """What is published of it, at a place that the log's operator does not run."""
        return cosignature.vkey(self.name, self.key)

    def text(self) -> str:
        """The line of its file."""
        identifier = note.key_id(self.name, self.key.public_key(), COSIGNATURE).hex()
        secret = base64.b64encode(COSIGNATURE + self.key.private_bytes_raw()).decode()
        return f"{_PREFIX}+{self.name}+{identifier}+{secret}\n"

    @classmethod
    def read(cls, text: str) -> WitnessKey:
        """The key in a file's line. Raises KeyFileError for any other text."""
        parts = text.split("+", 4)
        try:
            data = base64.b64decode(parts[4].strip(), validate=True)
            found = cls(parts[2], Ed25519PrivateKey.from_private_bytes(data[1:]))
            if found.text().strip() != text.strip():
                raise KeyFileError("key")
        except (ValueError, IndexError):
            raise KeyFileError("that is no key of a witness") from None
        return found

    @classmethod
    def open(cls, path: Path, name: str | None) -> WitnessKey:
        """The key of a file; where there is none, one is made under `name`.

        Raises KeyFileError for an unusable file or name, and OSError.
        """
        if path.exists():
            return cls.read(path.read_text("utf-8"))
        if not name:
            raise KeyFileError("there is no such file; with --name one is made")
        made = cls(name, Ed25519PrivateKey.generate())
        try:
            text = made.text() if made.vkey else ""
        except note.NoteError:
            raise KeyFileError("a name has no spaces and no plus") from None
        _write(path, text, "x")
        return made


@dataclass(frozen=True)
class Memory:
    """By origin: the log's key, and the last note that was cosigned."""

    path: Path
    logs: dict[str, dict[str, str]]

    @classmethod
    def beside(cls, path: Path) -> Memory:
        """What is kept beside a key. Raises KeyFileError for a damaged file, and OSError."""
        place = path.with_name(path.name + ".seen.json")
        try:
            return cls(place, json.loads(place.read_text("utf-8")) if place.exists() else {})
        except ValueError:
            raise KeyFileError(f"{place.name} is damaged; without it no fork is noticed") from None

    def keep(self, origin: str, vkey: str, signed: str) -> None:
        """Remember a note durably; it must be on the disk before its cosignature is shown."""
        self.logs[origin] = {"vkey": vkey, "note": signed}
        text = json.dumps(self.logs, indent=1, sort_keys=True)
        fresh = self.path.with_name(self.path.name + ".new")
        _write(fresh, text, "w")
        os.replace(fresh, self.path)


def _write(path: Path, text: str, mode: str) -> None:
    """For the owner alone, and on the disk when this returns."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    with open(path, mode, encoding="utf-8", opener=opener) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
