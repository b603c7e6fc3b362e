"""The arrival curve: its end is the count, and it stays within what is drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from declare.counts import service
from declare.counts.arrivals import Point, arrivals
from declare.counts.chart import chart
from declare.events.models import Event
from tests.counts.hall import Hall

START = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def event(**values: object) -> Event:
    return Event(zone="WIB", starts_at=START, **values)


@pytest.mark.twin
def test_the_curve_ends_at_the_count(session: Session, hall: Hall, now: datetime) -> None:
    early, late = now - 90 * MINUTE, now + timedelta(seconds=61)
    hall.came(hall.comes("Ani"), early)
    hall.made = type(hall.made)(hall.made.session, hall.made.keys, late, hall.made.base_url)
    signer = hall.signs("Budi")
    hall.came(signer, early + timedelta(seconds=30))
    revoked = hall.signs("Citra")
    hall.revoke(revoked)
    hall.registers("Dedi")
    session.flush()
    curve = arrivals(session, hall.event)
    assert curve == [Point(early, 2, 0), Point(now + MINUTE, 3, 1)]
    count = service.count(session, hall.event, now)
    assert curve[-1][1:] == (count.present, count.signed)


@pytest.mark.twin
def test_nobody_makes_no_curve(session: Session, hall: Hall, now: datetime) -> None:
    hall.registers("Ani")
    assert arrivals(session, hall.event) == []
    assert chart([], hall.event, 1, now) is None


@given(
    minutes=st.lists(st.integers(0, 60 * 24 * 400), min_size=1, max_size=40, unique=True),
    now=st.integers(0, 60 * 24 * 500),
    ends=st.none() | st.integers(0, 60 * 24 * 400),
)
def test_a_chart_holds_its_lines(minutes: list[int], now: int, ends: int | None) -> None:
    first = START - timedelta(days=7)
    points = [Point(first + at * MINUTE, n + 1, n) for n, at in enumerate(sorted(minutes))]
    ends_at = None if ends is None else first + ends * MINUTE
    drawn = chart(points, event(ends_at=ends_at), 99, first + now * MINUTE)
    assert drawn is not None
    for line in (drawn.present, drawn.signed):
        places = [x for x, _ in line]
        assert places == sorted(places)
        assert all(0 <= x <= 1 for x in places)
        assert [n for _, n in line] == sorted(n for _, n in line)
    assert drawn.present[-1][1] == len(points)
    assert drawn.signed[-1][1] == len(points) - 1 if len(points) > 1 else not drawn.signed
    assert len(drawn.present) <= 2 * 161
    assert 2 <= len(drawn.hours) <= 8


@pytest.mark.parametrize(
    ("last", "hours"),
    [
        (8, ["09.00", "09.05", "09.10"]),
        (135, ["09.00", "09.30", "10.00", "10.30", "11.00", "11.30"]),
        (60 * 24 * 9, ["19/11", "21/11", "23/11", "25/11", "27/11", "29/11"]),
    ],
)
def test_hours_are_full_on_the_clocks_of_the_event(last: int, hours: list[str]) -> None:
    begin = START - 28 * MINUTE
    points = [Point(begin, 1, 0), Point(begin + last * MINUTE, 2, 0)]
    drawn = chart(points, event(), 2, START + timedelta(days=90))
    assert drawn is not None
    assert [text for _, text in drawn.hours] == hours


def test_who_came_days_before_stands_at_the_beginning() -> None:
    points = [Point(START - timedelta(days=2), 5, 0), Point(START, 6, 0)]
    drawn = chart(points, event(ends_at=START + 60 * MINUTE), 9, START + 30 * MINUTE)
    assert drawn is not None
    assert drawn.begins == START - timedelta(hours=3, minutes=30)
    assert drawn.present[0] == (0.0, 5)
    assert drawn.present[-1][1] == 6


def test_where_signing_was_opened_is_shown_if_it_is_in_sight() -> None:
    points = [Point(START, 1, 0), Point(START + 60 * MINUTE, 2, 1)]
    seen = chart(points, event(signing_opened_at=START + 30 * MINUTE), 2, START + 60 * MINUTE)
    assert seen is not None
    assert seen.opened == 0.5
    before = event(signing_opened_at=START - timedelta(days=1))
    unseen = chart(points, before, 2, START + 60 * MINUTE)
    assert unseen is not None
    assert unseen.opened is None
