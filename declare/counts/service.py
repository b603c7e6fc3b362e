"""The count of an event; every page, mail and report takes its numbers here, so that all agree.

`people` is the only statement that counts people. The count, the figures of a region and the state
of the seats add up its groups, and so belong to one moment of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from declare.core.office import Office
from declare.core.region import province_of
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.pledges.tally import OF_REGISTRATION
from declare.presence.service import is_present
from declare.registrations.models import PRESENT, Registration

COUNTED = or_(Registration.standing.in_(PRESENT), Pledge.id.is_not(None))
"""Condition of being counted as registered: pending or admitted, or signed."""

counted_region = func.coalesce(Pledge.region, Registration.region)
counted_office = func.coalesce(Pledge.office, Registration.office)
"""Office and region of a person: of the ledger's entry, and before there is one, as registered."""


class Group(NamedTuple):
    """Numbers of people of one office in one region that represent the same office (or none).

    `region` and `office` are those of the ledger's entry where there is one; `home` is the region
    of the registrations, in which a delegate represents.
    """

    region: str
    office: str
    home: str
    represents: str
    registered: int
    present: int
    signed: int


@dataclass(frozen=True)
class Figures:
    """Numbers of people; registered ≥ present ≥ signed."""

    registered: int = 0
    present: int = 0
    signed: int = 0


@dataclass(frozen=True)
class Count:
    """How many people an event has at one moment; registered ≥ present ≥ signed.

    Registered are all people that were not refused, present those of them that checked in or
    signed, signed the standing pledges. `offices` (in protocol order) and `provinces` divide the
    same people; a province is the first two digits of the region in the ledger's entry, `00` for
    national bodies.
    """

    registered: int
    present: int
    signed: int
    offices: Mapping[str, Figures]
    provinces: Mapping[str, Figures]
    as_of: datetime

    @property
    def by_office(self) -> dict[str, int]:
        """Signed by office, without zeros; the values add up to `signed`."""
        return _signed(self.offices)

    @property
    def by_province(self) -> dict[str, int]:
        """Signed by province, without zeros; the values add up to `signed`."""
        return _signed(self.provinces)


def present(event: Event) -> ColumnElement[bool]:
    """Condition of being counted as present: a row of presence, or a pledge: signing checks in."""
    return or_(is_present(event), Pledge.id.is_not(None))


def count(session: Session, event: Event, now: datetime) -> Count:
    """Count an event's people."""
    return add_up(people(session, event), now)


def people(session: Session, event: Event) -> list[Group]:
    """All people that the event counts, in groups; one statement, so one moment of the database."""
    keys = (counted_region, counted_office, Registration.region, Registration.represents)
    numbers = (func.count(), func.count(case((present(event), 1))), func.count(Pledge.id))
    rows = session.execute(
        select(*keys, *numbers)
        .select_from(Registration)
        .outerjoin(Pledge, OF_REGISTRATION)
        .where(Registration.event_id == event.id, COUNTED)
        .group_by(*keys)
    )
    return [Group(*row) for row in rows]


def add_up(groups: Iterable[Group], now: datetime) -> Count:
    """The count of these groups, which were read at `now`."""
    groups = list(groups)
    offices = figures(groups, lambda group: group.office)
    return Count(
        registered=sum(group.registered for group in groups),
        present=sum(group.present for group in groups),
        signed=sum(group.signed for group in groups),
        offices={office.value: offices[office] for office in Office if office in offices},
        provinces=figures(groups, lambda group: province_of(group.region)),
        as_of=now,
    )


def figures(groups: Iterable[Group], key: Callable[[Group], str]) -> dict[str, Figures]:
    """The people of `groups`, divided by a key and ordered by it."""
    divided: dict[str, list[int]] = {}
    for group in groups:
        numbers = divided.setdefault(key(group), [0, 0, 0])
        numbers[0] += group.registered
        numbers[1] += group.present
        numbers[2] += group.signed
    return {code: Figures(*divided[code]) for code in sorted(divided)}


def _signed(divided: Mapping[str, Figures]) -> dict[str, int]:
    return {key: numbers.signed for key, numbers in divided.items() if numbers.signed}
