"""Pinned certificate keys, as a verifier holds them: from a published JWK set, or from KEYS_DIR."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from declare.core import token
from declare.core.fault import CoreError

_KEY_SIZE = 32
_FILES = {"certificate.key": False, "sample/certificate.key": True}
"""Key files of KEYS_DIR, and whether what they sign is only an exercise."""


class KeySetError(CoreError):
    """No key set: `form`, the name of a bad member, or `none` where there are no keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key whose signatures count; `sample` if they count for exercises only."""

    public_key: Ed25519PublicKey
    sample: bool


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys by their kid, and the host that published them, where that is known."""

    keys: Mapping[bytes, Key]
    host: str | None

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Return the set in a `jwks.json`; raise `KeySetError` for anything else.

        A kid is computed and compared, never believed: it is the key's hash (DESIGN §5).
        """
        held = _object(data)
        host = held.get("host")
        if not (host is None or isinstance(host, str)):
            raise KeySetError("host")
        keys = held.get("keys")
        if not (isinstance(keys, list) and keys):
            raise KeySetError("keys")
        return cls(dict(map(_entry, keys)), host)

    @classmethod
    def open(cls, folder: Path, host: str | None) -> Self:
        """Return the keys of an instance by its KEYS_DIR, where nothing is made or changed.

        Raises `KeySetError` if there are none.
        """
        found = {folder / name: sample for name, sample in _FILES.items()}
        keys = [Key(_public(path), sample) for path, sample in found.items() if path.is_file()]
        if not keys:
            raise KeySetError("none")
        return cls({token.kid(key.public_key): key for key in keys}, host)


def _object(data: bytes) -> dict[str, Any]:
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        raise KeySetError("form") from None
    if not isinstance(held, dict):
        raise KeySetError("form")
    return held


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


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise KeySetError(path.name) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeySetError(path.name)
    return key.public_key()
