from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from declare import demo
from declare.accounts import passwords, sessions
from declare.accounts.models import Account, AccountSession
from declare.app import create_app

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: app.test_cli_runner().invoke(args=words)


def account(session: Session, email: str) -> Account:
    session.expire_all()
    return session.scalars(select(Account).where(Account.email == email)).one()


def test_an_organiser_gets_a_password(run: Run, session: Session) -> None:
    answer = run("create-organiser", "Panitia@Uji.example")
    assert answer.exit_code == 0
    organiser = account(session, "panitia@uji.example")
    assert organiser.may_create
    password = answer.output.rpartition("Password: ")[2].strip()
    assert passwords.matches(organiser.password_hash, password)


def test_a_password_that_was_chosen_is_not_printed(run: Run, session: Session) -> None:
    answer = run("create-organiser", "panitia@uji.example", "--password", "kata sandi panjang")
    assert "kata sandi" not in answer.output
    organiser = account(session, "panitia@uji.example")
    assert passwords.matches(organiser.password_hash, "kata sandi panjang")


def test_an_account_that_is_there_gets_a_new_password(run: Run, session: Session) -> None:
    run("create-organiser", "panitia@uji.example")
    before = account(session, "panitia@uji.example")
    before.may_create = False
    session.commit()
    sessions.begin(session, before.id, "", datetime.now(UTC))
    session.commit()
    answer = run("create-organiser", "PANITIA@uji.example", "--password", "kata sandi kedua")
    assert answer.exit_code == 0
    after = account(session, "panitia@uji.example")
    assert passwords.matches(after.password_hash, "kata sandi kedua")
    assert after.may_create
    assert session.scalars(select(AccountSession)).all() == []


@pytest.mark.parametrize(
    "words", [("bukan-surel",), ("panitia@uji.example", "--password", "pendek")]
)
def test_what_cannot_be_is_refused(run: Run, session: Session, words: tuple[str, ...]) -> None:
    answer = run("create-organiser", *words)
    assert answer.exit_code == 1
    assert "Error: " in answer.output
    assert session.scalars(select(Account)).all() == []


def test_the_demo_says_where_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(session: Any, keys: Any, base_url: str, now: Any, tell: Any) -> list[str]:
        tell("contoh", 1, 1)
        return ["contoh"]

    monkeypatch.setattr(demo, "fill", fill)
    answer = run("demo")
    assert answer.exit_code == 0
    assert "contoh: 1 of 1" in answer.output
    assert "http://ikrar.test/acara/contoh" in answer.output
    monkeypatch.setattr(demo, "fill", lambda *given: [])
    assert "there already" in run("demo").output


def test_a_production_is_not_filled_with_samples(config: Config) -> None:
    app = create_app(replace(config, public_url="https://ikrar.example"))
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 1
    assert "production" in answer.output
