"""Part of `make assets`: what the certificate's fonts tell a typesetter, as plain numbers.

A web worker measures every name, and fontTools with its tables would be 12 MiB there. Pair kerning
is that of GPOS (OpenType, lookup type 2); an advance or a move is in font units, 1/1000 em.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

from declare.press import fonts

_PAIR, _EXTENSION = 2, 9
_SINGLE_PAIRS = 1


def described() -> str:
    """The content of the file: for each font one line of JSON."""
    lines = (
        f'"{face.file}": {_compact(_described(TTFont(fonts.FOLDER / face.file)))}'
        for face in fonts.ALL
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _described(font: TTFont) -> dict[str, Any]:
    """Characters, and in their order: glyph number, advance, row and column of the kerning.

    Characters that kern alike share a row, or a column.
    """
    names = font.getBestCmap()
    tables = list(_tables(font["GPOS"].table))
    moves = [_row(tables, first, list(names.values())) for first in names.values()]
    rows, row_of = _shared(moves)
    columns, column_of = _shared(list(zip(*rows, strict=True)))
    return {
        "characters": "".join(map(chr, names)),
        "glyphs": [font.getGlyphID(name) for name in names.values()],
        "advances": [font["hmtx"].metrics[name][0] for name in names.values()],
        "rows": row_of,
        "columns": column_of,
        "kerning": [list(row) for row in zip(*columns, strict=True)],
    }


def _shared(lines: list[tuple[int, ...]]) -> tuple[list[tuple[int, ...]], list[int]]:
    """The different ones among them, and which of these each is."""
    different = {line: place for place, line in enumerate(dict.fromkeys(lines))}
    return list(different), [different[line] for line in lines]


def _row(tables: list[Any], first: str, seconds: list[str]) -> tuple[int, ...]:
    """The moves between a glyph and each that may follow: the first table that knows a pair."""
    found: dict[str, int] = {}
    for table in tables:
        if first not in table.Coverage.glyphs:
            continue
        if table.Format == _SINGLE_PAIRS:
            pairs = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
            found = {pair.SecondGlyph: _advance(pair) for pair in reversed(pairs)} | found
        else:
            row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)].Class2Record
            classes = table.ClassDef2.classDefs
            found = {second: _advance(row[classes.get(second, 0)]) for second in seconds} | found
    return tuple(found.get(second, 0) for second in seconds)


def _advance(record: Any) -> int:
    return getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0


def _tables(table: Any) -> Iterator[Any]:
    """The tables of the `kern` feature, in the font's order."""
    features = table.FeatureList.FeatureRecord
    lookups = {n for f in features if f.FeatureTag == "kern" for n in f.Feature.LookupListIndex}
    for number in sorted(lookups):
        for subtable in table.LookupList.Lookup[number].SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
            if inner.LookupType == _PAIR:
                yield inner


def _compact(values: dict[str, Any]) -> str:
    return json.dumps(values, separators=(",", ":"))


if __name__ == "__main__":
    fonts.METRICS.write_text(described())
