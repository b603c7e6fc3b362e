"""What was measured, and the table of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measurement. `beside` is what stands next to it in the same run."""

    what: str
    measured: str
    beside: str
    target: str
    met: bool


HEADINGS = ("", "measured", "beside", "target", "")


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text, in columns."""
    rows = [HEADINGS, *((f.what, f.measured, f.beside, f.target, _word(f.met)) for f in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _word(met: bool) -> str:
    return "pass" if met else "MISS"
