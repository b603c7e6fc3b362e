"""The public state of the seats of a region: signed or not, never merely present."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import region_name
from declare.core.region import province_of
from declare.core.seat import Seat
from declare.counts import service
from declare.counts.coverage import Coverage, SeatState, coverage
from declare.counts.service import Count, counted_office, counted_region
from declare.events.models import Event
from declare.events.seats import expected_seats
from declare.pledges.models import Pledge
from declare.pledges.tally import OF_REGISTRATION
from declare.registrations.models import Registration


@dataclass(frozen=True)
class PublicCoverage:
    """The count and the seats of an event, and the regions that a search asks for.

    `province` is the chosen one, or empty; `regions` are codes, none without a search; `names` are
    the signers in these regions that chose to be named, by seat.
    """

    count: Count
    seats: Coverage
    province: str
    regions: tuple[str, ...]
    names: dict[Seat, list[str]]


def public_coverage(
    session: Session, event: Event, province: str, text: str, now: datetime
) -> PublicCoverage:
    """The seats of an event, with the regions of a province, those that `text` asks for
    (`core.region_name.search`), or both. A province without seats counts as none."""
    groups = service.people(session, event)
    seats = _public(coverage(groups, expected_seats(event)))
    province = province if province in seats.provinces else ""
    regions = tuple(_search(seats.regions, province, text)) if province or text.strip() else ()
    return PublicCoverage(
        count=service.add_up(groups, now),
        seats=seats,
        province=province,
        regions=regions,
        names=_names(session, event, regions),
    )


def _public(seats: Coverage) -> Coverage:
    return Coverage(
        {
            seat: SeatState.MISSING if state is SeatState.PRESENT else state
            for seat, state in seats.seats.items()
        }
    )


def _search(codes: Sequence[str], province: str, text: str) -> Iterable[str]:
    found = region_name.search(text, codes) if text.strip() else codes
    return (code for code in found if province in ("", province_of(code)))


def _names(session: Session, event: Event, codes: tuple[str, ...]) -> dict[Seat, list[str]]:
    """Names of signers in these regions that signed for their own seat and chose to be named."""
    rows = session.execute(
        select(Registration, counted_region, counted_office)
        .join(Pledge, OF_REGISTRATION)
        .where(
            Registration.event_id == event.id,
            Registration.show_name,
            Registration.represents != counted_office,
            counted_region.in_(codes),
        )
        .order_by(Pledge.ordinal)
    )
    names: dict[Seat, list[str]] = {}
    for registration, code, office in rows:
        names.setdefault(Seat(code, office), []).append(registration.printed_name)
    return names
