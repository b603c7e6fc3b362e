"""Whom to call: for each seat that has not signed, the person who could, or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from declare.core.seat import Seat
from declare.counts.coverage import Coverage, SeatState, claims
from declare.counts.service import COUNTED, CURRENT, PRESENT, Group, counted_office, counted_region
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


@dataclass(frozen=True)
class FollowUp:
    """A seat that has not signed, and who may be asked about it; nobody if it is empty."""

    region: str
    office: str
    state: SeatState
    registration: Registration | None


_ORDER = {SeatState.PRESENT: 0, SeatState.MISSING: 1, SeatState.REPRESENTED: 2}


def follow_ups(session: Session, event: Event, seats: Coverage, most: int) -> list[FollowUp]:
    """The `most` urgent of these seats: who came and did not sign, who is missing, delegates."""
    unsigned = [(state, place) for place, state in seats.seats.items() if state < SeatState.SIGNED]
    urgent = sorted(unsigned, key=lambda seat: _ORDER[seat[0]])[:most]
    known: dict[tuple[Seat, SeatState], Registration] = {}
    for registration, group in _people(session, event, [place for _, place in urgent]):
        for claim in claims(group):
            known.setdefault(claim, registration)
    return [FollowUp(*place, state, known.get((place, state))) for state, place in urgent]


def _people(
    session: Session, event: Event, places: list[Seat]
) -> Iterator[tuple[Registration, Group]]:
    """Everybody who stands for one of these seats, each as a group of one."""
    if not places:
        return
    here = or_(
        tuple_(counted_region, counted_office).in_(places),
        tuple_(Registration.region, Registration.represents).in_(places),
    )
    rows: Iterable[Any] = session.execute(
        select(Registration, counted_region, counted_office, PRESENT, Pledge.id)
        .outerjoin(Pledge, CURRENT)
        .where(Registration.event_id == event.id, COUNTED, here)
        .order_by(Registration.id)
    )
    for person, region, office, present, pledge in rows:
        one = (1, int(present), int(pledge is not None))
        yield person, Group(region, office, person.region, person.represents, *one)
