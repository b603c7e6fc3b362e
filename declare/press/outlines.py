"""Type as shapes: the outlines of characters as PDF path operators."""

from __future__ import annotations

from collections.abc import Sequence

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from declare.press.fonts import FOLDER, Font


def advances(font: Font, text: str, space: float = 0.0) -> list[float]:
    """Return how far each character moves the pen, in em, with `space` more behind each."""
    return [advance / 1000 + space for advance in font.advances(text)]


def outlines(font: Font, text: str, steps: Sequence[float]) -> list[str]:
    """Return the path of a line of type in em, y upwards, each character a step after the last."""
    file = _file(font)
    operators: list[str] = []
    x = 0.0
    for character, step in zip(text, steps, strict=True):
        operators += _drawn(file, character, x).operators
        x += step
    return operators


def capital_height(font: Font) -> float:
    """Return the height of an H, in em."""
    return _drawn(_file(font), "H", 0.0).top


def _file(font: Font) -> TTFont:
    return TTFont(FOLDER / font.file)


def _drawn(file: TTFont, character: str, x: float) -> _PathPen:
    pen = _PathPen(x)
    file.getGlyphSet()[file.getBestCmap()[ord(character)]].draw(pen)
    return pen


class _PathPen(BasePen):
    """Writes an outline as PDF path operators, in em."""

    def __init__(self, x: float) -> None:
        super().__init__(None)
        self.operators: list[str] = []
        self.top = 0.0
        self._x = x

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("c", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        self.top = max(self.top, *(y / 1000 for _, y in points), 0)
        numbers = (f"{x / 1000 + self._x:.4f} {y / 1000:.4f}" for x, y in points)
        self.operators.append(f"{' '.join(numbers)} {operator}")
