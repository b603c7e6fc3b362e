"""Pair kerning out of a font's GPOS table (OpenType, lookup type 2)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

_PAIR, _EXTENSION = 2, 9
_SINGLE_PAIRS = 1

# The tables are read as they are used, which saves most of their time and memory, and is nothing
# for two threads at once.
_reading = threading.Lock()


@cache
def between(file: Path, first: str, second: str) -> int:
    """Return the move between two glyphs of a font, in font units."""
    with _reading:
        found = (_move(table, first, second) for table in _tables(file))
        return next((move for move in found if move is not None), 0)


def _move(table: Any, first: str, second: str) -> int | None:
    """One table's move for a pair, or None if the next one shall be asked."""
    if first not in table.Coverage.glyphs:
        return None
    if table.Format == _SINGLE_PAIRS:
        pairs = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
        return next((_advance(pair) for pair in pairs if pair.SecondGlyph == second), None)
    row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
    return _advance(row.Class2Record[table.ClassDef2.classDefs.get(second, 0)])


def _advance(record: Any) -> int:
    return getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0


@cache
def _tables(file: Path) -> tuple[Any, ...]:
    """The tables of the `kern` feature, in the font's order."""
    return tuple(_subtables(TTFont(file, lazy=True)["GPOS"].table))


def _subtables(table: Any) -> Iterator[Any]:
    features = table.FeatureList.FeatureRecord
    lookups = {n for f in features if f.FeatureTag == "kern" for n in f.Feature.LookupListIndex}
    for number in sorted(lookups):
        for subtable in table.LookupList.Lookup[number].SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
            if inner.LookupType == _PAIR:
                yield inner
