"""Moving the second factor to another telephone, also when the old one is lost."""

from __future__ import annotations

import re
from datetime import datetime

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from declare.accounts import second_factor as factors
from declare.accounts.models import Account, AuditEntry
from tests import factories
from tests.accounts.test_copied_cookie import account, copy, is_in
from tests.accounts.test_second_factor import begun
from tests.accounts.test_sign_in import PASSWORD, enter
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

__all__ = ["account"]  # a fixture

REPLACE, CODE = "/panitia/kode/ganti", "/panitia/kode"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def old(made: World, account: Account) -> pyotp.TOTP:
    """The app on the telephone that is lost."""
    return begun(made, account)


@pytest.fixture
def recovery(made: World, account: Account, old: pyotp.TOTP) -> list[str]:
    return factors.renew_codes(made.session, made.keys.data, account.id)


def begin(client: Browser) -> pyotp.TOTP:
    """Ask for a new secret, and type it into the new app."""
    assert client.submit(REPLACE).headers["Location"] == REPLACE
    shown = re.search(r'<span class="code">([A-Z2-7 ]+)</span>', client.get(REPLACE).text)
    assert shown is not None
    return pyotp.TOTP(shown[1].replace(" ", ""))


def sign_in(client: Browser, code: str) -> TestResponse:
    client.submit("/panitia/keluar")
    enter(client)
    return client.submit(CODE, otp=code)


def test_whoever_lost_the_telephone_moves_to_another_by_a_recovery_code(
    app: Flask,
    client: Browser,
    session: Session,
    old: pyotp.TOTP,
    recovery: list[str],
    clock: Clock,
) -> None:
    enter(client)
    assert "Telepon hilang?" in client.get(CODE).text
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = session
    assert sign_in(other, recovery[1]).status_code == 303
    assert sign_in(client, recovery[0]).status_code == 303
    assert "Sisanya: 8." in client.get("/panitia/").text
    new = begin(client)
    assert client.submit(REPLACE, new_otp="000000").status_code == 422
    done = client.submit(REPLACE, new_otp=new.at(clock.now))
    fresh = re.findall(r'class="code">([^<]+)<', done.text)
    assert len(fresh) == 10
    assert (is_in(client), is_in(other)) == (True, False)
    clock.advance(minutes=1)
    assert sign_in(client, old.at(clock.now)).status_code == 422
    assert sign_in(client, recovery[2]).status_code == 422
    assert sign_in(client, new.at(clock.now)).status_code == 303
    acts = session.scalars(select(AuditEntry.what)).all()
    assert "account.factor_replaced" in acts


def test_the_old_app_counts_until_the_new_one_has_shown_a_code(
    client: Browser, old: pyotp.TOTP, clock: Clock
) -> None:
    enter(client)
    client.submit(CODE, otp=old.at(clock.now))
    begin(client)
    clock.advance(minutes=1)
    assert sign_in(client, old.at(clock.now)).status_code == 303
    assert client.get(REPLACE).headers["Location"] == CODE, "what was offered left with the session"


def test_nobody_moves_it_without_a_code(
    app: Flask, client: Browser, old: pyotp.TOTP, clock: Clock
) -> None:
    enter(client)
    assert 'name="otp"' in client.submit(REPLACE).text
    client.submit(CODE, otp=old.at(clock.now))
    new = begin(client)
    clock.advance(minutes=11)
    assert 'name="current"' in client.submit(REPLACE, new_otp=new.at(clock.now)).text
    asked = client.submit(REPLACE, new_otp=new.at(clock.now), current=PASSWORD)
    assert asked.status_code == 422
    assert 'name="otp"' in asked.text
    assert is_in(copy(app, client))
    clock.advance(minutes=1)
    assert sign_in(client, old.at(clock.now)).status_code == 303


def test_what_was_offered_to_one_account_is_no_other_ones(made: World, account: Account) -> None:
    text = factors.offer(made.keys.data, account.id)
    assert factors.offered(made.keys.data, account.id, text)
    assert factors.offered(made.keys.data, account.id + 1, text) is None
    for wrong in ("", "AAAA", text[:-8], "é"):
        assert factors.offered(made.keys.data, account.id, wrong) is None
