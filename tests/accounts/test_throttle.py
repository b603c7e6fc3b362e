"""A throttle refuses one network, slows everybody down, and knows whoever came in before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.accounts.models import Attempt
from declare.accounts.throttle import Answer, Caller, Taken, Throttle

pytestmark = pytest.mark.twin

LIMITS = Throttle("door", together=3, alone=7)
ONE = throttle.subject(b"secret", "door", "one@uji.example")
OTHER = throttle.subject(b"secret", "door", "other@uji.example")
HERE = Caller("here")
DEVICE = Caller("here", "device", frozenset({throttle.short(ONE)}))


def take(session: Session, now: datetime, caller: Caller = HERE, subject: str = ONE) -> Taken:
    return throttle.take(session, LIMITS, subject, caller, now)


def answers(session: Session, now: datetime, tries: int, caller: Caller = HERE) -> list[Answer]:
    return [take(session, now, caller).answer for _ in range(tries)]


def test_the_fourth_try_is_refused_for_this_subject_and_this_network_only(
    session: Session, now: datetime
) -> None:
    assert [take(session, now).left for _ in range(3)] == [2, 1, 0]
    refused = take(session, now + timedelta(minutes=5))
    assert (refused.answer, refused.retry_after) == (Answer.REFUSED, 600)
    assert take(session, now, Caller("elsewhere")).answer is Answer.ALLOWED
    assert take(session, now, subject=OTHER).answer is Answer.ALLOWED
    assert throttle.take(session, Throttle("window"), ONE, HERE, now).answer is Answer.ALLOWED


def test_it_opens_by_itself_and_refused_tries_prolong_nothing(
    session: Session, now: datetime
) -> None:
    answers(session, now, 3)
    assert answers(session, now + timedelta(minutes=14), 40) == [Answer.REFUSED] * 40
    assert take(session, now + LIMITS.window).answer is Answer.ALLOWED
    assert session.scalar(select(func.count(Attempt.id))) == 4


def test_from_many_networks_it_slows_down_and_never_refuses(
    session: Session, now: datetime
) -> None:
    for number in range(7):
        taken = take(session, now, Caller(f"network {number}"))
        assert (taken.answer, taken.crowded) == (Answer.ALLOWED, number == 6)
    slow = take(session, now, Caller("new"))
    assert (slow.answer, slow.retry_after) == (Answer.SLOW, 5)
    assert take(session, now + LIMITS.pace, Caller("new")).answer is Answer.ALLOWED
    assert take(session, now + LIMITS.pace, Caller("other")).answer is Answer.SLOW


def test_a_known_device_is_neither_refused_nor_slowed_down_by_others(
    session: Session, now: datetime
) -> None:
    for number in range(10):
        take(session, now, Caller(f"network {number}"))
    answers(session, now, 4)
    assert answers(session, now, 3, DEVICE) == [Answer.ALLOWED] * 3
    assert take(session, now, DEVICE).answer is Answer.SLOW
    assert take(session, now + LIMITS.pace, DEVICE).answer is Answer.ALLOWED
    assert take(session, now, DEVICE, OTHER).answer is Answer.ALLOWED
    assert not DEVICE.knows(OTHER)


def test_a_pace_as_long_as_the_window_refuses(session: Session, now: datetime) -> None:
    strict = Throttle("mail", together=9, alone=2, pace=timedelta(minutes=15))
    given = [throttle.take(session, strict, ONE, HERE, now).answer for _ in range(3)]
    assert given == [Answer.ALLOWED, Answer.ALLOWED, Answer.SLOW]
    later = now + timedelta(minutes=14)
    assert throttle.take(session, strict, ONE, HERE, later).answer is Answer.SLOW


def test_what_no_window_reaches_is_deleted(session: Session, now: datetime) -> None:
    take(session, now)
    take(session, now + timedelta(days=2), subject=OTHER)
    assert session.scalar(select(func.count(Attempt.id))) == 1


def test_a_subject_that_proved_itself_starts_afresh_in_its_network(
    session: Session, now: datetime
) -> None:
    take(session, now, Caller("elsewhere"))
    take(session, now, subject=OTHER)
    last = [take(session, now) for _ in range(3)][-1]
    answers(session, now, 2)
    assert throttle.forgive(session, last) == 4
    assert answers(session, now, 3) == [Answer.ALLOWED] * 3
    assert session.scalar(select(func.count(Attempt.id))) == 5


def test_a_try_that_was_not_checked_is_given_back(session: Session, now: datetime) -> None:
    for _ in range(9):
        throttle.give_back(session, take(session, now))
    assert take(session, now).left == 2


def test_a_subject_says_nothing_about_whom_it_means() -> None:
    assert "one" not in ONE
    assert ONE != OTHER
    assert throttle.subject(b"another secret", "door", "one@uji.example") != ONE
    assert throttle.subject(b"s", "a", "bc") != throttle.subject(b"s", "ab", "c")
    assert len(throttle.subject(b"s", "\ud800")) == 64


def test_a_network_is_an_address_or_half_of_one() -> None:
    def same(*addresses: str) -> bool:
        return len({throttle.network(b"s", address) for address in addresses}) == 1

    assert not same("192.0.2.1", "192.0.2.2")
    assert same("192.0.2.1", "::ffff:192.0.2.1")
    assert same("2001:db8::1", "2001:db8:0:0:ffff::2", "2001:db8::1%eth0")
    assert not same("2001:db8::1", "2001:db8:0:1::1")
    assert len(throttle.network(b"s", "unix:\ud800")) == 64
