"""The arrival curve, scaled to the time that is shown: x runs from 0 to 1, y counts people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from declare.core.moment import Zone, local
from declare.counts.arrivals import Point
from declare.events.models import Event

Line = list[tuple[float, int]]

_EARLY = timedelta(hours=3)
"""Arrivals earlier than this before the start only raise the level at which the curve begins."""

_MINUTE = timedelta(minutes=1)
_STEPS = [timedelta(minutes=n) for n in (5, 10, 15, 30, 60, 120, 180, 360, 720)]
_MOST_STEPS = 6

_DRAWN = 160
"""Most points of a line; a screen shows no more, and each makes the page heavier."""


@dataclass(frozen=True)
class Chart:
    """The values of `components/curve.html`; `opened` is the x at which signing was opened."""

    begins: datetime
    present: Line
    signed: Line
    registered: int
    hours: list[tuple[float, str]]
    opened: float | None


def chart(points: Sequence[Point], event: Event, registered: int, now: datetime) -> Chart | None:
    """The curve of an event; None before the first arrival."""
    if not points:
        return None
    zone = Zone(event.zone)
    first, last = _window(points, event, now)
    step = _step(last - first)
    begin = _floor(first, step, zone)
    count = max(1, -((begin - last) // step))
    whole = count * step
    drawn = _thinned(_levels(points, begin, last), begin, whole / _DRAWN)
    opened = event.signing_opened_at
    return Chart(
        begins=begin,
        present=[((point.at - begin) / whole, point.present) for point in drawn],
        signed=_begun([((point.at - begin) / whole, point.signed) for point in drawn]),
        registered=registered,
        hours=[(n / count, _label(begin + n * step, step, zone)) for n in range(count + 1)],
        opened=(opened - begin) / whole if opened and begin <= opened <= last else None,
    )


def _window(points: Sequence[Point], event: Event, now: datetime) -> tuple[datetime, datetime]:
    """From the first arrival until now or the end of the event."""
    first, last = points[0].at, points[-1].at
    last = max(last, min(now, event.ends_at or last))
    if event.starts_at is not None and first < event.starts_at - _EARLY < last:
        first = event.starts_at - _EARLY
    return first, last


def _step(length: timedelta) -> timedelta:
    fitting = [step for step in _STEPS if length <= (_MOST_STEPS - 1) * step]
    return fitting[0] if fitting else timedelta(days=length // timedelta(days=_MOST_STEPS) + 1)


def _floor(at: datetime, step: timedelta, zone: Zone) -> datetime:
    """The last full step on the clocks of `zone`."""
    midnight = local(at, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (local(at, zone) - midnight) // step * step


def _levels(points: Iterable[Point], begin: datetime, last: datetime) -> Iterator[Point]:
    """The points from `begin` to `last`, and before each rise the level that it starts from."""
    level = Point(begin, 0, 0)
    for point in points:
        if point.at > begin:
            yield level
            if point.at - level.at > _MINUTE:
                yield level._replace(at=point.at - _MINUTE)
        level = point._replace(at=max(begin, point.at))
    yield level
    yield level._replace(at=max(level.at, last))


def _thinned(points: Iterable[Point], begin: datetime, width: timedelta) -> list[Point]:
    """The first point, and the last one of every `width`."""
    points = list(points)
    last_by_width = {(point.at - begin) // width: point for point in points}
    return [points[0], *last_by_width.values()]


def _begun(line: Line) -> Line:
    """The line from its last zero on; empty if it is zero throughout."""
    rises = [place for place, (_, number) in enumerate(line) if number]
    return line[max(0, rises[0] - 1) :] if rises else []


def _label(at: datetime, step: timedelta, zone: Zone) -> str:
    if step >= timedelta(days=1):
        return f"{local(at, zone).day}/{local(at, zone).month}"
    return f"{local(at, zone):%H.%M}"
