"""The fonts of the certificate: what they can print, and how wide it becomes.

The files are whole static TrueType fonts; a text is measured as Pango sets it, with pair kerning.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[2] / "static" / "fonts"
METRICS = Path(__file__).with_name("metrics.json")


@dataclass(frozen=True)
class Font:
    """One font file under its CSS name; `letter_space` and `word_space` are added, in em."""

    family: str
    weight: int
    file: str
    letter_space: float = 0.0
    word_space: float = 0.0

    def glyph(self, character: str) -> int:
        """Return the glyph number of a character that the font has."""
        return self._metrics.glyphs[character].number

    def advance(self, character: str) -> int:
        """Return the width of a character's glyph, in thousandths of an em."""
        return self._metrics.glyphs[character].advance

    def missing(self, text: str) -> str:
        """Return the characters of `text` that this font cannot print, each once."""
        return "".join(dict.fromkeys(c for c in text if c not in self._metrics.glyphs))

    def advances(self, text: str) -> list[int]:
        """Return how far each character moves the pen, kerning included, in thousandths of an em.

        A character that the font lacks counts as one em: nothing measured is too narrow.
        """
        glyphs = [self._metrics.glyphs.get(character) for character in text]
        moves = [glyph.advance if glyph else 1000 for glyph in glyphs]
        for place, (first, second) in enumerate(pairwise(glyphs)):
            if first and second:
                moves[place] += self._metrics.kerning[first.row][second.column]
        letter, word = round(self.letter_space * 1000), round(self.word_space * 1000)
        return [m + letter + word * (c == " ") for m, c in zip(moves, text, strict=True)]

    @property
    def _metrics(self) -> _Metrics:
        return _metrics()[self.file]

    def width(self, text: str, size: float) -> float:
        """Return the width of one line of text, in the unit of `size`."""
        return sum(self.advances(text)) * size / 1000


class _Glyph(NamedTuple):
    """A character's glyph; `row` and `column` lead to its kerning with the next and the last."""

    number: int
    advance: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Metrics:
    """A font's numbers. A unit is 1/1000 em."""

    glyphs: dict[str, _Glyph]
    kerning: tuple[array[int], ...]


@cache
def _metrics() -> dict[str, _Metrics]:
    """The numbers of all fonts, as `tools.metrics` wrote them down, by file."""
    return {file: _read(values) for file, values in json.loads(METRICS.read_text()).items()}


def _read(values: Mapping[str, Any]) -> _Metrics:
    columns = (values[name] for name in ("characters", "glyphs", "advances", "rows", "columns"))
    glyphs = {character: _Glyph(*rest) for character, *rest in zip(*columns, strict=True)}
    return _Metrics(glyphs, tuple(array("h", row) for row in values["kerning"]))


def _sans(weight: int, style: str) -> Font:
    return Font("Plus Jakarta Sans", weight, f"PlusJakartaSans_{weight}{style}.ttf", 0.0, 0.035)


LIGHT = _sans(300, "Light")
REGULAR = _sans(400, "Regular")
MEDIUM = _sans(500, "Medium")
SEMIBOLD = _sans(600, "SemiBold")
BOLD = _sans(700, "Bold")
SERIF = Font("Source Serif", 400, "SourceSerif4_400Regular.ttf")
SERIF_SEMIBOLD = Font("Source Serif", 600, "SourceSerif4_600SemiBold.ttf", -0.01)

ALL = (LIGHT, REGULAR, MEDIUM, SEMIBOLD, BOLD, SERIF, SERIF_SEMIBOLD)
