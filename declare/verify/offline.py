"""A certificate without its site: the text of its QR, its digits or its token, against pinned keys.

Pure: no site, no database, no clock. What is found here is all that a telephone without a network
can find; whether the certificate was corrected or revoked since is not among it.
`assets/js/shared/offline/` finds the same in the browser, over the same corpus (tests/corpus).
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
    """What can be said without the record. `unknown`: no key here can tell."""

    AUTHENTIC = "authentic"
    SAMPLE = "sample"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was handed in, as it stands there. `token` is empty where digits spell none."""

    host: str | None = None
    code: str | None = None
    token: bytes | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A finding, the code and the words that it is about, and the checks that it rests on."""

    finding: Finding
    code: str = ""
    checks: tuple[Check, ...] = ()
    payload: payloads.Payload | None = None


def read(text: str) -> Reading:
    """Return what a text holds: a QR's address and digits, digits alone, or a code alone."""
    text = text.strip()
    address = _ADDRESS.fullmatch(text)
    if address:
        host, code, digits = address.groups()
        return Reading(host.lower(), _code(code), _token(digits) if digits else None)
    if _DIGITS.fullmatch(text):
        return Reading(token=_token(text))
    return Reading(code=_code(text))


def examine(reading: Reading, keys: KeySet) -> Result:
    """Return what the pinned keys say of a reading. A code alone is always `unknown`."""
    if reading.token is None:
        found = "a code alone, without the digits of its QR" if reading.code else "no certificate"
        return Result(Finding.UNKNOWN, reading.code or "", (Check("form", False, found),))
    try:
        kid, encoded = tokens.claimed(reading.token)
        held = payloads.decode(encoded)
    except CoreError as fault:
        return Result(Finding.MISMATCH, reading.code or "", (Check("form", False, str(fault)),))
    checks = (Check("form", True), *_checks(reading, held, kid, keys))
    return Result(_finding(checks, keys.keys.get(kid)), held.code, checks, held)


def _checks(reading: Reading, held: payloads.Payload, kid: bytes, keys: KeySet) -> Iterator[Check]:
    host, _ = origins.parts(held.origin) or ("", "")
    if reading.host is not None:
        same = (reading.host, reading.code) == (host, held.code)
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
    """A contradiction comes first; then what is not known here; then what is only an exercise."""
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
