"""Placing of the labels on the wall's map: near their province, apart from each other, over sea.

All lengths are in cells of `land.txt`, a coarse copy of the map that `make assets` draws. The
places depend on the provinces that are shown: all 34 labels do not fit on the map at once, and one
fixed place for each drops labels of small events and puts the others farther away.
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
"""Cost of a label for each cell of a shown province, of other land, of distance to its own."""

_ASIDE = 0.4
"""Cost for each cell of distance to the middle of its province."""

_ROUNDS = 12

_FEW = 14
_MOST, _LEAST = 400.0, 120.0
"""Highest cost of a label that is shown; the latter where more than `_FEW` are wanted."""

_LEGEND = (94, 66, 105)
"""The box of the map's legend: left, top, width."""

_NEAR = 3.0
"""Distance to its province from which a label gets a line."""

_SAMPLE = 24
"""Number of cells of a province to which distances are measured."""


class Box(NamedTuple):
    left: int
    top: int
    width: int

    def meets(self, other: Box) -> bool:
        """Whether two boxes touch."""
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

    In a round each label takes its cheapest free place in turn; labels without a free place come
    first in the next round. The cheapest round is returned, in which labels may be missing.
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
        boxes, price = _round(order, offers)
        if price < best_price:
            best, best_price = boxes, price
    return tuple(Label(code, box, _line(box, _near(code))) for code, box in best.items())


def _offers(code: str, width: int, weights: _Weights, most: float) -> list[tuple[float, Box]]:
    """Places of a province's label below the highest cost, the cheapest first."""
    near = _near(code)
    priced = (
        (weights.of(box) + _FAR * _way(box, near) + _ASIDE * _gap(box, _middle(near)), box)
        for box in _candidates(near, width)
    )
    return sorted(offer for offer in priced if offer[0] < most)


def _round(
    order: Sequence[str], offers: Mapping[str, Sequence[tuple[float, Box]]]
) -> tuple[dict[str, Box], float]:
    """The places of the labels that have one, taken in this order, and their cost."""
    taken = [Box(*_LEGEND)]
    boxes: dict[str, Box] = {}
    total = 0.0
    for code in order:
        free = (offer for offer in offers[code] if not any(map(offer[1].meets, taken)))
        price, box = next(free, (_MOST, None))
        total += price
        if box is not None:
            boxes[code] = box
            taken.append(box)
    return boxes, total


class _Weights:
    """Cost of covering land, as a summed-area table: a box takes four look-ups."""

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
        """The cost of a box with one cell around it."""
        last = len(self._sums) - 1
        upper = self._sums[min(max(0, box.top - 1), last)]
        lower = self._sums[min(max(0, box.top + HEIGHT + 1), last)]
        left, right = max(0, box.left - 1), min(box.left + box.width + 1, len(upper) - 1)
        return lower[right] - lower[left] - upper[right] + upper[left]


@cache
def _near(code: str) -> Sequence[Cell]:
    """Some cells of a province, to which distances are measured."""
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
    """Distance of a cell from a box; 0 inside."""
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
