"""The values of the organiser's dashboard at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core.region import province_of
from declare.counts import announcement, service
from declare.counts.announcement import Announced
from declare.counts.arrivals import arrivals
from declare.counts.chart import Chart, chart
from declare.counts.coverage import Coverage, coverage
from declare.counts.follow_ups import FollowUp, follow_ups
from declare.counts.pending_work import PendingWork, pending_work
from declare.counts.service import Count, Figures
from declare.events.models import Event
from declare.events.seats import expected_seats
from declare.ledger.models import Log

FOLLOW_UPS = 8
"""Follow-ups that the dashboard shows."""


@dataclass(frozen=True)
class Dashboard:
    """`province` is the chosen one, or empty. `seats` are all, `within` those of the chosen one,
    and `regions` its people, by region."""

    count: Count
    province: str
    seats: Coverage
    within: Coverage
    regions: Mapping[str, Figures]
    chart: Chart | None
    follow_ups: list[FollowUp]
    pending_work: PendingWork
    checkpoint: int | None
    """Size of the log at this moment; None before the event is published."""
    announced: Announced | None
    """The figure that was announced last."""

    @property
    def provinces(self) -> list[str]:
        """Every province that has seats or people."""
        return sorted(self.seats.provinces.keys() | self.count.provinces.keys())


def read_dashboard(session: Session, event: Event, province: str, now: datetime) -> Dashboard:
    """The dashboard with one province opened; an unknown one, or none, opens none."""
    groups = service.people(session, event)
    count = service.add_up(groups, now)
    seats = coverage(groups, expected_seats(event))
    if province not in seats.provinces.keys() | count.provinces.keys():
        province = ""
    within = seats.provinces.get(province, Coverage({})) if province else seats
    inside = [group for group in groups if province_of(group.region) == province]
    return Dashboard(
        count=count,
        province=province,
        seats=seats,
        within=within,
        regions=service.figures(inside, lambda group: group.region),
        chart=chart(arrivals(session, event), event, count.registered, now),
        follow_ups=follow_ups(session, event, within, FOLLOW_UPS),
        pending_work=pending_work(session, event),
        checkpoint=session.scalar(select(Log.size).where(Log.id == event.log_id)),
        announced=announcement.latest(session, event),
    )
