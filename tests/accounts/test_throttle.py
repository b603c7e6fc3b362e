"""A throttle refuses one subject after so many refused attempts, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.accounts.models import Attempt

pytestmark = pytest.mark.twin

WINDOW = timedelta(minutes=15)
ONE = throttle.subject(b"secret", "door", "one@uji.example")
OTHER = throttle.subject(b"secret", "door", "other@uji.example")


def shut(session: Session, subject: str, now: datetime) -> bool:
    return throttle.refused(session, "door", subject, 3, WINDOW, now)


def test_the_third_refusal_shuts_the_door_for_this_subject_only(
    session: Session, now: datetime
) -> None:
    for _ in range(2):
        throttle.remember(session, "door", ONE, now)
    assert not shut(session, ONE, now)
    throttle.remember(session, "door", ONE, now)
    assert shut(session, ONE, now)
    assert not shut(session, OTHER, now)
    assert not throttle.refused(session, "another door", ONE, 3, WINDOW, now)


def test_it_opens_by_itself(session: Session, now: datetime) -> None:
    for _ in range(3):
        throttle.remember(session, "door", ONE, now)
    assert shut(session, ONE, now + WINDOW - timedelta(seconds=1))
    assert not shut(session, ONE, now + WINDOW)


def test_what_no_window_reaches_is_deleted(session: Session, now: datetime) -> None:
    throttle.remember(session, "door", ONE, now)
    throttle.remember(session, "door", OTHER, now + timedelta(days=2))
    assert session.scalar(select(func.count(Attempt.id))) == 1


def test_who_proved_himself_starts_afresh(session: Session, now: datetime) -> None:
    for subject in (ONE, ONE, ONE, OTHER):
        throttle.remember(session, "door", subject, now)
    throttle.forget(session, "door", ONE)
    assert not shut(session, ONE, now)
    assert session.scalar(select(func.count(Attempt.id))) == 1


def test_a_subject_says_nothing_about_whom_it_means() -> None:
    assert "one" not in ONE
    assert ONE != OTHER
    assert throttle.subject(b"another secret", "door", "one@uji.example") != ONE
    assert throttle.subject(b"s", "a", "bc") != throttle.subject(b"s", "ab", "c")
    assert len(throttle.subject(b"s", "\ud800")) == 64
