"""How a hall filled: arrivals and signatures over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.counts.service import COUNTED, CURRENT, PRESENT
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.presence.service import FIRST_AT
from declare.registrations.models import Registration


class Point(NamedTuple):
    """How many were there and had signed when the minute that begins at `at` was over."""

    at: datetime
    present: int
    signed: int


def arrivals(session: Session, event: Event) -> list[Point]:
    """The curve of an event, minute by minute; minutes in which nothing happened are left out.

    A revoked pledge leaves the curve, so its end is what the count says now.
    """
    rows = session.execute(
        select(FIRST_AT, Pledge.signed_at)
        .select_from(Registration)
        .outerjoin(Pledge, CURRENT)
        .where(Registration.event_id == event.id, COUNTED, PRESENT)
    )
    return list(_curve((present, signed) for present, signed in rows))


def _curve(moments: Iterable[tuple[datetime | None, datetime | None]]) -> Iterator[Point]:
    came: Counter[datetime] = Counter()
    signed: Counter[datetime] = Counter()
    for present_at, signed_at in moments:
        first = min(at for at in (present_at, signed_at) if at is not None)
        came[_minute(first)] += 1
        if signed_at is not None:
            signed[_minute(signed_at)] += 1
    there = done = 0
    for at in sorted(came.keys() | signed.keys()):
        there, done = there + came[at], done + signed[at]
        yield Point(at, there, done)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
