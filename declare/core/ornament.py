"""Guilloche and rosette: line ornament computed from a statement's SHA-256.

Petal numbers, windings and phases are bytes of the digest, so that one statement has one rosette
everywhere and two statements have visibly different ones. Curves are cubic Béziers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Point = tuple[float, float]

DIGEST_SIZE = 32

# Inner and outer radius of each ring, and the middle of its range of petals. The rings overlap a
# little, and the innermost leaves an eye for the mark.
_RINGS = ((0.70, 1.00, 112), (0.46, 0.755, 92), (0.27, 0.485, 66), (0.19, 0.29, 38))
_PETAL_SPREAD = 16

_STEPS_PER_WAVE = 8


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier path: a start, then for each piece two control points and an end."""

    points: tuple[Point, ...]

    def svg(self, scale: float = 500) -> str:
        """Return SVG path data with whole numbers: one unit of the curve is `scale` of them.

        Only for curves whose control points mirror each other at each joint, as the rosette's do.
        """
        placed = [(round(x * scale), round(y * scale)) for x, y in self.points]
        x, y = placed[0]
        path = f"M{x} {y}"
        for place in range(1, len(placed), 3):
            piece = placed[place : place + 3] if place == 1 else placed[place + 1 : place + 3]
            numbers = (number for px, py in piece for number in (px - x, py - y))
            path += ("c" if place == 1 else "s") + _numbers(numbers)
            x, y = placed[place + 2]
        return path


@dataclass(frozen=True, slots=True)
class Band:
    """An upright guilloche: an even ground and a waisted figure over it."""

    ground: tuple[Curve, ...]
    figure: tuple[Curve, ...]


def rosette(digest: bytes) -> tuple[Curve, ...]:
    """Return the closed curves of a statement's rosette, outermost first, within the unit circle.

    `digest` is the SHA-256 of the statement's bytes. y may point up or down: give it one sense.
    """
    seed = _seed(digest)
    return tuple(_ring(inner, outer, petals, seed) for inner, outer, petals in _RINGS)


def band(digest: bytes, width: float, height: float) -> Band:
    """Return the statement's guilloche in a box of `width` and `height`, from its upper left."""
    seed = _seed(digest)
    waist, sway = 0.62 + next(seed) / 2048, next(seed) / 256 * math.tau
    longs, shorts = 2 + next(seed) % 2, 5 + next(seed) % 3

    def half_width(y: float) -> float:
        turn = y / height * math.tau
        wave = 0.6 * math.cos(longs * turn + sway) + 0.4 * math.cos(shorts * turn)
        return width * 0.44 * (waist + (1 - waist) * wave)

    figure = _mesh(width, height, 15 + next(seed) % 4, height / (5 + next(seed) % 3), half_width)
    ground = _mesh(width, height, 10, height / (8 + next(seed) % 3), lambda _: width / 2)
    return Band(ground, figure)


def _seed(digest: bytes) -> Iterator[int]:
    if len(digest) != DIGEST_SIZE:
        raise ValueError("an ornament is drawn from the 32 bytes of a SHA-256")
    return iter(digest)


def _ring(inner: float, outer: float, petals: int, seed: Iterator[int]) -> Curve:
    """One closed line that swings between two radii `petals` times in `turns` windings."""
    count = petals - _PETAL_SPREAD // 2 + next(seed) % _PETAL_SPREAD
    turns = _coprime(count, round(count / 13) + next(seed) % 4)
    phase = next(seed) / 256 * math.tau
    step = math.pi * turns / count
    points: list[Point] = []
    for node in range(2 * count + 1):
        radius, angle = (outer, inner)[node % 2], phase + node * step
        x, y = radius * math.cos(angle), radius * math.sin(angle)
        # At both radii the line runs along the circle; a third of the arc is the Bézier handle.
        dx, dy = -y * step / 3, x * step / 3
        points += [(x - dx, y - dy), (x, y), (x + dx, y + dy)]
    return Curve(tuple(points[1:-1]))


def _coprime(count: int, turns: int) -> int:
    """The next number of windings that makes one line of all petals."""
    return next(number for number in range(turns, turns + count) if math.gcd(number, count) == 1)


def _mesh(
    width: float, height: float, lines: int, wave: float, half_width: Callable[[float], float]
) -> tuple[Curve, ...]:
    """Waves of one length, evenly out of step, that fill the space between two outlines."""

    def line(shift: float) -> Callable[[float], float]:
        return lambda y: width / 2 + half_width(y) * math.cos(y / wave * math.tau + shift)

    count = math.ceil(height / wave * _STEPS_PER_WAVE)
    shifts = (math.tau * place / lines for place in range(lines))
    return tuple(_through(line(shift), height, count) for shift in shifts)


def _through(x_at: Callable[[float], float], height: float, count: int) -> Curve:
    """The curve x = x_at(y) over `height` in `count` pieces that have its slope at each joint."""
    step, tiny = height / count, height / 1e6
    points: list[Point] = []
    for node in range(count + 1):
        y = node * step
        x, dy = x_at(y), step / 3
        dx = (x_at(y + tiny) - x_at(y - tiny)) / (2 * tiny) * dy
        points += [(x - dx, y - dy), (x, y), (x + dx, y + dy)]
    return Curve(tuple(points[1:-1]))


def _numbers(values: Iterable[int]) -> str:
    """Return numbers as SVG path data, without a space before a minus sign."""
    return "".join(str(v) if v < 0 or not place else f" {v}" for place, v in enumerate(values))
