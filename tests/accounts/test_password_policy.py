"""What a password may be, and how it is typed (ASVS 6.2)."""

from __future__ import annotations

import math
import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import ROOT
from declare.accounts import breached, directory, password_rules, passwords
from declare.accounts.models import Account
from declare.errors import Invalid
from tests import factories
from tests.accounts.mailbox import link
from tests.accounts.test_sign_in import EMAIL, PASSWORD, change, enter
from tests.browser import Browser
from tests.conftest import Clock

ODD = [
    "hanyahurufkecil",
    "HANYAHURUFBESAR",
    "739 105 284 661",
    "  spasi di tepi  ",
    "kata 😀 ёлка 漢字 é",
    "tanda'\"<>&%;--\\",
    "kalimat panjang sekali " * 8,
    "x9" + "kuda baterai benar " * 4,
]


@pytest.fixture
def account(session: Session, now: datetime) -> Account:
    made = directory.create(session, EMAIL, "Panitia", PASSWORD, now, may_create=True)
    session.commit()
    return made


@pytest.mark.parametrize("password", ODD)
def test_any_characters_make_a_password_up_to_200(
    client: Browser, account: Account, password: str
) -> None:
    enter(client)
    assert change(client, PASSWORD, password, password).status_code == 303
    client.submit("/panitia/keluar")
    assert enter(client, password).status_code == 303


@pytest.mark.parametrize("alter", [str.upper, str.strip, lambda text: text[:72], lambda t: t[:-1]])
def test_a_password_is_compared_as_it_was_typed(
    client: Browser, session: Session, account: Account, alter: object
) -> None:
    password = " Huruf dan Spasi " + "yang panjang sekali " * 5
    account.password_hash = passwords.hashed(password)
    assert enter(client, alter(password)).status_code == 422  # type: ignore[operator]
    assert enter(client, password).status_code == 303


def test_a_password_does_not_grow_old(client: Browser, account: Account, clock: Clock) -> None:
    clock.advance(days=1000)
    assert enter(client).headers["Location"] == "/panitia/"
    assert client.get("/panitia/").status_code == 200


def test_a_one_time_password_may_not_stay(
    client: Browser, session: Session, account: Account
) -> None:
    account.one_time = True
    enter(client)
    answer = change(client, PASSWORD, PASSWORD, PASSWORD)
    assert answer.status_code == 422
    assert "harus diganti" in answer.text
    session.refresh(account)
    assert account.one_time


def test_one_time_passwords_and_codes_are_long_and_different() -> None:
    made = {passwords.one_time() for _ in range(200)}
    assert len(made) == 200
    assert min(len(each) for each in made) >= passwords.SHORTEST


def test_password_fields_are_masked_and_open_to_password_managers(
    app: Flask, client: Browser, session: Session, account: Account, now: datetime
) -> None:
    made = factories.world(app, session, now)
    signing_in = client.get("/panitia/masuk").text
    client.submit("/panitia/lupa-sandi", email=EMAIL)
    by_mail = client.get(link(made, "password", EMAIL)).text
    enter(client)
    own = client.get("/panitia/sandi").text
    found = {}
    for page in (signing_in, by_mail, own):
        for field in re.findall(r"<input[^>]*>", page):
            name = re.search(r'name="(password|repeated|current)"', field)
            if name:
                assert 'type="password"' in field
                found[name[1]] = re.search(r'autocomplete="([^"]+)"', field)
        assert 'autocomplete="username"' in page
    assert {name: each and each[1] for name, each in found.items()} == {
        "password": "new-password",
        "repeated": "new-password",
        "current": "current-password",
    }


def test_no_script_stops_pasting() -> None:
    sources = [*(ROOT / "assets").rglob("*.mjs"), *(ROOT / "templates").rglob("*.html")]
    stops = re.compile(r"onpaste|beforepaste|addEventListener\(\s*[\"'](paste|copy|cut)[\"']")
    assert [str(each) for each in sources if stops.search(each.read_text("utf-8"))] == []


def test_no_question_replaces_a_password() -> None:
    columns = set(Account.__table__.columns.keys())
    assert [name for name in columns if "question" in name or "hint" in name] == []


@pytest.mark.parametrize(
    "password",
    ["SayangKamu123", "aku cinta kamu", "manchesterunited", "!QAZ2wsx#EDC4rfv", "chelseafc1905"],
)
def test_a_breached_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        password_rules.check(password)


def test_the_filter_of_breached_passwords_knows_more_than_a_million() -> None:
    """As many as its bits tell, and few whom nobody breached."""
    data = breached.FILE.read_bytes()
    assert len(data) == breached.SIZE
    full = sum(each.bit_count() for each in data) / (8 * breached.SIZE)
    assert -8 * breached.SIZE / breached._PLACES * math.log(1 - full) > 1_400_000
    mistaken = sum(breached.holds(f"kalimat yang tidak ada {number}") for number in range(3000))
    assert mistaken < 20


@pytest.mark.parametrize(
    ("password", "status"), [("ikrar.test 2026", 422), ("kuda.test 2026", 303)]
)
def test_the_name_of_the_site_makes_no_password(
    client: Browser, account: Account, password: str, status: int
) -> None:
    """The site is ikrar.test."""
    enter(client)
    answer = change(client, PASSWORD, password, password)
    assert answer.status_code == status
    assert ("Sandi ini mudah ditebak" in answer.text) == (status == 422)
