"""Reading CBOR (RFC 8949) from strangers."""

import cbor2

from declare.core.errors import CoreError

_MAX_DEPTH = 4


class CborError(CoreError):
    """Bytes that are no CBOR."""


def read(data: bytes) -> object:
    """Return the first item in `data`; raise `CborError`, and nothing else.

    Trailing bytes, duplicate keys and long forms pass: who calls this compares the encoding of
    what it read with what it was given.
    """
    try:
        return cbor2.loads(data, max_depth=_MAX_DEPTH)
    except Exception:
        # Not CBORDecodeError alone: for a tagged date or decimal that cannot be, cbor2 lets
        # through what Python's own classes raise (OverflowError, decimal.InvalidOperation …).
        raise CborError("cbor") from None
