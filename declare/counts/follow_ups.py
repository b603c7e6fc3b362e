"""Follow-ups: seats without a signature, each with a registered person to contact, if any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from declare.core.seat import Seat
from declare.counts import service
from declare.counts.coverage import Coverage, SeatState, claims
from declare.counts.service import COUNTED, Group, counted_office, counted_region
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.pledges.tally import OF_REGISTRATION
from declare.registrations.models import Registration


@dataclass(frozen=True)
class FollowUp:
    """A seat without a signature, and the person to contact; None where no person holds it."""

    region: str
    office: str
    state: SeatState
    registration: Registration | None


_ORDER = {SeatState.PRESENT: 0, SeatState.MISSING: 1, SeatState.REPRESENTED: 2}


def follow_ups(session: Session, event: Event, seats: Coverage, most: int) -> list[FollowUp]:
    """The first `most` of these seats in urgency: present, missing, then represented."""
    unsigned = [(state, seat) for seat, state in seats.seats.items() if state < SeatState.SIGNED]
    urgent = sorted(unsigned, key=lambda each: _ORDER[each[0]])[:most]
    people: dict[tuple[Seat, SeatState], Registration] = {}
    for registration, group in _people(session, event, [seat for _, seat in urgent]):
        for claim in claims(group):
            people.setdefault(claim, registration)
    return [FollowUp(*seat, state, people.get((seat, state))) for state, seat in urgent]


def _people(
    session: Session, event: Event, seats: list[Seat]
) -> Iterator[tuple[Registration, Group]]:
    """People that hold or represent one of these seats, each as a group of one."""
    if not seats:
        return
    of_seats = or_(
        tuple_(counted_region, counted_office).in_(seats),
        tuple_(Registration.region, Registration.represents).in_(seats),
    )
    rows: Iterable[Any] = session.execute(
        select(Registration, counted_region, counted_office, service.present(event), Pledge.id)
        .outerjoin(Pledge, OF_REGISTRATION)
        .where(Registration.event_id == event.id, COUNTED, of_seats)
        .order_by(Registration.id)
    )
    for person, region, office, present, pledge in rows:
        numbers = (1, int(present), int(pledge is not None))
        yield person, Group(region, office, person.region, person.represents, *numbers)
