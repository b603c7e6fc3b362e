"""The keys of one instance: made at first start, never overwritten, one purpose each."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from declare.core import authority

PURPOSES = {"live": "", "rehearsal": "sample", "sample": "sample"}
"""The folder of the keys by an event's purpose: what is only an exercise signs with keys apart."""

_SIGNERS = {"": "Sertifikat Ikrar", "sample": "CONTOH Sertifikat Ikrar"}
"""What readers of a PDF call its signer, by the folder of its key."""


@dataclass(frozen=True)
class Keyring:
    """Private keys and secrets, by what they are for."""

    logs: Mapping[str, Ed25519PrivateKey]
    certificates: Mapping[str, Ed25519PrivateKey]
    seals: Mapping[str, bytes]
    """PKCS#12 without a password: the signer of PDFs and the certificates above it."""
    link: bytes
    data: bytes
    marks: Path
    """The folder of `ledger.high_water_marks`: what was published of each log."""

    @classmethod
    def open(cls, folder: Path) -> Keyring:
        """Read the keys in `folder`, making those that are missing (0600 in 0700)."""
        for name in ("", "sample"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(
            logs={name: _signing_key(folder / name / "log.key") for name in ("", "sample")},
            certificates={
                name: _signing_key(folder / name / "certificate.key") for name in ("", "sample")
            },
            seals={
                name: _seal(folder / name / "pdf.p12", signer) for name, signer in _SIGNERS.items()
            },
            link=_kept(folder / "link.key", lambda: secrets.token_bytes(32)),
            data=_kept(folder / "data.key", lambda: secrets.token_bytes(32)),
            marks=folder / "marks",
        )

    def log(self, purpose: str) -> Ed25519PrivateKey:
        """The key that signs checkpoints of events of this purpose."""
        return self.logs[PURPOSES[purpose]]

    def certificate(self, purpose: str) -> Ed25519PrivateKey:
        """The key that signs certificates of events of this purpose."""
        return self.certificates[PURPOSES[purpose]]

    def seal(self, purpose: str) -> bytes:
        """The PKCS#12 of the signer of PDFs of events of this purpose."""
        return self.seals[PURPOSES[purpose]]


def _seal(path: Path, signer: str) -> bytes:
    archive = _kept(path, partial(authority.make, signer))
    authority.Chain.read(archive)  # what cannot be read is told now, not by the first certificate
    return archive


def _signing_key(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(_kept(path, _new_signing_key), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} is not an Ed25519 key")
    return key


def _new_signing_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's content, made now if it is missing.

    Written aside and linked into place, so that two processes that start together agree on one
    key and none ever reads half of it.
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
