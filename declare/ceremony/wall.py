"""The values of the wall (the projector page) at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from declare.ceremony import labels
from declare.ceremony.labels import Label
from declare.core import region, window
from declare.counts import service as counts
from declare.counts.service import Count, Figures
from declare.events import event_page
from declare.events.models import Event
from declare.pledges import signing_window, tally
from declare.pledges.models import Pledge

NEWEST = 4
"""Latest signers that the wall names, by office."""

STEPS = 7
"""Colours of the map; the last is for complete provinces."""

_SHORT = {"19": "Kep. Bangka Belitung", "31": "DKI Jakarta", "34": "DI Yogyakarta"}


@dataclass(frozen=True)
class Area:
    """A province on the map, with `done` of `total` people; `step` is its colour."""

    code: str
    name: str
    done: int
    total: int

    @property
    def step(self) -> int:
        return min(STEPS - 1, self.done * (STEPS - 1) // self.total)


@dataclass(frozen=True)
class Wall:
    """`done` of `total` is the large number: before signing the present of the registered, during
    signing the signed of the present, after it the signed of the registered."""

    state: window.WindowState
    count: Count
    done: int
    total: int
    areas: Mapping[str, Area]
    labels: tuple[Label, ...]
    national: Area | None
    newest: list[Pledge]
    provinces: int
    """Number of provinces with expected regions, as divided on the day of the event."""


def read(session: Session, event: Event, now: datetime) -> Wall:
    """Read the values of the wall."""
    count, state = counts.count(session, event, now), signing_window.state(event, now)
    areas = _areas(count.provinces, state)
    done, total = _of(Figures(count.registered, count.present, count.signed), state)
    national = areas.pop(region.NATIONAL, None)
    return Wall(
        state=state,
        count=count,
        done=done,
        total=total,
        areas=areas,
        labels=labels.place(tuple((area.code, _width(area)) for area in areas.values())),
        national=national,
        newest=tally.newest(session, event, NEWEST),
        provinces=sum(bool(one.expected) for one in event_page.provinces(event, count.provinces)),
    )


def _of(figures: Figures, state: window.WindowState) -> tuple[int, int]:
    if state is window.WindowState.SHUT:
        return figures.present, figures.registered
    if state is window.WindowState.CLOSED:
        return figures.signed, figures.registered
    return figures.signed, figures.present


def _areas(provinces: Mapping[str, Figures], state: window.WindowState) -> dict[str, Area]:
    """The provinces that have people to count, as the map draws them: before Papua's division."""
    drawn: dict[str, list[str]] = {}
    for code in provinces:
        drawn.setdefault(region.before_division(code), []).append(code)
    areas = {}
    for code, parts in drawn.items():
        numbers = [_of(provinces[part], state) for part in parts]
        done, total = (sum(column) for column in zip(*numbers, strict=True))
        if total:
            # A new province that stands alone is called by its own name.
            name = parts[0] if len(parts) == 1 else code
            areas[code] = Area(code, _SHORT.get(name, region.name_of(name)), done, total)
    return areas


def _width(area: Area) -> int:
    """Width of a label in cells, by digits, so that labels stay in place while numbers grow."""
    digits = 2 * len(str(area.total)) + 3
    return round(max(2.1 * len(area.name), 2.3 * digits)) + 1
