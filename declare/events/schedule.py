"""Day, hours and zone of an event, and of the items on its agenda."""

from __future__ import annotations

from datetime import date, datetime, time

from declare.core.moment import Zone, local
from declare.events.models import Event


def moment(on: date, clock: time, zone: str) -> datetime:
    """The moment of a day and hour in `zone`."""
    return datetime.combine(on, clock, Zone(zone).offset)


def clock(at: datetime | None, zone: str) -> time | None:
    """The hour of a moment in `zone`."""
    return None if at is None else local(at, Zone(zone)).time()


def day(event: Event) -> date | None:
    """The day of the event, in its own zone."""
    return None if event.starts_at is None else local(event.starts_at, Zone(event.zone)).date()


def reschedule(event: Event, on: date, starts: time, ends: time | None, zone: str) -> None:
    """Set the event's time. Agenda items keep their hour."""
    for item in event.agenda:
        hour = clock(item.starts_at, event.zone)
        item.starts_at = None if hour is None else moment(on, hour, zone)
    event.starts_at = moment(on, starts, zone)
    event.ends_at = None if ends is None else moment(on, ends, zone)
    event.zone = zone
