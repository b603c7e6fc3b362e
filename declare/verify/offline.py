"""Offline verification: a QR's text, its digits or a token, against pinned keys.

Pure: no site, database or clock. Whether the certificate was corrected or revoked since cannot be
told. `assets/js/shared/offline/` does the same in the browser; both pass the corpus tests/corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from declare.core import code as codes
from declare.core import origin as origins
from declare.core import payload as payloads
from declare.core import token as tokens
from declare.core.errors import CoreError
from declare.verify.checks import Check
from declare.verify.keyset import Key, KeySet

_ADDRESS: Final = re.compile(
    r"(?:https?://)?([^/?#\s]+)/v/([^/?#\s]+)(?:\?[^#\s]*)?(?:#([0-9]\S*)|#.*)?"
)
# A code typed in digits alone is shorter, and no token begins with a zero.
_DIGITS: Final = re.compile(r"[1-9][0-9]{64,}", re.ASCII)


class Finding(StrEnum):
    """A verdict without the record. `unknown`: no pinned key signed it."""

    AUTHENTIC = "authentic"
    SAMPLE = "sample"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of an input, unchecked. `token` is empty where the digits encode none."""

    host: str | None = None
    code: str | None = None
    token: bytes | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A finding, the code and payload that it is about, and the checks that it rests on."""

    finding: Finding
    code: str = ""
    checks: tuple[Check, ...] = ()
    payload: payloads.Payload | None = None


def read(text: str) -> Reading:
    """Parse a text: a QR's address with or without digits, digits alone, or a code alone."""
    text = text.strip()
    address = _ADDRESS.fullmatch(text)
    if address:
        host, code, digits = address.groups()
        return Reading(host.lower(), _code(code), _token(digits) if digits else None)
    if _DIGITS.fullmatch(text):
        return Reading(token=_token(text))
    return Reading(code=_code(text))


def examine(reading: Reading, keys: KeySet) -> Result:
    """Return the result of the pinned keys for a reading. A code alone is always `unknown`."""
    if reading.token is None:
        detail = "a code alone, without the digits of its QR" if reading.code else "no certificate"
        return Result(Finding.UNKNOWN, reading.code or "", (Check("form", False, detail),))
    try:
        kid, encoded = tokens.claimed(reading.token)
        payload = payloads.decode(encoded)
    except CoreError as error:
        return Result(Finding.MISMATCH, reading.code or "", (Check("form", False, str(error)),))
    checks = (Check("form", True), *_checks(reading, payload, kid, keys))
    return Result(_finding(checks, keys.keys.get(kid)), payload.code, checks, payload)


def _checks(
    reading: Reading, payload: payloads.Payload, kid: bytes, keys: KeySet
) -> Iterator[Check]:
    host, _ = origins.parts(payload.origin) or ("", "")
    if reading.host is not None:
        same = (reading.host, reading.code) == (host, payload.code)
        yield Check("address", same, f"{reading.host} {reading.code}")
    if keys.host is not None:
        yield Check("host", keys.host == host, host)
    key = keys.keys.get(kid)
    yield Check("key", key is not None, kid.hex())
    if key is not None:
        yield Check("signature", _signed(reading.token or b"", kid, key), kid.hex())


def _signed(token: bytes, kid: bytes, key: Key) -> bool:
    try:
        tokens.verify(token, {kid: key.public_key})
    except tokens.TokenError:
        return False
    return True


def _finding(checks: tuple[Check, ...], key: Key | None) -> Finding:
    """Return the first that applies: a contradiction, an unknown key or host, an exercise."""
    failed = {check.name for check in checks if not check.passed}
    if failed - {"host", "key"}:
        return Finding.MISMATCH
    if failed or key is None:
        return Finding.UNKNOWN
    return Finding.SAMPLE if key.sample else Finding.AUTHENTIC


def _code(text: str) -> str | None:
    try:
        return codes.read(text)
    except codes.CodeError:
        return None


def _token(digits: str) -> bytes:
    try:
        return tokens.undigits(digits)
    except tokens.TokenError:
        return b""
