"""Pinned keys, as a verifier holds them: from a published JWK set, or from KEYS_DIR."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from declare.core import token
from declare.core.authority import AuthorityError, Chain
from declare.core.errors import CoreError

_KEY_SIZE = 32
_FOLDERS = ("", "sample")
"""Of KEYS_DIR: what the second one's keys sign is only an exercise."""


class KeySetError(CoreError):
    """No key set: `form`, the name of a bad member, or `none` where there are no keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key whose signatures count; `sample` if they count for exercises only."""

    public_key: Ed25519PublicKey
    sample: bool


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys by their kid, and the host that published them, where that is known.

    `signers` and `logs` are what a PDF is held against, by the folder of their keys: the
    certificates that come with its signature, in DER, and the key of checkpoints.
    """

    keys: Mapping[bytes, Key]
    host: str | None
    signers: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    logs: Mapping[str, Ed25519PublicKey] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Return the set in a `jwks.json`; raise `KeySetError` for anything else.

        A kid is computed and compared, never believed: it is the key's hash (DESIGN §5).
        """
        held = _object(data)
        host = held.get("host")
        if not (host is None or isinstance(host, str)):
            raise KeySetError("host")
        keys = dict(map(_entry, _members(held, "keys")))
        if not keys:
            raise KeySetError("keys")
        logs = (_entry(jwk)[1] for jwk in _members(held, "logs"))
        return cls(
            keys,
            host,
            dict(map(_signer, _members(held, "signers"))),
            {_FOLDERS[key.sample]: key.public_key for key in logs},
        )

    @classmethod
    def open(cls, folder: Path, host: str | None) -> Self:
        """Return the keys of an instance by its KEYS_DIR, where nothing is made or changed.

        Raises `KeySetError` if there are none.
        """
        keys = {
            token.kid(key): Key(key, sample=bool(name))
            for name, key in _public(folder, "certificate.key")
        }
        if not keys:
            raise KeySetError("none")
        return cls(keys, host, dict(_chains(folder)), dict(_public(folder, "log.key")))


def _object(data: bytes) -> dict[str, Any]:
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        raise KeySetError("form") from None
    if not isinstance(held, dict):
        raise KeySetError("form")
    return held


def _members(held: dict[str, Any], name: str) -> list[Any]:
    members = held.get(name, [])
    if not isinstance(members, list):
        raise KeySetError(name)
    return members


def _signer(published: object) -> tuple[str, tuple[bytes, ...]]:
    chain = published.get("x5c") if isinstance(published, dict) else None
    if not (isinstance(published, dict) and isinstance(chain, list) and chain):
        raise KeySetError("x5c")
    try:
        certificates = tuple(base64.b64decode(str(one), validate=True) for one in chain)
    except ValueError:
        raise KeySetError("x5c") from None
    return _FOLDERS[published.get("purpose") == "sample"], certificates


def _entry(jwk: object) -> tuple[bytes, Key]:
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
        raise KeySetError("kty")
    raw = _bytes(jwk.get("x"))
    if len(raw) != _KEY_SIZE:
        raise KeySetError("x")
    key = Ed25519PublicKey.from_public_bytes(raw)
    if _bytes(jwk.get("kid")) != token.kid(key):
        raise KeySetError("kid")
    return token.kid(key), Key(key, jwk.get("purpose") == "sample")


def _bytes(text: object) -> bytes:
    try:
        padded = str(text) + "=" * (-len(str(text)) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        raise KeySetError("base64url") from None


def _public(folder: Path, file: str) -> Iterator[tuple[str, Ed25519PublicKey]]:
    """The public half of a key that is there, by its folder."""
    for name in _FOLDERS:
        path = folder / name / file
        if not path.is_file():
            continue
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            raise KeySetError(file) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise KeySetError(file)
        yield name, key.public_key()


def _chains(folder: Path) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    for name in _FOLDERS:
        path = folder / name / "pdf.p12"
        if path.is_file():
            try:
                yield name, Chain.read(path.read_bytes()).encoded()
            except (OSError, AuthorityError):
                raise KeySetError(path.name) from None
