"""A forgotten password: a link by mail, one answer for everybody, the second factor stays."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from declare.accounts import directory, passwords
from declare.accounts import second_factor as factors
from declare.accounts.models import Account
from declare.database import db
from tests import factories
from tests.accounts.mailbox import letters, link
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

EMAIL, PASSWORD, NEW = "panitia@uji.example", "empat kata yang acak", "lima kata lain yang acak"
BOTH = {"password": NEW, "repeated": NEW}


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def account(made: World) -> Account:
    return directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=True)


def ask(client: Browser, email: str = EMAIL) -> tuple[int, str]:
    answer = client.submit("/panitia/lupa-sandi", email=email)
    return answer.status_code, client.get(answer.headers["Location"]).text


def test_a_link_by_mail_sets_a_password_once(
    client: Browser, made: World, account: Account
) -> None:
    assert ask(client, " Panitia@UJI.example ")[0] == 303
    path = link(made, "password", EMAIL)
    assert client.get(path).status_code == 200
    assert client.submit(path, **BOTH).headers["Location"] == "/panitia/masuk"
    made.session.refresh(account)
    assert passwords.matches(account.password_hash, NEW)
    assert client.submit(path, **BOTH).status_code == 410
    assert client.get("/panitia/").status_code == 303, "the link signs nobody in"


def test_the_link_opens_the_door_that_wrong_passwords_had_shut(
    client: Browser, made: World, account: Account
) -> None:
    """The page that refuses says: ask for a link. By it the device is known."""
    wrong = {"email": EMAIL, "password": "salah"}
    tries = [client.submit("/panitia/masuk", **wrong) for _ in range(6)]
    assert [answer.status_code for answer in tries] == [422] * 5 + [429]
    assert "minta tautan lewat surel" in tries[-1].text
    ask(client)
    client.submit(link(made, "password", EMAIL), **BOTH)
    answer = client.submit("/panitia/masuk", email=EMAIL, password=NEW)
    assert (answer.status_code, answer.location) == (303, "/panitia/")


def test_everybody_gets_one_answer(client: Browser, made: World, account: Account) -> None:
    import re

    def same(text: str) -> str:
        return re.sub(r'(value|nonce)="[^"]*"', "", text)

    known, unknown = ask(client), ask(client, "tiada@uji.example")
    assert (known[0], same(known[1])) == (unknown[0], same(unknown[1]))
    assert "Jika alamat itu punya akun" in unknown[1]
    assert letters(made.session, "password", "tiada@uji.example") == []


def test_a_link_lasts_an_hour_and_ends_with_the_first_that_is_used(
    client: Browser, made: World, account: Account, clock: Clock
) -> None:
    """A stranger who asks for another ends none: it may be in use at this moment."""
    ask(client)
    first = link(made, "password", EMAIL)
    ask(client)
    second = link(made, "password", EMAIL)
    assert client.submit(first, **BOTH).status_code == 303
    assert client.submit(second, **BOTH).status_code == 410
    ask(client)
    third = link(made, "password", EMAIL)
    clock.advance(hours=1)
    assert client.submit(third, **BOTH).status_code == 410
    assert client.get("/panitia/sandi-baru/" + "A" * 32).status_code == 404


def test_letters_to_one_account_are_limited(client: Browser, made: World, account: Account) -> None:
    for _ in range(8):
        assert ask(client)[0] == 303
    assert len(letters(made.session, "password", EMAIL)) == 3


def test_the_link_proves_the_mailbox_of_an_older_account(
    client: Browser, made: World, account: Account
) -> None:
    account.proved_at, account.one_time, account.name = None, True, "Kata Orang"
    ask(client)
    path = link(made, "password", EMAIL)
    assert client.submit(path, name="Nama Sendiri", **BOTH).status_code == 303
    made.session.refresh(account)
    assert (account.proved_at, account.one_time, account.name) == (made.now, False, "Nama Sendiri")


def test_the_second_factor_stays(
    app: Flask, client: Browser, made: World, account: Account
) -> None:
    key = app.extensions["keyring"].data
    factor = factors.begin(made.session, key, account.id, made.now)
    factor.confirmed_at = made.now
    ask(client)
    client.submit(link(made, "password", EMAIL), **BOTH)
    client.submit("/panitia/masuk", email=EMAIL, password=NEW)
    assert client.get("/panitia/").headers["Location"] == "/panitia/kode?next=/panitia/"


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Deklarasi-Netralitas-26",
        "ikrar panitia 2026",
        "PasswordPassword",
        "qwerty123456",
        "1qaz2wsx3edc",
        "123456789012",
        "aaaaaaaaaaaab",
        "+62 812-3456-7890",
        "196801011990032001",
        "9876543210 98",
        "!@#$%^&*()_+",
        "rahasia-2026!",
        "Deklarasi Netralitas",
        "panitia@uji.example",
        "Panitia 2026!",
    ],
)
def test_what_is_guessed_first_is_refused(
    client: Browser, made: World, account: Account, password: str
) -> None:
    """As a first password, as a new one, and by a link."""
    factories.sign_in(client, account)
    fields = {"current": PASSWORD, "password": password, "repeated": password}
    assert client.submit("/panitia/sandi", **fields).status_code == 422
    ask(client)
    path = link(made, "password", EMAIL)
    answer = client.submit(path, password=password, repeated=password)
    assert answer.status_code == 422
    assert "mudah ditebak" in answer.text
    made.session.refresh(account)
    assert passwords.matches(account.password_hash, PASSWORD)


def test_the_time_of_the_answer_does_not_tell_who_has_an_account(
    app: Flask, client: Browser, made: World, account: Account
) -> None:
    """Until the answer is sent, a known address costs the statements of an unknown one."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        events.listen(db.engine, "before_cursor_execute", note)
    costs = []
    for address in (EMAIL, "tiada@uji.example"):
        fields = {"csrf_token": client.csrf_token(), "email": address}
        statements.clear()
        answer = client.post("/panitia/lupa-sandi", data=fields, buffered=False)
        costs.append(list(statements))
        answer.close()
    with app.app_context():
        events.remove(db.engine, "before_cursor_execute", note)
    assert len(costs[0]) > 2
    assert costs[0] == costs[1]
    assert letters(made.session, "password", EMAIL)
