"""Strangers lock no doors: whoever guesses is stopped, and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import directory, passwords, sign_in
from declare.accounts.models import Account, Attempt, AuditEntry
from declare.events.models import Event
from declare.registrations import links
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock

EMAIL, PASSWORD = "panitia@uji.example", "empat kata yang acak"
STRANGER = "198.51.100.7"
AT_HOME = "203.0.113.9"
AT_ONCE = 25
CODES = "/acara/acara-uji/masuk"


@pytest.fixture
def account(session: Session, now: datetime) -> Account:
    made = directory.create(session, EMAIL, "Panitia", PASSWORD, now, may_create=True)
    session.commit()
    return made


@pytest.fixture
def person(app: Flask, session: Session, now: datetime) -> Registration:
    made = factories.world(app, session, now)
    return factories.participant(made, factories.event(made))


def browser(app: Flask, session: Session, address: str = AT_HOME, forwarded: str = "") -> Browser:
    """A browser of nobody known, at a network address."""
    client = app.test_client()
    assert isinstance(client, Browser)
    client.beside = session
    client.environ_base["REMOTE_ADDR"] = address
    if forwarded:
        client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    return client


def enter(client: Browser, password: str = "salah") -> int:
    return client.submit("/panitia/masuk", email=EMAIL, password=password).status_code


def come_in(client: Browser, code: str = "ZZZZZZZZ") -> int:
    seat = {"office": "regional_secretary", "region": "12.06"}
    return client.submit(CODES, participant_code=code, **seat).status_code


def code_of(app: Flask, person: Registration) -> str:
    return links.code(app.extensions["keyring"], person)


@pytest.mark.twin
def test_forty_wrong_passwords_of_a_stranger_do_not_shut_the_organiser_out(
    app: Flask, session: Session, account: Account
) -> None:
    stranger = browser(app, session, STRANGER)
    answers = [enter(stranger) for _ in range(40)]
    assert enter(browser(app, session), PASSWORD) == 303
    assert answers == [422] * 5 + [429] * 35
    assert enter(stranger, PASSWORD) == 429


@pytest.mark.twin
def test_wrong_codes_of_a_stranger_do_not_shut_the_seat(
    app: Flask, session: Session, person: Registration
) -> None:
    stranger = browser(app, session, STRANGER)
    answers = [come_in(stranger) for _ in range(8)]
    assert come_in(browser(app, session), code_of(app, person)) == 303
    assert answers == [422] * 5 + [429] * 3


def test_guesses_from_everywhere_slow_a_new_device_down_and_a_known_one_never(
    app: Flask, session: Session, account: Account, clock: Clock
) -> None:
    mine = browser(app, session)
    assert enter(mine, PASSWORD) == 303
    mine.submit("/panitia/keluar")
    for number in range(sign_in.THROTTLE.alone):
        assert enter(browser(app, session, f"2001:db8:0:{number:x}::1")) == 422
    answer = browser(app, session).submit("/panitia/masuk", email=EMAIL, password=PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert enter(mine, PASSWORD) == 303
    clock.advance(seconds=5)
    assert enter(browser(app, session), PASSWORD) == 303


def test_a_device_that_came_in_by_link_is_not_refused_when_its_network_is(
    app: Flask, session: Session, person: Registration
) -> None:
    mine, neighbour = browser(app, session), browser(app, session)
    assert mine.get(links.link(app.extensions["keyring"], "", person)).status_code == 303
    mine.submit("/acara/acara-uji/keluar", registration=person.public_id)
    assert [come_in(neighbour) for _ in range(6)] == [422] * 5 + [429]
    assert come_in(neighbour, code_of(app, person)) == 429
    assert come_in(mine, code_of(app, person)) == 303


def test_a_forged_device_is_a_stranger(app: Flask, session: Session, account: Account) -> None:
    mine, thief = browser(app, session), browser(app, session, STRANGER)
    enter(mine, PASSWORD)
    cookie = mine.get_cookie("declare-device")
    assert cookie is not None
    assert EMAIL not in cookie.value
    assert cookie.http_only
    thief.set_cookie("declare-device", cookie.value[:-2] + "xx")
    assert [enter(thief) for _ in range(6)] == [422] * 5 + [429]


def test_a_wrong_code_counts_for_each_of_a_seat_and_a_right_one_for_nobody(
    app: Flask, session: Session, person: Registration, now: datetime
) -> None:
    event = session.get_one(Event, person.event_id)
    factories.participant(factories.world(app, session, now), event, name="Suparman")
    client = browser(app, session)
    assert come_in(client) == 422
    assert session.scalar(select(func.count(Attempt.id))) == 2
    assert come_in(client, code_of(app, person)) == 303
    assert session.scalar(select(func.count(Attempt.id))) == 1


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_the_network_is_the_clients_behind_the_proxies_that_are_named(
    app: Flask, session: Session, account: Account, hops: int
) -> None:
    """What stands left of the trusted part was sent by the client and proves nothing."""
    app.extensions["declare"] = replace(app.extensions["declare"], trusted_proxies=hops)
    proxy, chain = "10.0.0.2", {1: "{}, 203.0.113.1", 2: "{}, 203.0.113.1, 10.0.0.1"}
    answers = [
        enter(browser(app, session, proxy, chain.get(hops, "{}").format(f"192.0.2.{number}")))
        for number in range(6)
    ]
    assert answers == [422] * 5 + [429]
    other = {1: "192.0.2.1, 203.0.113.200", 2: "192.0.2.1, 203.0.113.200:4711, 10.0.0.1"}
    elsewhere = browser(app, session, proxy, other.get(hops, "192.0.2.1"))
    assert enter(elsewhere, PASSWORD) == (303 if hops else 429)


def test_a_stranger_who_finds_no_place_for_hashing_keeps_what_was_typed(
    app: Flask, session: Session, account: Account
) -> None:
    """The known are not refused, and the attempt is not counted."""
    mine = browser(app, session)
    assert enter(mine, PASSWORD) == 303
    mine.submit("/panitia/keluar")
    with patch.object(passwords, "_places", threading.BoundedSemaphore(1)), passwords._places:
        answer = browser(app, session).submit("/panitia/masuk", email=EMAIL, password="salah")
        assert enter(mine, PASSWORD) == 303
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert EMAIL in answer.text
    assert session.scalar(select(func.count(Attempt.id))) == 0


def test_no_address_is_stored(app: Flask, session: Session, account: Account) -> None:
    enter(browser(app, session, STRANGER))
    attempt = session.scalars(select(Attempt)).one()
    assert STRANGER not in f"{attempt.subject} {attempt.network}"
    assert (len(attempt.subject), len(attempt.network)) == (64, 64)


def at_once(tries: list[Callable[[], int]]) -> list[int]:
    """What every try answered; as many as a server has threads begin together."""
    line = threading.Barrier(AT_ONCE)

    def begin(number: int) -> int:
        if number < AT_ONCE:
            line.wait()
        return tries[number]()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(begin, range(len(tries))))


@pytest.mark.twin
def test_forty_tries_at_once_are_not_more_than_the_limit(
    app: Flask, session: Session, account: Account, person: Registration
) -> None:
    session.commit()

    def guess(path: str, **fields: str) -> Callable[[], int]:
        client = browser(app, session, STRANGER)
        token = client.csrf_token()
        data = {"csrf_token": token, **fields}
        plain = app.test_client()
        plain._cookies = client._cookies
        return lambda: super(Browser, client).open(path, method="POST", data=data).status_code

    signed_in = at_once([guess("/panitia/masuk", email=EMAIL, password="salah") for _ in range(40)])
    seat = {"office": "regional_secretary", "region": "12.06", "participant_code": "ZZZZZZZZ"}
    codes = at_once([guess(CODES, **seat) for _ in range(40)])
    checked = [status for status in signed_in if status in (422, 303)]
    assert len(checked) <= 5
    assert set(signed_in) <= {422, 429, 503}
    assert sorted(codes) == [422] * 5 + [429] * 35
    session.expire_all()
    locks = select(func.count(AuditEntry.id)).where(AuditEntry.what.like("%locked"))
    assert session.scalar(locks) in (1, 2)
