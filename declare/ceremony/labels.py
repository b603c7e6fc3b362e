"""Where on the wall's map each province is named: near it, over no other name, rather at sea.

Everything is measured in cells of `land.txt`, a coarse copy of the map that `make assets` draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import product
from math import hypot
from typing import NamedTuple

HEIGHT = 10
"""Cells that a label is high: two lines of text."""

ABOVE = 7
"""Rows of sea over the map that a label may use as well."""

_REACH_ACROSS, _REACH_DOWN, _STRIDE = 40, 24, 3
_LIT, _DARK, _FAR = 20.0, 0.8, 2.0
"""What a label costs: a cell of land that takes part, of other land, a cell of way to its own."""

_ASIDE = 0.4
"""The same for a cell of way to the middle of its province."""

_ROUNDS = 12

_FEW = 14
_MOST, _LEAST = 400.0, 120.0
"""A label that would cost more says less than it hides; the latter if there are more than few."""

_LEGEND = (94, 66, 105)
"""Where the map's legend stands: left, top, width."""

_NEAR = 3.0
"""A label that is farther from its province than this gets a line to it."""

_SAMPLE = 24
"""Cells of a province that distances are measured to."""


class Box(NamedTuple):
    left: int
    top: int
    width: int

    def meets(self, other: Box) -> bool:
        """Whether two labels touch."""
        apart = self.left > other.left + other.width or other.left > self.left + self.width
        return not apart and abs(self.top - other.top) <= HEIGHT


class Cell(NamedTuple):
    column: int
    row: int


@dataclass(frozen=True)
class Label:
    """The place of one province's label; `line` leads from it to the province where that is far."""

    code: str
    box: Box
    line: tuple[Cell, Cell] | None


@dataclass(frozen=True)
class _Land:
    rows: list[str]
    letters: dict[str, str]
    cells: dict[str, list[Cell]]


@cache
def _land() -> _Land:
    text = (resources.files("declare.ceremony") / "land.txt").read_text(encoding="ascii")
    head, *rows = text.splitlines()
    letters = {part[1:]: part[0] for part in head.split()}
    codes = {letter: code for code, letter in letters.items()}
    cells: dict[str, list[Cell]] = {code: [] for code in letters}
    for row, column in product(range(len(rows)), range(len(rows[0]))):
        if rows[row][column] != ".":
            cells[codes[rows[row][column]]].append(Cell(column, row))
    return _Land(rows, letters, cells)


@lru_cache(maxsize=64)
def place(wanted: tuple[tuple[str, int], ...]) -> tuple[Label, ...]:
    """Labels for provinces, each given with its width in cells.

    They choose one after the other. Who finds no room chooses first in the next round; the round
    that names most provinces, and those best, is the answer. What never finds room is left out.
    """
    weights = _Weights({code for code, _ in wanted})
    most = _MOST if len(wanted) <= _FEW else _LEAST
    offers = {code: _offers(code, width, weights, most) for code, width in wanted}
    order = sorted(offers, key=lambda code: (len(offers[code]), code))
    best, best_price = _round(order, offers)
    for _ in range(_ROUNDS):
        missing = [code for code in order if code not in best]
        if not missing:
            break
        order = missing + [code for code in order if code in best]
        found, price = _round(order, offers)
        if price < best_price:
            best, best_price = found, price
    return tuple(Label(code, box, _line(box, _near(code))) for code, box in best.items())


def _offers(code: str, width: int, weights: _Weights, most: float) -> list[tuple[float, Box]]:
    """Every place of a province's label that is worth its price, the cheapest first."""
    near = _near(code)
    priced = (
        (weights.of(box) + _FAR * _way(box, near) + _ASIDE * _gap(box, _middle(near)), box)
        for box in _candidates(near, width)
    )
    return sorted(offer for offer in priced if offer[0] < most)


def _round(
    order: Sequence[str], offers: Mapping[str, Sequence[tuple[float, Box]]]
) -> tuple[dict[str, Box], float]:
    """The place of each label that found room, in this order, and the price of it all."""
    taken = [Box(*_LEGEND)]
    found: dict[str, Box] = {}
    total = 0.0
    for code in order:
        free = (offer for offer in offers[code] if not any(map(offer[1].meets, taken)))
        price, box = next(free, (_MOST, None))
        total += price
        if box is not None:
            found[code] = box
            taken.append(box)
    return found, total


class _Weights:
    """What it costs to cover land, summed up so that a box takes four look-ups."""

    def __init__(self, lit: set[str]) -> None:
        land = _land()
        letters = {land.letters[code] for code in lit}
        self._sums = [[0.0] * (len(land.rows[0]) + 1)]
        for row in land.rows:
            line, above = [0.0], self._sums[-1]
            for column, letter in enumerate(row):
                cost = 0.0 if letter == "." else _LIT if letter in letters else _DARK
                line.append(cost + line[-1] + above[column + 1] - above[column])
            self._sums.append(line)

    def of(self, box: Box) -> float:
        """The price of a box and of one cell around it: a label must not lean on what it is not."""
        last = len(self._sums) - 1
        upper = self._sums[min(max(0, box.top - 1), last)]
        lower = self._sums[min(max(0, box.top + HEIGHT + 1), last)]
        left, right = max(0, box.left - 1), min(box.left + box.width + 1, len(upper) - 1)
        return lower[right] - lower[left] - upper[right] + upper[left]


@cache
def _near(code: str) -> Sequence[Cell]:
    """Some cells of a province, from which the way to it is measured."""
    cells = _land().cells[code]
    return cells[:: max(1, len(cells) // _SAMPLE)]


def _middle(cells: Sequence[Cell]) -> Cell:
    columns, rows = zip(*cells, strict=True)
    return Cell(sum(columns) // len(cells), sum(rows) // len(cells))


def _candidates(near: Sequence[Cell], width: int) -> Iterator[Box]:
    """Boxes around the middle of a province that lie on the map."""
    rows, middle = _land().rows, _middle(near)
    across, down = middle.column - width // 2, middle.row - HEIGHT // 2
    for dx, dy in product(
        range(-_REACH_ACROSS, _REACH_ACROSS + 1, _STRIDE),
        range(-_REACH_DOWN, _REACH_DOWN + 1, _STRIDE),
    ):
        box = Box(across + dx, down + dy, width)
        inside = box.left >= 0 and box.left + width <= len(rows[0])
        if inside and -ABOVE <= box.top <= len(rows) - HEIGHT:
            yield box


def _gap(box: Box, cell: Cell) -> float:
    """How far a cell is from a box; 0 inside."""
    across = max(box.left - cell.column, 0, cell.column - box.left - box.width)
    down = max(box.top - cell.row, 0, cell.row - box.top - HEIGHT)
    return hypot(across, down)


def _way(box: Box, near: Iterable[Cell]) -> float:
    return min(_gap(box, cell) for cell in near)


def _line(box: Box, near: Iterable[Cell]) -> tuple[Cell, Cell] | None:
    """From the edge of the box to the nearest cell of its province."""
    goal = min(near, key=lambda cell: _gap(box, cell))
    if _gap(box, goal) <= _NEAR:
        return None
    start = Cell(
        min(max(goal.column, box.left), box.left + box.width),
        min(max(goal.row, box.top), box.top + HEIGHT),
    )
    return start, goal
