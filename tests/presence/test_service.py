"""Presence: one row a way, the first time counts, several ways are one person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.counts import service as counts
from declare.counts.arrivals import arrivals
from declare.counts.participants import Filters, Part, participants
from declare.events.models import Event
from declare.pledges import signing
from declare.presence import service as presence
from declare.presence.models import Presence, Way
from declare.registrations.models import Registration
from tests import factories

pytestmark = pytest.mark.twin

MINUTE = timedelta(minutes=1)


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> factories.World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def person(made: factories.World, event: Event) -> Registration:
    return factories.participant(made, event)


def rows(session: Session) -> list[tuple[str, datetime]]:
    query = select(Presence.way, Presence.at).order_by(Presence.id)
    return [(way, at) for way, at in session.execute(query)]


def add(session: Session, event: Event, person: Registration, at: datetime, batch: int) -> None:
    """A row that came with a file, as an import makes them."""
    session.add(
        Presence(event_id=event.id, registration_id=person.id, way="report", at=at, batch=batch)
    )
    session.flush()


def test_the_first_time_counts(
    session: Session, event: Event, person: Registration, now: datetime
) -> None:
    assert presence.first_at(session, person) is None
    for minutes in range(2):
        presence.check_in(session, event, person, now + minutes * MINUTE)
        presence.record(session, event, person, now + minutes * MINUTE)
    assert rows(session) == [(Way.ROOM, now)]
    assert presence.first_at(session, person) == now


def test_after_the_countdown_only_a_row_that_is_there_is_taken(
    session: Session, made: factories.World, event: Event, person: Registration, now: datetime
) -> None:
    late = factories.participant(made, event, name="Suparman")
    presence.check_in(session, event, person, now)
    event.closes_at = now + MINUTE
    presence.check_in(session, event, person, now + MINUTE)
    with pytest.raises(presence.AttendanceClosed):
        presence.check_in(session, event, late, now + MINUTE)
    assert rows(session) == [(Way.ROOM, now)]


@pytest.mark.parametrize("checked_in", [True, False])
def test_signing_checks_in(
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    now: datetime,
    checked_in: bool,
) -> None:
    if checked_in:
        presence.check_in(session, event, person, now - MINUTE)
    person.declined_at = now
    session.flush()
    signing.sign(session, made.keys, event, person, now)
    assert rows(session) == [(Way.ROOM, now - MINUTE if checked_in else now)]
    session.refresh(person)
    assert person.declined_at is None


def test_several_ways_are_one_person_from_the_earliest_on(
    session: Session, event: Event, person: Registration, now: datetime
) -> None:
    presence.check_in(session, event, person, now)
    add(session, event, person, now - 2 * MINUTE, batch=1)
    add(session, event, person, now - MINUTE, batch=2)
    assert presence.first_at(session, person) == now - 2 * MINUTE
    count = counts.count(session, event, now)
    assert (count.registered, count.present, count.signed) == (1, 1, 0)
    assert [tuple(point) for point in arrivals(session, event)] == [(now - 2 * MINUTE, 1, 0)]
    (line,) = participants(session, event, Filters(part=Part.PRESENT), 1).people
    assert line.present_at == now - 2 * MINUTE
    assert participants(session, event, Filters(part=Part.MISSING), 1).people == []


@pytest.mark.parametrize("batch", [None, 1])
def test_the_database_holds_a_way_once_for_each_batch(
    session: Session, event: Event, person: Registration, now: datetime, batch: int | None
) -> None:
    row = {"event_id": event.id, "registration_id": person.id, "way": Way.ROOM, "at": now}
    session.add(Presence(**row, batch=batch))
    session.flush()
    session.add(Presence(**row, batch=batch))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
