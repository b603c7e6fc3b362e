"""The typefaces of the certificate: what they can print, and how wide it becomes.

The files are whole static TrueType fonts; a text is measured as Pango sets it, with pair kerning.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from declare.certificates import kerning

FOLDER = Path(__file__).parents[2] / "static" / "fonts"


@dataclass(frozen=True)
class Face:
    """One font file under its CSS name; `letter_space` and `word_space` are added, in em."""

    family: str
    weight: int
    file: str
    letter_space: float = 0.0
    word_space: float = 0.0

    def glyph(self, character: str) -> int:
        """Return the glyph number of a character that the face has."""
        metrics = _metrics(self.file)
        return metrics.numbers[metrics.names[character]]

    def advance(self, character: str) -> int:
        """Return the width of a character's glyph, in thousandths of an em."""
        metrics = _metrics(self.file)
        return metrics.advances[metrics.names[character]]

    def missing(self, text: str) -> str:
        """Return the characters of `text` that this face cannot print, each once."""
        return "".join(dict.fromkeys(c for c in text if c not in _metrics(self.file).names))

    def advances(self, text: str) -> list[int]:
        """Return how far each character moves the pen, kerning included, in thousandths of an em.

        A character that the face lacks counts as one em: nothing measured is too narrow.
        """
        metrics = _metrics(self.file)
        names = [metrics.names.get(character, "") for character in text]
        moves = [metrics.advances.get(name, 1000) for name in names]
        for place, (first, second) in enumerate(pairwise(names)):
            moves[place] += kerning.between(FOLDER / self.file, first, second)
        letter, word = round(self.letter_space * 1000), round(self.word_space * 1000)
        return [m + letter + word * (c == " ") for m, c in zip(moves, text, strict=True)]

    def width(self, text: str, size: float) -> float:
        """Return the width of one line of text, in the unit of `size`."""
        return sum(self.advances(text)) * size / 1000

    def open(self) -> Any:
        """Return the `TTFont`. It is read as it is used, so each thread needs one of its own."""
        return TTFont(FOLDER / self.file)


@dataclass(frozen=True, slots=True)
class _Metrics:
    """A font's numbers as plain values, which threads may share. A unit is 1/1000 em."""

    names: dict[str, str]
    numbers: dict[str, int]
    advances: dict[str, int]


@cache
def _metrics(file: str) -> _Metrics:
    font = TTFont(FOLDER / file)
    return _Metrics(
        names={chr(point): name for point, name in font.getBestCmap().items()},
        numbers={name: number for number, name in enumerate(font.getGlyphOrder())},
        advances={name: wide for name, (wide, _) in font["hmtx"].metrics.items()},
    )


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
