"""Signing in: passwords, throttle, the page that follows, and changing the own password."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from declare.accounts import directory, sign_in
from declare.accounts.models import Account
from declare.web.desk.account import _local
from tests.browser import Browser
from tests.conftest import Clock

EMAIL, PASSWORD = "panitia@uji.example", "empat kata yang acak"
NEW = "lima kata lain yang acak"


@pytest.fixture
def account(session: Session, now: datetime) -> Account:
    made = directory.create(session, EMAIL, "Panitia", PASSWORD, now, may_create=True)
    session.commit()
    return made


def enter(client: Browser, password: str = PASSWORD, next: str = "") -> TestResponse:
    query = f"?next={next}" if next else ""
    return client.submit(f"/panitia/masuk{query}", email=EMAIL, password=password)


def test_the_right_password_opens(client: Browser, account: Account) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/panitia/")
    assert client.get("/panitia/").status_code == 200
    assert client.get("/panitia/masuk").headers["Location"] == "/panitia/"


def test_a_wrong_one_keeps_the_address_and_not_the_password(
    client: Browser, account: Account
) -> None:
    answer = enter(client, "bukan sandinya")
    assert answer.status_code == 422
    assert "Surel atau sandi tidak cocok." in answer.text
    assert EMAIL in answer.text
    assert "bukan sandinya" not in answer.text
    assert client.get("/panitia/").status_code == 303


def test_known_and_unknown_addresses_get_the_same_answer(client: Browser, account: Account) -> None:
    known = enter(client, "bukan sandinya").text
    unknown = client.submit("/panitia/masuk", email="x@uji.example", password="bukan sandinya")
    assert unknown.status_code == 422
    assert "Surel atau sandi tidak cocok." in known
    assert "Surel atau sandi tidak cocok." in unknown.text


def test_the_door_shuts_for_the_account_and_opens_by_itself(
    app: Flask, client: Browser, account: Account, clock: Clock
) -> None:
    for _ in range(sign_in.THROTTLE.together):
        assert enter(client, "salah").status_code == 422
    answer = enter(client)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert EMAIL in answer.text
    clock.advance(minutes=15)
    assert enter(client).status_code == 303


def test_a_full_house_behind_one_address_is_not_shut_out(client: Browser, account: Account) -> None:
    for number in range(3 * sign_in.THROTTLE.together):
        client.submit("/panitia/masuk", email=f"x{number}@uji.example", password="salah")
    assert enter(client).status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"email": "\x01", "password": "x"},
        {"email": "x" * 5000, "password": "x"},
        {"email": EMAIL, "password": "x" * 5000},
        {"email": "‮a@b", "password": "\x01"},
    ],
)
def test_junk_is_an_error_of_the_form(client: Browser, fields: dict[str, str]) -> None:
    assert client.submit("/panitia/masuk", **fields).status_code == 422


def test_one_goes_on_to_where_one_wanted_to(client: Browser, account: Account) -> None:
    asked = client.get("/panitia/acara-baru").headers["Location"]
    assert asked == "/panitia/masuk?next=/panitia/acara-baru"
    answer = client.submit(asked, email=EMAIL, password=PASSWORD)
    assert answer.headers["Location"] == "/panitia/acara-baru"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil", "/ñ"],
)
def test_another_site_is_nowhere_to_go_on_to(
    client: Browser, account: Account, target: str
) -> None:
    assert enter(client, next=target).headers["Location"] == "/panitia/"


@given(st.text(st.sampled_from("/\\:@?#.\t\n evilhtps%5c2f"), max_size=24))
def test_a_local_path_stays_on_this_site(target: str) -> None:
    found = _local(target)
    assert not found or urlsplit(urljoin("http://ikrar.test/x", found)).netloc == "ikrar.test"


def test_signing_out_is_a_post(client: Browser, account: Account) -> None:
    enter(client)
    assert client.get("/panitia/keluar").status_code == 405
    assert client.get("/panitia/").status_code == 200
    assert client.submit("/panitia/keluar").status_code == 303
    assert client.get("/panitia/").status_code == 303


def change(client: Browser, current: str, new: str = NEW, repeated: str = NEW) -> TestResponse:
    return client.submit("/panitia/sandi", current=current, password=new, repeated=repeated)


def test_a_new_password_ends_the_other_sessions(
    app: Flask, client: Browser, session: Session, account: Account
) -> None:
    elsewhere = app.test_client()
    assert isinstance(elsewhere, Browser)
    elsewhere.beside = session
    enter(client)
    enter(elsewhere)
    assert change(client, PASSWORD).status_code == 303
    assert client.get("/panitia/").status_code == 200
    assert elsewhere.get("/panitia/").status_code == 303
    assert enter(elsewhere).status_code == 422
    assert enter(elsewhere, NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "repeated"),
    [("salah", NEW, NEW), (PASSWORD, "pendek", "pendek"), (PASSWORD, NEW, NEW + "x")],
)
def test_a_new_password_needs_the_old_one_and_is_typed_twice(
    client: Browser, account: Account, current: str, new: str, repeated: str
) -> None:
    enter(client)
    assert change(client, current, new, repeated).status_code == 422
    client.submit("/panitia/keluar")
    assert enter(client).status_code == 303


def test_a_stolen_session_cannot_guess_the_password(client: Browser, account: Account) -> None:
    enter(client)
    for _ in range(sign_in.OWN_PASSWORD.together):
        assert change(client, "tebakan").status_code == 422
    assert change(client, PASSWORD).status_code == 429


def test_a_one_time_password_opens_its_own_replacement_only(
    client: Browser, session: Session, account: Account
) -> None:
    account.one_time = True
    assert enter(client).headers["Location"] == "/panitia/sandi"
    assert client.get("/panitia/").headers["Location"] == "/panitia/sandi"
    assert client.get("/panitia/acara-baru").headers["Location"] == "/panitia/sandi"
    assert change(client, PASSWORD).status_code == 303
    assert client.get("/panitia/").status_code == 200
