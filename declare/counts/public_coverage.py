"""What everybody may know about the seats of a region: who signed, never who was merely there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import region as regions
from declare.core.region import province_of
from declare.core.seat import Seat
from declare.counts import service
from declare.counts.coverage import Coverage, SeatState, coverage
from declare.counts.service import CURRENT, Count, counted_office, counted_region
from declare.events.models import Event
from declare.events.seats import expected_seats
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


@dataclass(frozen=True)
class PublicSeat:
    """The seats of an event, and those `found` that were asked for; none if nothing was asked.

    `names` are the signers of the found seats who want to be named, by seat.
    """

    count: Count
    seats: Coverage
    province: str
    found: tuple[str, ...]
    names: dict[Seat, list[str]]


def public_coverage(
    session: Session, event: Event, province: str, text: str, now: datetime
) -> PublicSeat:
    """The seats of the regions of a province, of those whose name holds every word of `text`, or
    of both; a province without seats is nobody's."""
    groups = service.people(session, event)
    seats = _public(coverage(groups, expected_seats(event)))
    province = province if province in seats.provinces else ""
    found = tuple(_named(seats.regions, province, text)) if province or text.strip() else ()
    return PublicSeat(
        count=service.add_up(groups, now),
        seats=seats,
        province=province,
        found=found,
        names=_names(session, event, found),
    )


def _public(seats: Coverage) -> Coverage:
    return Coverage(
        {
            place: SeatState.MISSING if state is SeatState.PRESENT else state
            for place, state in seats.seats.items()
        }
    )


def _named(codes: Iterable[str], province: str, text: str) -> Iterable[str]:
    words = text.casefold().split()
    for code in codes:
        name = regions.find(code).name.casefold()
        if province in ("", province_of(code)) and all(word in name for word in words):
            yield code


def _names(session: Session, event: Event, codes: tuple[str, ...]) -> dict[Seat, list[str]]:
    """Who signed for himself in these regions and allowed his name to be shown."""
    rows = session.execute(
        select(Registration, counted_region, counted_office)
        .join(Pledge, CURRENT)
        .where(
            Registration.event_id == event.id,
            Registration.show_name,
            Registration.represents != counted_office,
            counted_region.in_(codes),
        )
        .order_by(Pledge.ordinal)
    )
    names: dict[Seat, list[str]] = {}
    for registration, region, office in rows:
        names.setdefault(Seat(region, office), []).append(registration.printed_name)
    return names
