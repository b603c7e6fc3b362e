"""Setting a second factor up: not in a browser that somebody left signed in."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import second_factor as factors
from declare.accounts.models import Account, SecondFactor
from tests import factories
from tests.accounts.test_copied_cookie import account
from tests.accounts.test_second_factor import begun
from tests.accounts.test_sign_in import EMAIL, NEW, PASSWORD, enter
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

__all__ = ["account"]  # a fixture

ENROL = "/panitia/kode/pasang"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def test_a_browser_that_was_left_signed_in_sets_none_up(
    client: Browser, session: Session, clock: Clock, account: Account
) -> None:
    """Otherwise whoever sits down there shuts the account's owner out for good."""
    enter(client)
    clock.advance(minutes=31)
    assert client.submit(ENROL).status_code == 422
    page = client.get(ENROL)
    assert f'action="/panitia/masuk?next={ENROL}"' in page.text
    assert session.scalars(select(SecondFactor)).all() == []
    answer = client.submit(f"/panitia/masuk?next={ENROL}", email=EMAIL, password=PASSWORD)
    assert answer.headers["Location"] == ENROL
    assert client.submit(ENROL).status_code == 303
    assert "<svg" in client.get(ENROL).text


def test_a_page_that_asks_for_the_code_holds_no_password(
    client: Browser, made: World, account: Account
) -> None:
    begun(made, account)
    enter(client)
    asked = client.submit("/panitia/sandi", current=PASSWORD, password=NEW, repeated=NEW)
    assert 'name="otp"' in asked.text
    assert PASSWORD not in asked.text
    assert NEW not in asked.text


def test_a_refused_new_password_is_no_wrong_guess_at_the_present_one(
    client: Browser, account: Account
) -> None:
    """Whoever tries some that are guessed first is not stopped as one who guesses."""
    enter(client)
    weak = {"current": PASSWORD, "password": "password1234", "repeated": "password1234"}
    answers = [client.submit("/panitia/sandi", **weak).status_code for _ in range(6)]
    assert answers == [422] * 6
    good = client.submit("/panitia/sandi", current=PASSWORD, password=NEW, repeated=NEW)
    assert good.status_code == 303


def test_one_who_is_slowed_down_is_not_told_to_wait_a_quarter_of_an_hour(
    client: Browser, made: World, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(made, account)
    monkeypatch.setattr("declare.accounts.second_factor.THROTTLE", factors.Throttle("code", 5, 1))
    enter(client)
    client.submit("/panitia/kode", otp="000000")
    assert "setelah 5 detik" in client.submit("/panitia/kode", otp="000000").text
