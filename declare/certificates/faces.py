"""The typefaces of the certificate: what they can print, and how wide it becomes.

The files are whole static TrueType fonts; a text is measured as Pango sets it, with pair kerning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[2] / "static" / "fonts"

_PAIR, _EXTENSION = 2, 9


@dataclass(frozen=True)
class Face:
    """One font file under its CSS name; `letter_space` and `word_space` are added, in em."""

    family: str
    weight: int
    file: str
    letter_space: float = 0.0
    word_space: float = 0.0

    @cached_property
    def _font(self) -> Any:
        return TTFont(FOLDER / self.file, lazy=True)

    @cached_property
    def _glyph_names(self) -> dict[int, str]:
        names: dict[int, str] = self._font.getBestCmap()
        return names

    @cached_property
    def _advances(self) -> dict[str, int]:
        scale = 1000 / self._font["head"].unitsPerEm
        return {name: round(wide * scale) for name, (wide, _) in self._font["hmtx"].metrics.items()}

    @cached_property
    def _pair_tables(self) -> tuple[Any, ...]:
        return tuple(_pair_tables(self._font["GPOS"].table)) if "GPOS" in self._font else ()

    def glyph(self, character: str) -> int:
        """Return the glyph number of a character that the face has."""
        number: int = self._font.getGlyphID(self._glyph_names[ord(character)])
        return number

    def advance(self, character: str) -> int:
        """Return the width of a character's glyph, in thousandths of an em."""
        return self._advances[self._glyph_names[ord(character)]]

    def missing(self, text: str) -> str:
        """Return the characters of `text` that this face cannot print, each once."""
        return "".join(dict.fromkeys(c for c in text if ord(c) not in self._glyph_names))

    def advances(self, text: str) -> list[int]:
        """Return how far each character moves the pen, kerning included, in thousandths of an em.

        A character that the face lacks counts as one em: nothing measured is too narrow.
        """
        names = [self._glyph_names.get(ord(character), "") for character in text]
        moves = [self._advances.get(name, 1000) for name in names]
        for place, (first, second) in enumerate(pairwise(names)):
            moves[place] += self._kerning(first, second)
        letter, word = round(self.letter_space * 1000), round(self.word_space * 1000)
        return [m + letter + word * (c == " ") for m, c in zip(moves, text, strict=True)]

    def width(self, text: str, size: float) -> float:
        """Return the width of one line of text, in the unit of `size`."""
        return sum(self.advances(text)) * size / 1000

    def draw(self, character: str, pen: BasePen) -> None:
        """Draw the outline of a character, in font units, y upwards."""
        self._font.getGlyphSet()[self._glyph_names[ord(character)]].draw(pen)

    def _kerning(self, first: str, second: str) -> int:
        return _kerning(self, first, second)


@cache
def _kerning(face: Face, first: str, second: str) -> int:
    """The move between two glyphs: the first table that covers the first one decides."""
    for table in face._pair_tables:
        if first in table.Coverage.glyphs:
            found = _pair(table, first, second)
            if found is not None:
                return found
    return 0


def _pair(table: Any, first: str, second: str) -> int | None:
    """One subtable's value for a pair, or None if the next one shall be asked."""
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
        value = next((pair.Value1 for pair in pairs if pair.SecondGlyph == second), None)
        return None if value is None else getattr(value, "XAdvance", 0)
    row = table.Class1Record[table.ClassDef1.classDefs.get(first, 0)]
    value = row.Class2Record[table.ClassDef2.classDefs.get(second, 0)].Value1
    return getattr(value, "XAdvance", 0) if value else 0


def _pair_tables(table: Any) -> Iterator[Any]:
    """The subtables for pairs in the `kern` feature, in the font's order."""
    features = table.FeatureList.FeatureRecord
    lookups = {n for f in features if f.FeatureTag == "kern" for n in f.Feature.LookupListIndex}
    for number in sorted(lookups):
        for subtable in table.LookupList.Lookup[number].SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
            if inner.LookupType == _PAIR:
                yield inner


def _sans(weight: int, style: str) -> Face:
    return Face("Plus Jakarta Sans", weight, f"PlusJakartaSans_{weight}{style}.ttf", 0.0, 0.035)


LIGHT = _sans(300, "Light")
REGULAR = _sans(400, "Regular")
MEDIUM = _sans(500, "Medium")
SEMIBOLD = _sans(600, "SemiBold")
BOLD = _sans(700, "Bold")
SERIF = Face("Source Serif", 400, "SourceSerif4_400Regular.ttf")
SERIF_SEMIBOLD = Face("Source Serif", 600, "SourceSerif4_600SemiBold.ttf", -0.01)

ALL = (LIGHT, REGULAR, MEDIUM, SEMIBOLD, BOLD, SERIF, SERIF_SEMIBOLD)
