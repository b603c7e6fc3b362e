"""What surrounds the words, as PDF drawing operators: guilloche, rosette, mark, microtext, CONTOH.

It is drawn as outlines, not as text, in marked content of its own (an artifact, ISO 32000-1
§14.8.2.2), so that nobody who listens to the page or searches it meets it. Lengths are mm from the
upper left of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from declare.core import ornament
from declare.core.ornament import Curve
from declare.press import fonts
from declare.press.outlines import advances, capital_height, outlines

WIDTH, HEIGHT = 297.0, 210.0
POINTS_PER_MM = 72 / 25.4

_MERAH, _PASIR = "#B3132B", "#D9B7A5"
_ROSE, _SAND, _SAMPLE = "#F1D3CC", "#EBDCCF", "#E4BDB4"

_BAND_LEFT, _BAND_WIDTH, _RULE = 2.0, 33.0, 37.6
_ROSETTE, _ROSETTE_RADIUS = (256.0, 49.0), 65.0
_MARK_WIDTH, _BAR_HEIGHT, _BAR_GAP, _BAR_RADIUS = 9.6, 3.0, 1.9, 0.4

_MICRO_LEFT, _MICRO_RIGHT, _MICRO_BASE, _MICRO_HEIGHT = 52.0, 284.0, 194.6, 1.15
_SAMPLE_MIDDLE, _SAMPLE_SIZE, _SAMPLE_SPACE = (166.0, 124.0), 46.0, 0.055
_SINE, _COSINE = 0.358368, 0.933580  # of 21°
_BODY_LEFT = 39.0


@lru_cache(maxsize=16)
def underlay(digest: bytes, slug: str) -> bytes:
    """Draw what lies below the words of the certificates of one statement and event."""
    band = ornament.band(digest, _BAND_WIDTH, HEIGHT)
    rings = ornament.rosette(digest)
    return _artifact(
        [
            *_drawn(band.ground, 0.16, _PASIR, 1, (_BAND_LEFT, 0)),
            *_drawn(band.figure, 0.2, _MERAH, 1, (_BAND_LEFT, 0)),
            *_drawn(rings[1::2], 0.13, _SAND, _ROSETTE_RADIUS, _ROSETTE),
            *_drawn(rings[::2], 0.13, _ROSE, _ROSETTE_RADIUS, _ROSETTE),
            f"{_colour(_MERAH)} RG 0.25 w {_RULE} 0 m {_RULE} {HEIGHT} l S",
            *_mark(),
            *_microtext(f"DEKLARASI NETRALITAS ASN · {slug.upper()} · SATU NAMA, SATU CATATAN · "),
        ]
    )


def overlay(qr_frame: tuple[float, float, float]) -> bytes:
    """Draw CONTOH over the words, but not over the band or the QR's frame (left, top, side)."""
    left, top, side = qr_frame
    text = "CONTOH"
    steps = advances(fonts.BOLD, text, _SAMPLE_SPACE)
    x, y = _SAMPLE_MIDDLE
    start = (sum(steps) - _SAMPLE_SPACE) / 2
    return _artifact(
        [
            f"{_BODY_LEFT} 0 {WIDTH - _BODY_LEFT} {HEIGHT} re {left} {top} {side} {side} re W* n",
            f"{_colour(_SAMPLE)} RG 1 j",
            f"{_COSINE} {-_SINE} {_SINE} {_COSINE} {x} {y} cm",
            f"{_SAMPLE_SIZE} 0 0 {-_SAMPLE_SIZE} {-start * _SAMPLE_SIZE:.3f} "
            f"{_SAMPLE_SIZE * 0.355:.3f} cm {0.28 / _SAMPLE_SIZE:.5f} w",
            *outlines(fonts.BOLD, text, steps),
            "S",
        ]
    )


def _artifact(operators: Iterable[str]) -> bytes:
    flip = f"{POINTS_PER_MM:.6f} 0 0 {-POINTS_PER_MM:.6f} 0 {HEIGHT * POINTS_PER_MM:.4f} cm"
    return "\n".join(["/Artifact BMC q", flip, *operators, "Q EMC"]).encode()


def _drawn(
    curves: Iterable[Curve], width: float, colour: str, scale: float, origin: tuple[float, float]
) -> list[str]:
    """Stroke curves that are `scale` mm to the unit, with their origin at a place on the sheet."""
    lines = [f"{_colour(colour)} RG {width} w"]
    for curve in curves:
        placed = [
            f"{x * scale + origin[0]:.2f} {y * scale + origin[1]:.2f}" for x, y in curve.points
        ]
        pieces = (" ".join(placed[n : n + 3]) + " c" for n in range(1, len(placed), 3))
        lines += [f"{placed[0]} m", *pieces, "S"]
    return lines


def _mark() -> list[str]:
    """The equals sign in the rosette's eye: red over white."""
    x, y = _ROSETTE[0] - _MARK_WIDTH / 2, _ROSETTE[1] - _BAR_HEIGHT - _BAR_GAP / 2
    line = 0.3
    lower = y + _BAR_HEIGHT + _BAR_GAP + line / 2
    return [
        f"{_colour(_MERAH)} rg {_colour(_MERAH)} RG {line} w",
        _rounded(x, y, _MARK_WIDTH, _BAR_HEIGHT) + " f",
        _rounded(x + line / 2, lower, _MARK_WIDTH - line, _BAR_HEIGHT - line) + " S",
    ]


def _rounded(x: float, y: float, width: float, height: float) -> str:
    right, low, r, k = x + width, y + height, _BAR_RADIUS, _BAR_RADIUS * 0.4477
    moves = [
        (x + r, y, "m"), (right - r, y, "l"), (right - k, y, right, y + k, right, y + r, "c"),
        (right, low - r, "l"), (right, low - k, right - k, low, right - r, low, "c"),
        (x + r, low, "l"), (x + k, low, x, low - k, x, low - r, "c"),
        (x, y + r, "l"), (x, y + k, x + k, y, x + r, y, "c"),
    ]  # fmt: skip
    return " ".join(_operator(*numbers, name=str(name)) for *numbers, name in moves) + " h"


def _operator(*numbers: Any, name: str) -> str:
    return " ".join(f"{number:.2f}" for number in numbers) + f" {name}"


def _microtext(text: str) -> list[str]:
    """One line of capitals that only a good printer keeps, repeated from margin to margin."""
    size = _MICRO_HEIGHT / capital_height(fonts.BOLD)
    steps = advances(fonts.BOLD, text)
    unit = "\n".join([*outlines(fonts.BOLD, text, steps), "f"])
    step, wide = sum(steps) * size, _MICRO_RIGHT - _MICRO_LEFT
    top = _MICRO_BASE - _MICRO_HEIGHT - 1
    clip = f"{_MICRO_LEFT} {top} {wide} {_MICRO_HEIGHT + 2} re W n {_colour(_MERAH)} rg"
    starts = (_MICRO_LEFT + step * place for place in range(int(wide / step) + 1))
    lines = (
        f"q {size:.5f} 0 0 {-size:.5f} {start:.3f} {_MICRO_BASE} cm\n{unit}\nQ" for start in starts
    )
    return ["q", clip, *lines, "Q"]


def _colour(value: str) -> str:
    return " ".join(f"{int(value[place : place + 2], 16) / 255:.3f}" for place in (1, 3, 5))
