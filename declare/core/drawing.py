"""Drawn signatures: strokes of points, x and y only.

Time and pressure would be biometric data, so the parser accepts nothing but pairs of integers.
"""

import json

from declare.core.errors import CoreError

Stroke = list[tuple[int, int]]

MAX_BYTES = 20_000
_MAX_STROKES = 500
_FARTHEST = 10_000


class DrawingError(CoreError):
    """The text is not a drawing: `size` or `form`."""


def read(text: str) -> list[Stroke]:
    """Return the strokes in `[[[x,y],…],…]`; raise `DrawingError` for anything else.

    A coordinate is an integer from -10,000 to 10,000: a pen may leave the pad. A drawing without
    strokes is an empty list.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise DrawingError("size")
    try:
        strokes = json.loads(text)
    except (ValueError, RecursionError):
        raise DrawingError("form") from None
    if not isinstance(strokes, list) or len(strokes) > _MAX_STROKES:
        raise DrawingError("form")
    return [_stroke(stroke) for stroke in strokes]


def write(strokes: list[Stroke]) -> bytes:
    """Return the strokes as compact JSON."""
    return json.dumps(strokes, separators=(",", ":")).encode("ascii")


def _stroke(points: object) -> Stroke:
    if not isinstance(points, list) or not points:
        raise DrawingError("form")
    return [_point(point) for point in points]


def _point(point: object) -> tuple[int, int]:
    if not isinstance(point, list) or len(point) != 2:
        raise DrawingError("form")
    x, y = point
    # `type` and not `isinstance`: in JSON `true` is no number.
    if type(x) is not int or type(y) is not int or max(abs(x), abs(y)) > _FARTHEST:
        raise DrawingError("form")
    return x, y
