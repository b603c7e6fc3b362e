"""Pinned public keys: from a published JWK set (RFC 7517), or from KEYS_DIR."""

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
from declare.keys import Keys

_KEY_SIZE = 32


class KeySetError(CoreError):
    """Not a key set: `form`, the name of a bad member, or `none` where there are no keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key that signatures are verified with; `sample` if it signs exercises only."""

    public_key: Ed25519PublicKey
    sample: bool


@dataclass(frozen=True, slots=True)
class KeySet:
    """Public keys by their kid, and the host that published them, where that is known.

    `signers` and `logs` are for checking a PDF: the certificates that come with its signature,
    in DER, and the public key of checkpoints.
    """

    keys: Mapping[bytes, Key]
    host: str | None
    signers: Mapping[Keys, tuple[bytes, ...]] = field(default_factory=dict)
    logs: Mapping[Keys, Ed25519PublicKey] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Return the set in a `jwks.json`; raise `KeySetError` for anything else.

        A kid is computed and compared, never believed: it is the key's hash (DESIGN §5).
        """
        jwks = _object(data)
        host = jwks.get("host")
        if not (host is None or isinstance(host, str)):
            raise KeySetError("host")
        keys = dict(map(_entry, _members(jwks, "keys")))
        if not keys:
            raise KeySetError("keys")
        logs = {_keys(jwk): _entry(jwk)[1].public_key for jwk in _members(jwks, "logs")}
        return cls(keys, host, dict(map(_signer, _members(jwks, "signers"))), logs)

    @classmethod
    def open(cls, folder: Path, host: str | None) -> Self:
        """Return the keys of an instance by its KEYS_DIR, where nothing is made or changed.

        Raises `KeySetError` if there are none.
        """
        keys = {
            token.kid(key): Key(key, sample=which is Keys.EXERCISE)
            for which, key in _public(folder, "certificate.key")
        }
        if not keys:
            raise KeySetError("none")
        return cls(keys, host, dict(_chains(folder)), dict(_public(folder, "log.key")))


def _object(data: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(data)
    except (ValueError, RecursionError):
        raise KeySetError("form") from None
    if not isinstance(parsed, dict):
        raise KeySetError("form")
    return parsed


def _members(jwks: dict[str, Any], name: str) -> list[Any]:
    members = jwks.get(name, [])
    if not isinstance(members, list):
        raise KeySetError(name)
    return members


def _keys(member: object) -> Keys:
    """Return the set that a published key belongs to: `"purpose": "sample"` marks exercises."""
    sample = isinstance(member, dict) and member.get("purpose") == "sample"
    return Keys.EXERCISE if sample else Keys.LIVE


def _signer(member: object) -> tuple[Keys, tuple[bytes, ...]]:
    chain = member.get("x5c") if isinstance(member, dict) else None
    if not (isinstance(chain, list) and chain):
        raise KeySetError("x5c")
    try:
        certificates = tuple(base64.b64decode(str(one), validate=True) for one in chain)
    except ValueError:
        raise KeySetError("x5c") from None
    return _keys(member), certificates


def _entry(jwk: object) -> tuple[bytes, Key]:
    if not isinstance(jwk, dict) or (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
        raise KeySetError("kty")
    raw = _bytes(jwk.get("x"))
    if len(raw) != _KEY_SIZE:
        raise KeySetError("x")
    key = Ed25519PublicKey.from_public_bytes(raw)
    if _bytes(jwk.get("kid")) != token.kid(key):
        raise KeySetError("kid")
    return token.kid(key), Key(key, sample=_keys(jwk) is Keys.EXERCISE)


def _bytes(text: object) -> bytes:
    try:
        padded = str(text) + "=" * (-len(str(text)) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        raise KeySetError("base64url") from None


def _public(folder: Path, file: str) -> Iterator[tuple[Keys, Ed25519PublicKey]]:
    """Yield the public half of each key of this name that exists."""
    for keys in Keys:
        path = folder / keys.folder / file
        if not path.is_file():
            continue
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            raise KeySetError(file) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise KeySetError(file)
        yield keys, key.public_key()


def _chains(folder: Path) -> Iterator[tuple[Keys, tuple[bytes, ...]]]:
    for keys in Keys:
        path = folder / keys.folder / "pdf.p12"
        if path.is_file():
            try:
                yield keys, Chain.read(path.read_bytes()).encoded()
            except (OSError, AuthorityError):
                raise KeySetError(path.name) from None
