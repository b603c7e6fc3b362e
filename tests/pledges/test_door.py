"""The door of signing: each step from where it may begin, and the close that is written down."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from declare.certificates.service import issue
from declare.core import entry
from declare.events.models import Door, Event
from declare.ledger import service as ledger
from declare.pledges import service
from declare.pledges.service import State
from tests import factories

sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

STEPS = {
    "open_signing": (service.open_signing, {State.SHUT}),
    "pause": (service.pause, {State.OPEN}),
    "resume": (service.resume, {State.PAUSED}),
    "begin_closing": (service.begin_closing, {State.OPEN, State.PAUSED}),
    "cancel_closing": (service.cancel_closing, {State.CLOSING}),
}
AFTER = {
    "open_signing": State.OPEN,
    "pause": State.PAUSED,
    "resume": State.OPEN,
    "begin_closing": State.CLOSING,
    "cancel_closing": State.OPEN,
}


def stand(event: Event, door: State, now: datetime) -> None:
    """Put the door where a test begins."""
    event.signing = Door.OPEN if door is State.CLOSING else Door(door)
    event.closes_at = {
        State.CLOSING: now + timedelta(seconds=60),
        State.CLOSED: now - timedelta(seconds=60),
    }.get(door)


def entries(session: Session, event: Event) -> list[entry.Entry]:
    assert event.log_id is not None
    return [entry.decode(data) for data in ledger.entries(session, event.log_id)]


@sqlite_only
def test_each_step_begins_where_it_may(session: Session, made: factories.World) -> None:
    event = factories.event(made)
    for (name, (step, before)), door in itertools.product(STEPS.items(), State):
        stand(event, door, made.now)
        session.flush()
        if door in before:
            step(session, event, made.now)
            assert service.state(event, made.now) is AFTER[name]
        else:
            with pytest.raises(service.WrongStep):
                step(session, event, made.now)
            assert service.state(event, made.now) is door


@sqlite_only
def test_an_event_without_a_log_opens_nothing(session: Session, made: factories.World) -> None:
    with pytest.raises(service.WrongStep):
        service.open_signing(session, factories.draft(made), made.now)


def test_the_countdown_ends_by_the_clock_and_is_written_down_once(
    session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event)
    service.begin_closing(session, event, made.now)
    service.sign(session, made.keys, event, person, issue, None, made.now)
    almost, ended = made.now + timedelta(seconds=119.9), made.now + timedelta(seconds=120)
    assert service.state(event, almost) is State.CLOSING
    assert service.settle(session, made.keys, event, almost) is False
    assert service.state(event, ended) is State.CLOSED
    late = ended + timedelta(seconds=45)
    assert service.settle_due(session, made.keys, late) == 1
    assert service.settle_due(session, made.keys, late) == 0
    assert service.settle(session, made.keys, event, late) is False
    assert entries(session, event)[-1] == entry.Close("acara-uji", 1, int(ended.timestamp()))
    assert entry.replay(entries(session, event)).closed
    assert (event.signing, event.closed_at) == (Door.CLOSED, ended)


@sqlite_only
def test_the_close_counts_pledges_that_are_not_revoked(
    session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    for name in ("Ani", "Budi"):
        person = factories.participant(made, event, name=name)
        pledge = service.sign(session, made.keys, event, person, issue, None, made.now)
    pledge.revoked_at = made.now
    service.begin_closing(session, event, made.now)
    service.settle(session, made.keys, event, made.now + service.COUNTDOWN)
    closing = entries(session, event)[-1]
    assert isinstance(closing, entry.Close)
    assert closing.signed == 1


@sqlite_only
def test_who_comes_with_an_earlier_clock_finds_a_written_close(
    session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event)
    service.begin_closing(session, event, made.now)
    service.settle(session, made.keys, event, made.now + service.COUNTDOWN)
    earlier = made.now + timedelta(seconds=100)
    with pytest.raises(service.SigningClosed):
        service.sign(session, made.keys, event, person, issue, None, earlier)
    with pytest.raises(service.WrongStep):
        service.cancel_closing(session, event, earlier)


@sqlite_only
def test_a_cancelled_countdown_closes_nothing(session: Session, made: factories.World) -> None:
    event = factories.event(made)
    service.begin_closing(session, event, made.now)
    service.cancel_closing(session, event, made.now)
    later = made.now + timedelta(hours=1)
    assert service.settle_due(session, made.keys, later) == 0
    assert service.state(event, later) is State.OPEN
