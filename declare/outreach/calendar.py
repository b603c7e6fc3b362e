"""The event as an iCalendar file, for the calendars of participants."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar
from icalendar import Event as Entry

from declare.events.models import Event

_USUAL_LENGTH = timedelta(hours=2)


def write(event: Event, now: datetime) -> bytes | None:
    """The file, or None for an event without a date. It holds nothing of a person's own: people
    share calendars."""
    if event.starts_at is None:
        return None
    entry = Entry()
    entry.add("uid", f"{event.slug}@{urlsplit(event.base_url).hostname}")
    entry.add("dtstamp", now)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at or event.starts_at + _USUAL_LENGTH)
    entry.add("summary", event.title)
    entry.add("url", f"{event.base_url}/acara/{event.slug}")
    if event.call_url:
        entry.add("location", event.call_url)
    file = Calendar()
    file.add("prodid", "-//Deklarasi Netralitas//ID")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(entry)
    return bytes(file.to_ical())
