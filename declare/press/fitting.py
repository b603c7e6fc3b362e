"""Which size of type a text takes so that it never leaves its place on the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from declare.press.fonts import Font

MM_PER_POINT = 25.4 / 72

WORDS = re.compile(r"\S+\s*")
"""A line may end after any space."""
ADDRESS_PARTS = re.compile(r"[^/.\-]+[/.\-]*|[/.\-]+")
"""An address may also end a line after a slash, a point or a dash."""

_SMALLER = 0.9
_LEAST_GAIN = 0.1  # em: balancing stops here


@dataclass(frozen=True, slots=True)
class Fit:
    """A text cut into lines at a size in points."""

    size: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A text with the place of the pen before each character, in em, and where a line may end."""

    text: str
    places: tuple[float, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str, font: Font, pieces: re.Pattern[str] = WORDS) -> Measure:
        moves = (advance / 1000 for advance in font.advances(text))
        ends = tuple(match.end() for match in pieces.finditer(text))
        return cls(text, tuple(accumulate(moves, initial=0.0)), ends)

    def width(self, start: int, end: int) -> float:
        """The width of a line, in em; spaces at its end take no room."""
        end_of_ink = start + len(self.text[start:end].rstrip())
        return self.places[end_of_ink] - self.places[start]

    def lines(self, width: float) -> tuple[str, ...]:
        """Cut into lines of at most `width` em; a word that is longer is cut anywhere."""
        cuts, last = [0], 0
        for end in self.ends:
            if self.width(cuts[-1], end) > width and last > cuts[-1]:
                cuts.append(last)
            while self.width(cuts[-1], end) > width and end > cuts[-1] + 1:
                cuts.append(self._cut(cuts[-1], end, width))
            last = end
        return tuple(
            self.text[start:end].rstrip()
            for start, end in zip(cuts, [*cuts[1:], len(self.text)], strict=True)
        )

    def _cut(self, start: int, end: int, width: float) -> int:
        """Where a line that is one too long word ends: after one character at least."""
        shorter = range(end - 1, start, -1)
        return next((cut for cut in shorter if self.width(start, cut) <= width), start + 1)


def fit(
    text: str,
    font: Font,
    choices: Sequence[tuple[float, int]],
    width: float,
    pieces: re.Pattern[str] = WORDS,
) -> Fit:
    """Return the text at the first of `choices` (size, most lines) at which it fits `width` mm.

    Where none fits, the last one is made smaller until it does. Lines are of even length.
    """
    measure = Measure.of(text, font, pieces)
    for size, most in choices:
        if len(measure.lines(ems(width, size))) <= most:
            return Fit(size, _balanced(measure, ems(width, size)))
    size, most = choices[-1]
    while len(measure.lines(ems(width, size))) > most:
        size *= _SMALLER
    return Fit(size, _balanced(measure, ems(width, size)))


def ems(width: float, size: float) -> float:
    """Return `width` mm in ems of type of `size` points."""
    return width / (size * MM_PER_POINT)


def _balanced(measure: Measure, width: float) -> tuple[str, ...]:
    """The same number of lines, none of them much longer than it must be."""
    lines = measure.lines(width)
    narrow, wide = width / max(len(lines), 1), width
    while len(lines) > 1 and wide - narrow > _LEAST_GAIN:
        middle = (narrow + wide) / 2
        tried = measure.lines(middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            lines, wide = tried, middle
    return lines
