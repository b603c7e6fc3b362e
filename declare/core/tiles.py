"""Tiles of C2SP tlog-tiles (c2sp.org/tlog-tiles): a log as files that never change.

A tile of level L holds up to 256 hashes, each the root of a full tile of level L - 1; tiles of
entries hold 256 entries. A tile that is not yet full is published as a partial tile, with its width
in its path.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from declare.core.entry import MAX_INTEGER
from declare.core.errors import CoreError

WIDTH: Final = 256
"""Number of hashes, or entries, in a full tile."""
HEIGHT: Final = 8
"""Number of levels of the tree in one level of tiles."""

_ENTRIES: Final = "entries"
_PATH = re.compile(
    r"(?P<level>entries|[0-9]{1,2})/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[0-9]{1,3}))?",
    re.ASCII,
)
_LONGEST: Final = 64


class TileError(CoreError):
    """The path is not that of a tile that a log can have."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile; `level` is None for a tile of entries."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The level in the tree of the tile's items; leaves have level 0."""
        return HEIGHT * (self.level or 0)

    @property
    def start(self) -> int:
        """Index of the first item, among the items of its level."""
        return self.number * WIDTH

    @property
    def size(self) -> int:
        """Number of entries of the smallest tree that has this tile."""
        return (self.start + self.width) << self.height

    def path(self) -> str:
        """Return the path below `tile/`: `<L>/<N>[.p/<W>]`, `entries/<N>[.p/<W>]`."""
        level = _ENTRIES if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{level}/{spelled(self.number)}{partial}"

    @classmethod
    def read(cls, path: str) -> Self:
        """Parse a path; raise `TileError` for any path that `path` does not return."""
        match = _PATH.fullmatch(path) if len(path) <= _LONGEST else None
        if match is None:
            raise TileError("path")
        level = None if match["level"] == _ENTRIES else int(match["level"])
        number = int(match["number"].replace("x", "").replace("/", ""))
        tile = cls(level, number, int(match["width"] or WIDTH))
        if not 0 < tile.width <= WIDTH or tile.size > MAX_INTEGER or tile.path() != path:
            raise TileError("path")
        return tile


def spelled(number: int) -> str:
    """Return a tile's number as in paths (tlog-tiles): 1234067 is `x001/x234/067`."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)
