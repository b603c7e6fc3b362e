"""Values of an event's public page: hours by zone, provinces, agenda, the statement's digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from declare.core import region, statement
from declare.core.moment import Zone, hour, local
from declare.events import seats, wording
from declare.events.models import AgendaItem, Event


class Figures(Protocol):
    """Numbers of people of a province."""

    @property
    def registered(self) -> int: ...
    @property
    def signed(self) -> int: ...


@dataclass(frozen=True)
class Province:
    """A province on the map and in the ranking; `expected` is its number of expected regions."""

    code: str
    name: str
    signed: int
    registered: int
    expected: int


def provinces(event: Event, figures: Mapping[str, Figures]) -> list[Province]:
    """The provinces with expected regions or people, as divided on the day of the event."""
    expected = seats.by_province(event)
    undivided = event.starts_at is not None and event.starts_at < region.PAPUA_DIVIDED
    shown: dict[str, list[str]] = {}
    for code in sorted(expected.keys() | figures.keys()):
        shown.setdefault(region.before_division(code) if undivided else code, []).append(code)
    return [
        Province(
            code,
            region.name_of(code),
            signed=sum(figures[part].signed for part in parts if part in figures),
            registered=sum(figures[part].registered for part in parts if part in figures),
            expected=sum(expected.get(part, 0) for part in parts),
        )
        for code, parts in sorted(shown.items())
    ]


@dataclass(frozen=True)
class Line:
    """An agenda item: `time` as `09.30`, `lines` as `Agus Pramusinto, Ketua KASN`."""

    time: str
    title: str
    lines: tuple[str, ...]


def agenda(event: Event) -> list[Line]:
    """The agenda in the event's own zone."""
    return [_line(item, Zone(event.zone)) for item in event.agenda]


def _line(item: AgendaItem, zone: Zone) -> Line:
    time = "" if item.starts_at is None else f"{local(item.starts_at, zone):%H.%M}"
    speakers = (
        ", ".join(part for part in (speaker["name"], speaker.get("position", "")) if part)
        for speaker in item.speakers
    )
    return Line(time, item.title, tuple(speakers))


def zones(event: Event) -> list[str]:
    """The start in the two other zones: `10.30 WITA`, `11.30 WIT`."""
    if event.starts_at is None:
        return []
    return [hour(event.starts_at, zone) for zone in Zone if zone != event.zone]


def digest(event: Event) -> str:
    """The SHA-256 of the statement in hex, as in the ledger's first entry (after publishing)."""
    return statement.digest(wording.text(event))
