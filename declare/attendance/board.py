"""Everything that the organiser's dashboard shows of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.attendance import announcement, service
from declare.attendance.announcement import Announced
from declare.attendance.arrivals import arrivals
from declare.attendance.calls import Call, calls
from declare.attendance.chart import Chart, chart
from declare.attendance.coverage import Coverage, coverage
from declare.attendance.matters import Matters, matters
from declare.attendance.service import Count, Figures
from declare.core.region import province_of
from declare.events.models import Event
from declare.events.seats import expected_seats
from declare.ledger.models import Log

CALLS = 8
"""Calls on the board; those that are made make room for the next."""


@dataclass(frozen=True)
class Board:
    """`province` is the chosen one, or empty. `seats` are all, `within` those of the chosen one,
    and `regions` its people, by region."""

    count: Count
    province: str
    seats: Coverage
    within: Coverage
    regions: Mapping[str, Figures]
    chart: Chart | None
    calls: list[Call]
    matters: Matters
    checkpoint: int | None
    """Size of the log at this moment; None before the event is published."""
    announced: Announced | None
    """What was announced last."""

    @property
    def provinces(self) -> list[str]:
        """Every province that has seats or people."""
        return sorted(self.seats.provinces.keys() | self.count.provinces.keys())


def board(session: Session, event: Event, province: str, now: datetime) -> Board:
    """The board with one province opened; an unknown one, or none, opens none."""
    groups = service.people(session, event)
    count = service.add_up(groups, now)
    seats = coverage(groups, expected_seats(event))
    if province not in seats.provinces.keys() | count.provinces.keys():
        province = ""
    within = seats.provinces.get(province, Coverage({})) if province else seats
    inside = [group for group in groups if province_of(group.region) == province]
    return Board(
        count=count,
        province=province,
        seats=seats,
        within=within,
        regions=service.figures(inside, lambda group: group.region),
        chart=chart(arrivals(session, event), event, count.registered, now),
        calls=calls(session, event, within, CALLS),
        matters=matters(session, event),
        checkpoint=session.scalar(select(Log.size).where(Log.id == event.log_id)),
        announced=announcement.latest(session, event),
    )
