"""The signing window: each step from the states where it may start, and the close in the log."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from declare.core import entry
from declare.core.window import WindowState
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.pledges import signing, signing_window
from tests import factories

STEPS = {
    "open_signing": (signing_window.open_signing, {WindowState.SHUT}),
    "pause": (signing_window.pause, {WindowState.OPEN}),
    "resume": (signing_window.resume, {WindowState.PAUSED}),
    "begin_closing": (signing_window.begin_closing, {WindowState.OPEN, WindowState.PAUSED}),
    "cancel_closing": (signing_window.cancel_closing, {WindowState.CLOSING}),
}
AFTER = {
    "open_signing": WindowState.OPEN,
    "pause": WindowState.PAUSED,
    "resume": WindowState.OPEN,
    "begin_closing": WindowState.CLOSING,
    "cancel_closing": WindowState.OPEN,
}


def put(event: Event, state: WindowState, now: datetime) -> None:
    """Put the window into the state in which a test begins."""
    event.signing = WindowState.OPEN if state is WindowState.CLOSING else WindowState(state)
    event.closes_at = {
        WindowState.CLOSING: now + timedelta(seconds=60),
        WindowState.CLOSED: now - timedelta(seconds=60),
    }.get(state)


def entries(session: Session, event: Event) -> list[entry.Entry]:
    assert event.log_id is not None
    return [entry.decode(data) for data in ledger.entries(session, event.log_id)]


def test_each_step_begins_where_it_may(session: Session, made: factories.World) -> None:
    event = factories.event(made)
    for (name, (step, before)), state in itertools.product(STEPS.items(), WindowState):
        put(event, state, made.now)
        session.flush()
        if state in before:
            step(session, event, made.now)
            assert signing_window.state(event, made.now) is AFTER[name]
        else:
            with pytest.raises(signing_window.WrongStep):
                step(session, event, made.now)
            assert signing_window.state(event, made.now) is state


def test_an_event_without_a_log_opens_nothing(session: Session, made: factories.World) -> None:
    with pytest.raises(signing_window.WrongStep):
        signing_window.open_signing(session, factories.draft(made), made.now)


@pytest.mark.twin
def test_the_countdown_ends_by_the_clock_and_is_written_down_once(
    session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event)
    signing_window.begin_closing(session, event, made.now)
    signing.sign(session, made.keys, event, person, made.now)
    almost, ended = made.now + timedelta(seconds=119.9), made.now + timedelta(seconds=120)
    assert signing_window.state(event, almost) is WindowState.CLOSING
    assert signing_window.settle(session, made.keys, event, almost) is False
    assert signing_window.state(event, ended) is WindowState.CLOSED
    late = ended + timedelta(seconds=45)
    assert signing_window.settle_due(session, made.keys, late) == 1
    assert signing_window.settle_due(session, made.keys, late) == 0
    assert signing_window.settle(session, made.keys, event, late) is False
    assert entries(session, event)[-1] == entry.Close("acara-uji", 1, int(ended.timestamp()))
    assert entry.replay(entries(session, event)).closed
    assert (event.signing, event.closed_at) == (WindowState.CLOSED, ended)


def test_the_close_counts_pledges_that_are_not_revoked(
    session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    for name in ("Ani", "Budi"):
        person = factories.participant(made, event, name=name)
        pledge = signing.sign(session, made.keys, event, person, made.now)
    pledge.revoked_at = made.now
    signing_window.begin_closing(session, event, made.now)
    signing_window.settle(session, made.keys, event, made.now + signing_window.COUNTDOWN)
    closing = entries(session, event)[-1]
    assert isinstance(closing, entry.Close)
    assert closing.signed == 1


def test_who_comes_with_an_earlier_clock_finds_a_written_close(
    session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event)
    signing_window.begin_closing(session, event, made.now)
    signing_window.settle(session, made.keys, event, made.now + signing_window.COUNTDOWN)
    earlier = made.now + timedelta(seconds=100)
    with pytest.raises(signing_window.SigningClosed):
        signing.sign(session, made.keys, event, person, earlier)
    with pytest.raises(signing_window.WrongStep):
        signing_window.cancel_closing(session, event, earlier)


def test_a_cancelled_countdown_closes_nothing(session: Session, made: factories.World) -> None:
    event = factories.event(made)
    signing_window.begin_closing(session, event, made.now)
    signing_window.cancel_closing(session, event, made.now)
    later = made.now + timedelta(hours=1)
    assert signing_window.settle_due(session, made.keys, later) == 0
    assert signing_window.state(event, later) is WindowState.OPEN
