"""CBOR as no honest encoder writes it: other bytes for the same values, and other values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cbor2

ORIGIN, TIME, CODE, PLEDGE = 1, 6, 7, -70001

Claims = dict[Any, Any]


def spellings(claims: Claims) -> Iterator[tuple[str, bytes]]:
    """Other bytes that lenient readers take for the same claims, and bytes around them."""
    good = cbor2.dumps(claims)
    items = b"".join(cbor2.dumps(key) + cbor2.dumps(value) for key, value in claims.items())
    first = cbor2.dumps(ORIGIN) + cbor2.dumps(claims[ORIGIN])
    backwards = dict(reversed(claims.items()))
    fields = claims[PLEDGE]
    yield "trailing byte", good + b"\x00"
    yield "trailing claims", good + good
    yield "cut short", good[:-1]
    yield "empty", b""
    yield "duplicate key", b"\xa5" + items + first
    yield "duplicate key first", b"\xa5" + first + items
    yield "indefinite map", b"\xbf" + items + b"\xff"
    yield "indefinite array", _with(claims, PLEDGE, b"\x9f" + _joined(fields) + b"\xff")
    yield "indefinite text", _with(claims, ORIGIN, b"\x7f" + cbor2.dumps(claims[ORIGIN]) + b"\xff")
    yield "indefinite bytes", _with(claims, CODE, b"\x5f" + cbor2.dumps(claims[CODE]) + b"\xff")
    yield "keys out of order", cbor2.dumps(backwards)
    yield "long form of a key", b"\xa4\x18\x01" + good[2:]
    yield "long form of a length", b"\xb8\x04" + good[1:]
    yield "long form of a time", _with(claims, TIME, b"\x1b" + claims[TIME].to_bytes(8))
    yield "a tag around", b"\xd9\xd9\xf7" + good
    yield "a claim set", b"\xd8\x3d" + good
    yield "time as a big number", _with(claims, TIME, b"\xc2\x44" + claims[TIME].to_bytes(4))
    yield "time as a float", _with(claims, TIME, cbor2.dumps(float(claims[TIME])))
    yield "index as a float", _with(claims, PLEDGE, b"\x84\xf9\x3c\x00" + _joined(fields[1:]))
    yield "deep", b"\x81" * 700
    yield "a huge length", b"\x5b" + b"\xff" * 8
    yield "a reserved length", b"\x1c"
    yield "not UTF-8", good.replace(b"Sekretaris", b"S\xffkretaris")


def contents(claims: Claims) -> Iterator[tuple[str, bytes]]:
    """Claims in the right bytes that no certificate makes."""
    for what, changed in _other_claims(claims):
        yield what, cbor2.dumps(changed)
    index, salt, name, position = claims[PLEDGE]
    for what, fields in {
        "index 0": [0, salt, name, position],
        "index true": [True, salt, name, position],
        "index below 0": [-1, salt, name, position],
        "index beyond exact numbers": [2**53, salt, name, position],
        "a short salt": [index, salt[:-1], name, position],
        "a salt as text": [index, "s" * 16, name, position],
        "no name": [index, salt, "", position],
        "a name as bytes": [index, salt, name.encode(), position],
        "a name of 121 bytes": [index, salt, "n" * 121, position],
        "a position of 161 bytes": [index, salt, name, "p" * 161],
        "a name not in NFC": [index, salt, "Andre\u0301", position],
        "a name with a control": [index, salt, name + "\n", position],
        "a name with an invisible": [index, salt, name + "\u200b", position],
        "a name turned around": [index, salt, "\u202e" + name, position],
        "a name of private use": [index, salt, name + "\ue000", position],
        "a name unassigned": [index, salt, name + "\u0378", position],
        "a name on two lines": [index, salt, name + "\u2028", position],
        "three fields": [index, salt, name],
        "five fields": [index, salt, name, position, ""],
    }.items():
        yield what, cbor2.dumps(claims | {PLEDGE: fields})


def _other_claims(claims: Claims) -> Iterator[tuple[str, object]]:
    yield "a further claim", claims | {8: "x"}
    yield "no origin", {key: value for key, value in claims.items() if key != ORIGIN}
    yield "a list", list(claims.values())
    yield "a number", 7
    yield "null", None
    for origin in ("", "ikrar.test", "ikrar.test/log/A", "IKRAR.test/log/netral", b"x", 3):
        yield f"origin {origin!r}", claims | {ORIGIN: origin}
    for code in (b"", b"0123456789AB", b"0123456789af", "0123456789AF", b"\xff" * 12, b"O" * 12):
        yield f"code {code!r}", claims | {CODE: code}
    for time in (-1, 2**53, 2**64, True, None, "1"):
        yield f"time {time!r}", claims | {TIME: time}
    yield "fields as text", claims | {PLEDGE: "0123"}


def _with(claims: Claims, which: int, encoded: bytes) -> bytes:
    """The claims with the bytes of one value replaced."""
    parts = [
        cbor2.dumps(key) + (encoded if key == which else cbor2.dumps(value))
        for key, value in claims.items()
    ]
    return b"\xa4" + b"".join(parts)


def _joined(values: list[Any]) -> bytes:
    return b"".join(map(cbor2.dumps, values))
