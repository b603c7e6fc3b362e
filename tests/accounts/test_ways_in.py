"""The ways in are those that docs/security.md names, and a new instance has no account."""

from __future__ import annotations

import math
import re
import secrets
from datetime import datetime

import pyotp.compat
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import mailed_links, new_password, second_factor, sessions
from declare.accounts.models import Account
from declare.core import code, link
from declare.registrations import links
from tests import factories
from tests.browser import Browser
from tests.house import ROOT

EVENT = "/acara/acara-uji"


def callers(*calls: str) -> set[str]:
    found = re.compile("|".join(rf"(?<![\w.]){re.escape(call)}\(" for call in calls))
    files = (ROOT / "declare").rglob("*.py")
    return {
        file.relative_to(ROOT).as_posix() for file in files if found.search(file.read_text("utf-8"))
    }


def test_every_session_begins_in_a_page_that_the_paper_names() -> None:
    ways = callers("account_session.begin", "links.by_link", "links.by_code")
    paper = (ROOT / "docs" / "security.md").read_text("utf-8")
    assert ways == {
        "declare/web/desk/account.py",
        "declare/web/desk/invitation.py",
        "declare/web/room/enter.py",
    }
    assert [way for way in sorted(ways) if f"`{way}`" not in paper] == []
    assert callers("sessions.begin") == {"declare/web/account_session.py"}


@pytest.mark.fresh
def test_a_new_instance_has_no_account(app: Flask, session: Session) -> None:
    assert session.scalar(select(func.count(Account.id))) == 0


def test_secrets_come_from_the_systems_generator() -> None:
    """`random`, whose numbers can be foreseen, makes samples only; pyotp draws from `secrets`."""
    foreseen = re.compile(r"^\s*(import random|from random import)", re.MULTILINE)
    files = (ROOT / "declare").rglob("*.py")
    using = {file.parent.name for file in files if foreseen.search(file.read_text("utf-8"))}
    assert using <= {"demo"}
    assert isinstance(pyotp.compat.random, secrets.SystemRandom)
    assert len(pyotp.random_base32()) == 32


def test_a_token_of_one_kind_is_none_of_another(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    """One signed cookie in the place of each other, and one mailed link in that of the other."""
    made = factories.world(app, session, now)
    event = factories.event(made)
    factories.come_in(client, made, factories.participant(made, event))
    cookies = {cookie.key: cookie.value for cookie in client._cookies.values()}
    assert {"declare", "declare-device"} < set(cookies)
    for name in cookies:
        for other in cookies.keys() - {name}:
            thief = app.test_client()
            assert isinstance(thief, Browser)
            thief.beside = session
            thief.set_cookie(name, cookies[other])
            answer = thief.get("/acara/acara-uji/ruang")
            assert (answer.status_code, answer.headers["Location"]) == (303, f"{EVENT}/masuk")
    account = factories.account(made)
    reset = new_password.order(session, made.keys.link, account.email, now)
    assert reset is not None
    token = new_password.token(made.keys.link, reset)
    assert client.get(f"/panitia/sandi-baru/{token}").status_code == 200
    assert client.get(f"/panitia/undangan/{token}").status_code == 404
    assert client.get(f"/m/{token}").status_code == 404


def test_tokens_have_more_bits_than_anybody_guesses() -> None:
    """256 random bits of a session; a mailed link's MAC over 128; codes with a throttle."""
    token = sessions._new_token()
    assert len(token) == 43
    assert len(mailed_links.new_nonce()) == 16
    assert len(mailed_links.token(b"k" * 32, "password", b"n" * 16)) == 32
    assert len(link.new_id()) == 8
    assert len({sessions._new_token() for _ in range(500)}) == 500
    bits = math.log2(len(code.ALPHABET))
    assert second_factor._CODE_LENGTH * bits > 59
    assert links._CODE_LENGTH * bits > 39
