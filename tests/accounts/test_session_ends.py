"""What stays ended, what is no use of a session, and what a browser is asked at its end."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import sessions
from declare.accounts.models import AccountSession, Role
from declare.core.window import WindowState
from declare.events.models import Purpose
from tests import factories
from tests.accounts.test_copied_cookie import account, copy, is_in
from tests.accounts.test_sessions import lapsed
from tests.accounts.test_sign_in import EMAIL, PASSWORD, enter
from tests.browser import Browser
from tests.conftest import Clock

__all__ = ["account"]  # a fixture

SHUT = {"signing": WindowState.SHUT, "signing_opened_at": None}
HOUR = timedelta(hours=1)


def lives(now: datetime, used: float, at: float, hall_since: float | None) -> bool:
    """Whether a session made at `now` and last used `used` hours later lives `at` hours later."""
    row = AccountSession(created_at=now, last_used_at=now + used * HOUR)
    since = None if hall_since is None else now + hall_since * HOUR
    return sessions.lives(row, now + at * HOUR, since)


@pytest.mark.parametrize(
    ("used", "at", "hall_since", "expected"),
    [
        (0, 0.99, None, True),
        (0, 1, None, False),
        (0, 5, 0.99, True),  # alive when the hall's time began
        (0, 5, 1, False),  # over before it: not alive again
        (0, 15.99, -3, True),
        (0, 16, -3, False),
        (11.5, 13, 11.9, True),
        (11.5, 13, 12, False),  # twelve hours were over before it
    ],
)
def test_its_time_is_a_function_of_moments(
    now: datetime, used: float, at: float, hall_since: float | None, expected: bool
) -> None:
    assert lives(now, used, at, hall_since) is expected


def test_a_session_that_was_over_is_not_alive_again_in_the_hall(
    app: Flask, client: Browser, session: Session, clock: Clock
) -> None:
    made = factories.world(app, session, clock.now)
    event = factories.event(made, starts_at=clock.now + timedelta(hours=6), **SHUT)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    clock.advance(minutes=61)
    assert not is_in(client)
    clock.advance(hours=3)
    assert not is_in(client)


def test_what_a_page_asks_by_itself_is_no_use(
    client: Browser, session: Session, clock: Clock, account: object
) -> None:
    enter(client)
    begun = clock.now
    clock.advance(minutes=30)
    assert client.get("/panitia/", headers={"Sec-Fetch-Mode": "cors"}).status_code == 200
    assert session.scalars(select(AccountSession.last_used_at)).one() == begun
    assert client.get("/panitia/", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert session.scalars(select(AccountSession.last_used_at)).one() == clock.now


def test_whoever_was_signed_out_elsewhere_keeps_what_was_typed(
    app: Flask, client: Browser, account: object
) -> None:
    enter(client)
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = client.beside
    enter(other)
    other.submit("/panitia/sesi/akhiri-lainnya")
    refused = lapsed(client, "/panitia/acara-baru", title="Rencana kami", slug="rencana")
    assert refused.status_code == 401
    sealed = re.search(r'name="typed" value="([^"]+)"', refused.text)
    assert sealed is not None
    answer = client.submit("/panitia/masuk", email=EMAIL, password=PASSWORD, typed=sealed[1])
    assert "Rencana kami" in answer.text


def test_signing_out_late_does_not_ask_for_a_password_first(
    app: Flask, client: Browser, clock: Clock, account: object
) -> None:
    enter(client)
    clock.advance(minutes=61)
    answer = client.submit("/panitia/keluar")
    if answer.status_code == 307:
        answer = client.submit(answer.headers["Location"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/panitia/masuk")


def test_a_form_too_long_to_keep_says_so(client: Browser, clock: Clock, account: object) -> None:
    enter(client)
    clock.advance(minutes=61)
    refused = lapsed(client, "/panitia/acara-baru", title=secrets.token_urlsafe(70_000))
    assert refused.status_code == 401
    assert "terlalu panjang" in refused.text
    assert 'name="typed"' not in refused.text
    assert len(refused.text) < 64 * 1024


def test_announcing_in_the_hall_asks_nothing(
    app: Flask, client: Browser, session: Session, clock: Clock
) -> None:
    """An announcement ninety minutes after the last click, by a conductor."""
    made = factories.world(app, session, clock.now)
    event = factories.event(made, purpose=Purpose.LIVE, starts_at=clock.now + timedelta(hours=1))
    factories.sign_in(client, factories.member(made, event, Role.CONDUCTOR))
    base = "/panitia/acara/acara-uji"
    client.submit(f"{base}/penandatanganan/buka")
    clock.advance(minutes=90)
    answer = client.submit(f"{base}/pengumuman/baru", size="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/pengumuman")


def test_a_copy_of_a_cookie_of_before_is_nobody(
    app: Flask, client: Browser, account: object
) -> None:
    """What sessions were before they were rows: the account's number and epoch."""
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "1.0"
    assert not is_in(copy(app, client))


def test_what_was_typed_and_cannot_go_on_is_told(
    client: Browser, clock: Clock, account: object
) -> None:
    enter(client)
    clock.advance(minutes=61)
    refused = lapsed(client, "/panitia/acara-baru", title="Rencana kami")
    sealed = re.search(r'name="typed" value="([^"]+)"', refused.text)
    assert sealed is not None
    clock.advance(minutes=1)
    forged = sealed[1][:-3] + "xyz"
    answer = client.submit("/panitia/masuk", email=EMAIL, password=PASSWORD, typed=forged)
    assert answer.headers["Location"] == "/panitia/"
    assert "Isi sekali lagi" in client.get("/panitia/").text
