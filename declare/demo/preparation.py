"""Preparation of a sample event from its facts in `campaigns.json`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from declare.accounts.models import Account
from declare.demo.people import OFFICES
from declare.demo.timetable import Hours, at
from declare.events import catalogue, seats, statement_library, wording
from declare.events.models import AgendaItem, Design, Event, KeyFigure, Partner, Purpose

Facts = dict[str, Any]
"""One event of `campaigns.json`, merged with the values common to all."""

_TEXTS = ("theme", "host", "election", "contact_name", "contact_email", "admission")
_PRINTED = ("place", "official_name", "official_position", "number_pattern")


def prepare(
    session: Session,
    organiser: Account,
    facts: Facts,
    hours: Hours,
    regions: Iterable[str],
    now: datetime,
) -> Event:
    """Create a complete, unpublished event; `regions` are the codes of the expected regions."""
    event = catalogue.create(session, organiser, facts["slug"], facts["title"], Purpose.SAMPLE, now)
    for field in _TEXTS:
        setattr(event, field, facts[field])
    event.starts_at, event.ends_at = hours.starts, hours.ends
    event.offices = [office.value for office in OFFICES]
    event.partners = [
        Partner(ordinal=ordinal, name=name) for ordinal, name in enumerate(facts["partners"], 1)
    ]
    event.agenda = [_item(ordinal, item, hours) for ordinal, item in enumerate(facts["agenda"], 1)]
    event.figures = [_figure(ordinal, row) for ordinal, row in enumerate(facts["figures"], 1)]
    design = event.design or Design(event=event)
    design.on = hours.day
    for field in _PRINTED:
        setattr(design, field, facts[field])
    wording.write(session, event, statement_library.statements()[facts["statement"]].wording)
    seats.expect(session, event, regions)
    return event


def _item(ordinal: int, facts: Facts, hours: Hours) -> AgendaItem:
    return AgendaItem(
        ordinal=ordinal,
        kind=facts["kind"],
        title=facts["title"],
        starts_at=at(hours.day, facts["at"]),
        speakers=facts["speakers"],
    )


def _figure(ordinal: int, facts: Facts) -> KeyFigure:
    as_of = date.fromisoformat(facts["as_of"])
    return KeyFigure(ordinal=ordinal, **facts | {"as_of": as_of})
