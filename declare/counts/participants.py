"""The list of participants: searched, filtered, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from declare.core import name as names
from declare.core import region_name
from declare.counts.service import COUNTED, counted_office, counted_region
from declare.events.models import Event
from declare.messages.models import Delivery, Message
from declare.pledges.models import Pledge
from declare.pledges.tally import OF_REGISTRATION
from declare.presence.service import FIRST_AT, is_present
from declare.registrations.models import PRESENT, Registration, Standing

PAGE = 50
"""People on one page of the list."""

_WORDS = 6
"""Words of a search that are looked at."""


class Part(StrEnum):
    """A participant's part in the event, by which the list is filtered."""

    SIGNED = "signed"
    PRESENT = "present"
    MISSING = "missing"
    DECLINED = "declined"
    QUERIED = "queried"
    MARKED = "marked"
    """Signed in an organiser's browser."""
    UNREACHED = "unreached"
    """A mail to this person failed, or may have."""


@dataclass(frozen=True)
class Filters:
    """Filters of the list; empty values filter nothing. `province` has two digits.

    Without a standing the list holds the people that the event counts. A discreet list does not
    tell which participants declined to sign: only organisers may see that.
    """

    search: str = ""
    part: Part | None = None
    office: str = ""
    province: str = ""
    standing: Standing | None = None
    discreet: bool = False


@dataclass(frozen=True)
class Person:
    """One line of the list. `rivals` is the number of other people registered for the same seat."""

    part: Part
    registration: Registration
    region: str
    office: str
    signed_at: datetime | None
    ordinal: int | None
    present_at: datetime | None
    rivals: int


@dataclass(frozen=True)
class ParticipantList:
    """One page of the list: `people` of `total`, page `page` of `pages`, counted from 1."""

    people: list[Person]
    total: int
    page: int
    pages: int


def participants(session: Session, event: Event, filters: Filters, page: int) -> ParticipantList:
    """A page of the list; a number beyond its ends is the page at that end."""
    narrowed = [Registration.event_id == event.id, *_conditions(event, filters)]
    total = session.scalar(_joined(func.count()).where(*narrowed)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = session.execute(
        _joined(
            Registration,
            counted_region,
            counted_office,
            Pledge.signed_at,
            Pledge.ordinal,
            FIRST_AT,
            _rivals(),
        )
        .where(*narrowed)
        .order_by(Registration.name_key, Registration.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    people = [Person(part(row[0], row[3], row[5], filters.discreet), *row) for row in rows]
    return ParticipantList(people, total, page, pages)


def part(
    registration: Registration,
    signed_at: datetime | None,
    present_at: datetime | None,
    discreet: bool,
) -> Part:
    """The part that the list shows of a person: signed before declined, present and missing."""
    if signed_at is not None:
        return Part.SIGNED
    if registration.declined_at is not None and not discreet:
        return Part.DECLINED
    return Part.MISSING if present_at is None else Part.PRESENT


def provinces(session: Session, event: Event) -> list[str]:
    """The two-digit codes of all provinces with registrations."""
    province = func.substr(Registration.region, 1, 2)
    query = select(province).where(Registration.event_id == event.id).distinct()
    return sorted(session.scalars(query))


def _joined(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Registration).outerjoin(Pledge, OF_REGISTRATION)


def _rivals() -> Any:
    """Number of registrations that were not refused for the same region and office."""
    other = aliased(Registration)
    return (
        select(func.count())
        .select_from(other)
        .where(
            other.event_id == Registration.event_id,
            other.region == Registration.region,
            other.office == Registration.office,
            other.standing.in_(PRESENT),
            other.id != Registration.id,
        )
        .correlate(Registration)
        .scalar_subquery()
    )


def _conditions(event: Event, filters: Filters) -> Iterator[ColumnElement[bool]]:
    yield COUNTED if filters.standing is None else Registration.standing == filters.standing
    if filters.part is not None:
        yield _takes_part(event, filters.part)
    if filters.part in {Part.PRESENT, Part.MISSING} and not filters.discreet:
        yield Registration.declined_at.is_(None)
    if filters.office:
        yield counted_office == filters.office
    if filters.province:
        yield func.substr(counted_region, 1, 2) == filters.province
    for word in filters.search.split()[:_WORDS]:
        yield _mentions(word)


_UNSIGNED = Pledge.id.is_(None)
_LOST = exists().where(
    Message.registration_id == Registration.id,
    Message.state.in_((Delivery.FAILED, Delivery.UNCERTAIN)),
)


def _takes_part(event: Event, part: Part) -> ColumnElement[bool]:
    conditions: dict[Part, ColumnElement[bool]] = {
        Part.SIGNED: Pledge.id.is_not(None),
        Part.PRESENT: and_(_UNSIGNED, is_present(event)),
        Part.MISSING: and_(_UNSIGNED, ~is_present(event)),
        Part.DECLINED: and_(_UNSIGNED, Registration.declined_at.is_not(None)),
        Part.QUERIED: Registration.queried_at.is_not(None),
        Part.MARKED: Pledge.organiser_browser.is_(True),
        Part.UNREACHED: _LOST,
    }
    return conditions[part]


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether name, position or region of a person contains a word, in any case."""
    folded = word.casefold()
    matches = [
        func.lower(Registration.position).contains(folded, autoescape=True),
        func.lower(Registration.name).contains(folded, autoescape=True),
    ]
    for part in region_name.words(word):
        matches.append(counted_region.in_(region_name.containing(part)))
    if key := names.key(word):
        matches.append(Registration.name_key.contains(key, autoescape=True))
    return or_(*matches)
