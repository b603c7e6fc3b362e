"""Entry bundles of C2SP tlog-tiles, as a client asks for and reads them: 256 entries in each."""

from collections.abc import Iterator
from typing import Final

from declare.core.fault import CoreError

WIDTH: Final = 256
"""Entries of a full bundle."""

_LENGTH: Final = 2


class BundleError(CoreError):
    """Bytes that are not the entries which were asked for: `length` or `number`."""


def paths(size: int) -> Iterator[tuple[str, int]]:
    """Yield path and number of entries of each bundle of a log of `size` entries, in order."""
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        partial = "" if width == WIDTH else f".p/{width}"
        yield f"tile/entries/{_spelled(number)}{partial}", width


def read(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of a bundle; raise `BundleError` for any other bytes."""
    found, place = [], 0
    while place < len(data):
        start = place + _LENGTH
        place = start + int.from_bytes(data[place:start], "big")
        if start > len(data) or place > len(data):
            raise BundleError("length")
        found.append(data[start:place])
    if len(found) != width:
        raise BundleError("number")
    return found


def _spelled(number: int) -> str:
    """1234067 is x001/x234/067."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)
