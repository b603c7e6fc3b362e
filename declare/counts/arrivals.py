"""Arrivals and signatures of an event over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.counts import service
from declare.counts.service import COUNTED
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.pledges.tally import OF_REGISTRATION
from declare.presence.service import FIRST_AT
from declare.registrations.models import Registration


class Point(NamedTuple):
    """Numbers of people present and signed at the end of the minute that begins at `at`."""

    at: datetime
    present: int
    signed: int


def arrivals(session: Session, event: Event) -> list[Point]:
    """The curve of an event by minute, without minutes in which nothing happened.

    A revoked pledge leaves the curve, so that the curve ends at the present count.
    """
    rows = session.execute(
        select(FIRST_AT, Pledge.signed_at)
        .select_from(Registration)
        .outerjoin(Pledge, OF_REGISTRATION)
        .where(Registration.event_id == event.id, COUNTED, service.present(event))
    )
    return list(_curve((present, signed) for present, signed in rows))


def _curve(moments: Iterable[tuple[datetime | None, datetime | None]]) -> Iterator[Point]:
    arrived: Counter[datetime] = Counter()
    signed: Counter[datetime] = Counter()
    for present_at, signed_at in moments:
        first = min(at for at in (present_at, signed_at) if at is not None)
        arrived[_minute(first)] += 1
        if signed_at is not None:
            signed[_minute(signed_at)] += 1
    total_present = total_signed = 0
    for at in sorted(arrived.keys() | signed.keys()):
        total_present, total_signed = total_present + arrived[at], total_signed + signed[at]
        yield Point(at, total_present, total_signed)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
