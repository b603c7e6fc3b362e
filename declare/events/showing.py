"""An event as its page shows it: hours on every clock, agenda in lines, the statement's digest."""

from __future__ import annotations

from dataclasses import dataclass

from declare.core import statement
from declare.core.moment import Zone, hour, local
from declare.events import wording
from declare.events.models import AgendaItem, Event


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
    """The beginning on the clocks of the two other zones: `10.30 WITA`, `11.30 WIT`."""
    if event.starts_at is None:
        return []
    return [hour(event.starts_at, zone) for zone in Zone if zone != event.zone]


def digest(event: Event) -> str:
    """The SHA-256 of the statement, as the ledger's first entry has it, or would have it."""
    return statement.digest(wording.text(event))
