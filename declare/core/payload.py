"""Payloads: the content of a certificate, in one encoding for ledger, QR and PDF.

Deterministic CBOR (RFC 8949 §4.2.1) of
`{1: origin, 6: time, 7: code, -70001: [index, salt, name, position]}`.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import cbor2

from declare.core import cbor
from declare.core import code as codes
from declare.core import name as names
from declare.core import origin as origins
from declare.core.entry import MAX_INTEGER
from declare.core.errors import CoreError

SALT_SIZE: Final = 16
MAX_BYTES: Final = 1024

# CWT claims (RFC 8392) iss, iat and cti, and one claim of our own.
_ISSUER, _ISSUED_AT, _TOKEN_ID, _PLEDGE = 1, 6, 7, -70001


class PayloadError(CoreError):
    """Not a payload: `form` or the name of a field."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One certificate's content.

    `time` is the moment of signing in POSIX seconds; `index` is that of the ledger entry with the
    commitment; `name` and `position` are as printed. A correction has the time and the certificate
    number of its pledge, but its own code and index.
    """

    origin: str
    time: int
    code: str
    index: int
    salt: bytes
    name: str
    position: str


def encode(payload: Payload) -> bytes:
    """Return the payload's bytes; raise `PayloadError` if a value is out of its range."""
    _check(payload)
    # Written in the order of §4.2.1: by the bytes of the encoded keys.
    claims: dict[int, object] = {
        _ISSUER: payload.origin,
        _ISSUED_AT: payload.time,
        _TOKEN_ID: payload.code.encode("ascii"),
        _PLEDGE: [payload.index, payload.salt, payload.name, payload.position],
    }
    return cbor2.dumps(claims)


def decode(data: bytes) -> Payload:
    """Return the payload that `data` encodes; raise `PayloadError` for any other bytes."""
    claims = _claims(data)
    token_id, pledge = claims[_TOKEN_ID], claims[_PLEDGE]
    if not (isinstance(token_id, bytes) and token_id.isascii()):
        raise PayloadError("code")
    if not (isinstance(pledge, list) and len(pledge) == 4):
        raise PayloadError("form")
    origin, time, code = claims[_ISSUER], claims[_ISSUED_AT], token_id.decode("ascii")
    payload = Payload(origin, time, code, *pledge)  # type: ignore[arg-type]  # encode checks
    if encode(payload) != data:
        raise PayloadError("form")
    return payload


def commit(encoded: bytes) -> bytes:
    """Return the SHA-256 of an encoded payload; the ledger holds it in lower-case hexadecimal."""
    return hashlib.sha256(encoded).digest()


def _claims(data: bytes) -> dict[object, object]:
    if len(data) > MAX_BYTES:
        raise PayloadError("form")
    try:
        claims = cbor.read(data)
    except cbor.CborError:
        raise PayloadError("form") from None
    if not isinstance(claims, dict) or set(claims) != {_ISSUER, _ISSUED_AT, _TOKEN_ID, _PLEDGE}:
        raise PayloadError("form")
    return claims


def _check(payload: Payload) -> None:
    verdicts = {
        "origin": isinstance(payload.origin, str) and origins.parts(payload.origin) is not None,
        "time": type(payload.time) is int and 0 <= payload.time <= MAX_INTEGER,
        "code": _is_code(payload.code),
        # Index 0 is the log's `open`, which holds no commitment.
        "index": type(payload.index) is int and 0 < payload.index <= MAX_INTEGER,
        "salt": isinstance(payload.salt, bytes) and len(payload.salt) == SALT_SIZE,
        "name": _is_text(payload.name, names.MAX_NAME),
        "position": _is_text(payload.position, names.MAX_POSITION),
    }
    for field, good in verdicts.items():
        if not good:
            raise PayloadError(field)


def _is_code(code: str) -> bool:
    try:
        return codes.read(code) == code
    except codes.CodeError:
        return False


def _is_text(text: object, max_bytes: int) -> bool:
    try:
        return isinstance(text, str) and text != "" and names.check(text, max_bytes) == text
    except names.TextError:
        return False
