"""How much of a statement a certificate prints, and how large: all of it wherever it can be read.

Clauses stand in two columns, read row by row. A statement that would need type smaller than the
smallest here is named by its title and the address of its text instead of being cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from declare.core.statement import Statement
from declare.press import fonts
from declare.press.fitting import ADDRESS_PARTS, MM_PER_POINT, Measure, ems

_WIDTH, _COLUMN, _COLUMNS = 182.0, 92.0, 2
NUMERAL = 5.0
"""Between a clause's numeral and its text, in mm from one left edge to the other."""
_COLUMN_TEXT = 81.0

_LARGEST, _LEADING, _GAP = 8.6, 1.384, 1.1
_SMALL, _TIGHT_LEADING = 5.6, 1.25
# The closing is part of what was signed: it goes only before the type becomes hard to read.
_CHOICES = (
    *((size, True) for size in (8.6, 8.1, 7.6, 7.1, 6.7)),
    *((size, False) for size in (7.1, 6.7)),
    *((size, closed) for size in (6.3, 5.9, 5.5, 5.1, 4.8) for closed in (True, False)),
)
# A reduplicated word may be parted at its hyphen, as in "masing-masing".
_PROSE = re.compile(r"[^\s\-]+-*\s*|-+\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one paragraph or clause; its place is in mm from the wording's upper left."""

    left: float
    top: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The printed part of a statement: type size in points, the other lengths in mm."""

    size: float
    leading: float
    height: float
    opening: Block
    clauses: tuple[Block, ...]
    closing: Block | None


def choose(statement: Statement, address: str, height: float) -> Wording:
    """Return what of a statement fits into `height` mm; `address` is where its whole text is."""
    for size, closed in _CHOICES:
        closing = statement.closing if closed else ""
        shown = _set(size, statement.opening, statement.clauses, closing)
        if shown.height <= height:
            return shown
    return _named(statement, address)


def _named(statement: Statement, address: str) -> Wording:
    title = _set(_LARGEST, statement.title, (), "")
    whole = f"Naskah lengkap ({len(statement.clauses)} butir) ada di "
    lines = (whole, *_lines(address, _LARGEST, _WIDTH, ADDRESS_PARTS))
    return replace(title, closing=Block(0.0, round(title.height + _GAP, 3), lines))


def _set(size: float, opening: str, clauses: Sequence[str], closing: str) -> Wording:
    tight = _TIGHT_LEADING if size < _SMALL else _LEADING
    leading, gap = size * tight * MM_PER_POINT, _GAP * size / _LARGEST
    first = Block(0.0, 0.0, _lines(opening, size, _WIDTH))
    top = len(first.lines) * leading + gap
    blocks: list[Block] = []
    for place in range(0, len(clauses), _COLUMNS):
        row = [_lines(clause, size, _COLUMN_TEXT) for clause in clauses[place : place + _COLUMNS]]
        blocks += [Block(n * _COLUMN, round(top, 3), lines) for n, lines in enumerate(row)]
        top += max(map(len, row)) * leading + gap
    last = Block(0.0, round(top, 3), _lines(closing, size, _WIDTH)) if closing else None
    height = top + len(last.lines) * leading if last else top - gap
    return Wording(size, round(leading, 3), height, first, tuple(blocks), last)


def _lines(
    text: str, size: float, width: float, pieces: re.Pattern[str] = _PROSE
) -> tuple[str, ...]:
    return Measure.of(text, fonts.SERIF, pieces).lines(ems(width, size))
