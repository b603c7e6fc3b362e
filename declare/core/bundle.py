"""Entry bundles of C2SP tlog-tiles: 256 entries each, every one after its length in two bytes."""

from collections.abc import Iterable, Iterator
from typing import Final

from declare.core.errors import CoreError
from declare.core.tiles import WIDTH, Tile

_LENGTH: Final = 2


class BundleError(CoreError):
    """Not a bundle of that many entries: `length` or `number`."""


def paths(size: int) -> Iterator[tuple[str, int]]:
    """Yield path and number of entries of each bundle of a log of `size` entries, in order."""
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        yield f"tile/{Tile(None, number, width).path()}", width


def write(entries: Iterable[bytes]) -> bytes:
    """Return the bundle of these entries, each of which has fewer than 65,536 bytes."""
    return b"".join(len(each).to_bytes(_LENGTH, "big") + each for each in entries)


def read(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of a bundle; raise `BundleError` for any other bytes."""
    entries, place = [], 0
    while place < len(data):
        start = place + _LENGTH
        place = start + int.from_bytes(data[place:start], "big")
        if start > len(data) or place > len(data):
            raise BundleError("length")
        entries.append(data[start:place])
    if len(entries) != width:
        raise BundleError("number")
    return entries
