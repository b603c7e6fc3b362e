"""Certificate tokens: COSE_Sign1 (RFC 9052) with Ed25519 over a payload, and their QR digits.

The header is protected and exactly `{1: -8, 4: kid}`. Each token has one encoding; others are
refused.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from declare.core import cbor
from declare.core.errors import CoreError

MAX_BYTES: Final = 1200

_SIGN1: Final = 18
_ALGORITHM, _KEY_ID = 1, 4
_EDDSA: Final = -8
_KID_SIZE: Final = 4
_MARK: Final = b"\x01"
# Each digit holds more than 3.3 bits, so no token is longer; int() is quadratic in the length.
_MAX_DIGITS: Final = (MAX_BYTES + 1) * 8 * 10 // 33


class TokenError(CoreError):
    """Not a token, or of no pinned key: `form`, `key`, `signature` or `digits`."""


def kid(public_key: Ed25519PublicKey) -> bytes:
    """Return the key id in a token: the first four bytes of the key's SHA-256."""
    return hashlib.sha256(public_key.public_bytes_raw()).digest()[:_KID_SIZE]


def sign(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the token over a payload. Precondition: it fits into a token (`payload.MAX_BYTES`)."""
    protected = _protected(kid(key.public_key()))
    return _encoded(protected, payload, key.sign(_to_be_signed(protected, payload)))


def verify(token: bytes, keys: Mapping[bytes, Ed25519PublicKey]) -> bytes:
    """Return the payload of a token that one of the pinned keys signed; raise `TokenError`.

    `keys` maps the kid to the key. The token only selects the key: the algorithm is that of the
    pinned key, and a header with another one is refused.
    """
    protected, payload, signature = _parts(token)
    key = {_protected(identifier): key for identifier, key in keys.items()}.get(protected)
    if key is None:
        raise TokenError("key")
    try:
        key.verify(signature, _to_be_signed(protected, payload))
    except InvalidSignature:
        raise TokenError("signature") from None
    return payload


def claimed(token: bytes) -> tuple[bytes, bytes]:
    """Return the kid and the payload of a token without verifying it; raise `TokenError`.

    For reporting what a token of an unknown key claims.
    """
    protected, payload, _ = _parts(token)
    identifier = protected[-_KID_SIZE:]
    if _protected(identifier) != protected:
        raise TokenError("form")
    return identifier, payload


def digits(token: bytes) -> str:
    """Return the token as decimal digits, which a QR code holds in numeric mode."""
    return str(int.from_bytes(_MARK + token))


def undigits(text: str) -> bytes:
    """Return the token that the digits encode; raise `TokenError` if they encode none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > _MAX_DIGITS or text[0] == "0":
        raise TokenError("digits")
    number = int(text)
    data = number.to_bytes((number.bit_length() + 7) // 8)
    if data[:1] != _MARK:
        raise TokenError("digits")
    return data[1:]


def _protected(identifier: bytes) -> bytes:
    return cbor2.dumps({_ALGORITHM: _EDDSA, _KEY_ID: identifier})


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    # Sig_structure of RFC 9052 §4.4, without external data.
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _encoded(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(_SIGN1, [protected, {}, payload, signature]))


def _parts(token: bytes) -> tuple[bytes, bytes, bytes]:
    if len(token) > MAX_BYTES:
        raise TokenError("form")
    try:
        tag = cbor.read(token)
    except cbor.CborError:
        raise TokenError("form") from None
    match tag:
        case cbor2.CBORTag(tag=18, value=[bytes(protected), _, bytes(payload), bytes(signature)]):
            if _encoded(protected, payload, signature) == token:
                return protected, payload, signature
    raise TokenError("form")
