"""Tiles of C2SP tlog-tiles (c2sp.org/tlog-tiles): a log cut into files that never change.

A tile of a level holds up to 256 hashes of that level, each of which stands for a full tile of the
level below; beside those of hashes there are tiles of entries, 256 in each. What is not yet full is
published as a partial tile, whose path tells its width.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from declare.core.entry import MAX_INTEGER
from declare.core.errors import CoreError

WIDTH: Final = 256
"""Hashes, or entries, of a full tile."""
HEIGHT: Final = 8
"""Levels of the tree in each level of tiles."""

_ENTRIES: Final = "entries"
_PATH = re.compile(
    r"(?P<level>entries|[0-9]{1,2})/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[0-9]{1,3}))?",
    re.ASCII,
)
_LONGEST: Final = 64


class TileError(CoreError):
    """A path of no tile that a log could have."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile; `level` is None for a tile of entries."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The level of the tree, counted from the leaves, that the tile's items stand on."""
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
        """Return the tile of a path; raise `TileError` for any other spelling of it."""
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
    """Return a tile's number as it stands in paths: 1234067 is `x001/x234/067`."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return "/".join(parts)
