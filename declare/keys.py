"""The keys of one instance: made at the first start, never overwritten, one use each."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from declare.core import authority


class Keys(Enum):
    """A set of keys. Rehearsals and samples are exercises and never sign with the live keys."""

    LIVE = "live"
    EXERCISE = "exercise"

    @classmethod
    def of(cls, purpose: str) -> Self:
        """Return the set that signs for events of this purpose. Raises KeyError for any other."""
        return cls({"live": "live", "rehearsal": "exercise", "sample": "exercise"}[purpose])

    @property
    def folder(self) -> str:
        """The folder of the set inside KEYS_DIR."""
        return "" if self is Keys.LIVE else "sample"


_SIGNERS = {Keys.LIVE: "Sertifikat Ikrar", Keys.EXERCISE: "CONTOH Sertifikat Ikrar"}
"""The name of the signer that readers of a PDF display."""


@dataclass(frozen=True)
class Keyring:
    """Private keys and secrets of an instance."""

    logs: Mapping[Keys, Ed25519PrivateKey]
    certificates: Mapping[Keys, Ed25519PrivateKey]
    seals: Mapping[Keys, bytes]
    """PKCS#12 without a password: the signer of PDFs and the certificates above it."""
    link: bytes
    data: bytes
    marks: Path
    """The folder of `ledger.high_water_marks`."""

    @classmethod
    def open(cls, folder: Path) -> Keyring:
        """Read the keys in `folder`, making those that are missing (0600 in 0700)."""
        folders = {keys: folder / keys.folder for keys in Keys}
        for each in folders.values():
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(
            logs={keys: _signing_key(each / "log.key") for keys, each in folders.items()},
            certificates={
                keys: _signing_key(each / "certificate.key") for keys, each in folders.items()
            },
            seals={keys: _seal(each / "pdf.p12", _SIGNERS[keys]) for keys, each in folders.items()},
            link=_read_or_make(folder / "link.key", lambda: secrets.token_bytes(32)),
            data=_read_or_make(folder / "data.key", lambda: secrets.token_bytes(32)),
            marks=folder / "marks",
        )

    def log(self, purpose: str) -> Ed25519PrivateKey:
        """Return the key that signs checkpoints for events of this purpose."""
        return self.logs[Keys.of(purpose)]

    def certificate(self, purpose: str) -> Ed25519PrivateKey:
        """Return the key that signs certificates for events of this purpose."""
        return self.certificates[Keys.of(purpose)]

    def seal(self, purpose: str) -> bytes:
        """Return the PKCS#12 of the signer of PDFs for events of this purpose."""
        return self.seals[Keys.of(purpose)]


def _seal(path: Path, signer: str) -> bytes:
    archive = _read_or_make(path, partial(authority.make, signer))
    authority.Chain.read(archive)  # raises now and not at the first certificate
    return archive


def _signing_key(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(_read_or_make(path, _new_signing_key), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} is not an Ed25519 key")
    return key


def _new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return the file's content; a missing file is made.

    The file is written under another name and linked into place: processes that start together
    agree on one key, and none reads half of it.
    """
    if not path.exists():
        aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_bytes()
