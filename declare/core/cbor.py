"""Decoding of untrusted CBOR (RFC 8949), with a limit of nesting."""

import cbor2

from declare.core.errors import CoreError

_MAX_DEPTH = 4


class CborError(CoreError):
    """The bytes are not CBOR."""


def read(data: bytes) -> object:
    """Return the first item in `data`; raise `CborError`, and nothing else.

    Trailing bytes, duplicate keys and long forms pass: the caller encodes the item again and
    compares the bytes.
    """
    try:
        return cbor2.loads(data, max_depth=_MAX_DEPTH)
    except Exception:
        # Not only CBORDecodeError: for an impossible tagged date or decimal cbor2 passes on
        # exceptions of Python's own classes (OverflowError, decimal.InvalidOperation …).
        raise CborError("cbor") from None
