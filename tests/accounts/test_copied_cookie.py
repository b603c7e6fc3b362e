"""What a copy of an account's cookie opens, and for how long: told over HTTP alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import directory
from declare.accounts.models import Account
from declare.app import _settings
from tests.accounts.test_sign_in import EMAIL, PASSWORD, enter
from tests.browser import Browser
from tests.conftest import Clock


@pytest.fixture
def account(session: Session, now: datetime) -> Account:
    made = directory.create(session, EMAIL, "Panitia", PASSWORD, now, may_create=True)
    session.commit()
    return made


def copy(app: Flask, client: Browser) -> Browser:
    """A browser with a stolen copy of the cookies."""
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = client.beside
    other._cookies = client._cookies.copy()
    return other


def is_in(client: Browser) -> bool:
    return client.get("/panitia/").status_code == 200


def test_signing_out_ends_every_copy_of_the_cookie(
    app: Flask, client: Browser, account: Account
) -> None:
    enter(client)
    stolen = copy(app, client)
    assert is_in(stolen)
    answer = client.submit("/panitia/keluar")
    assert not is_in(client)
    assert not is_in(stolen)
    assert answer.headers.get("Clear-Site-Data") == '"cache"'


def test_it_ends_after_an_hour_without_use_and_after_twelve_in_all(
    client: Browser, clock: Clock, account: Account
) -> None:
    enter(client)
    clock.advance(minutes=59)
    assert is_in(client)
    clock.advance(minutes=60)
    assert not is_in(client)
    enter(client)
    for _ in range(17):
        clock.advance(minutes=42)
        assert is_in(client)
    clock.advance(minutes=7)
    assert not is_in(client)


@pytest.mark.parametrize("https", [True, False])
def test_under_https_the_cookie_belongs_to_this_host_alone(
    app: Flask, client: Browser, account: object, https: bool
) -> None:
    """RFC 6265bis, 4.1.3.2: Secure, Path=/ and no Domain, or browsers refuse the name."""
    address = "https://ikrar.example" if https else "http://localhost"
    config = replace(app.extensions["declare"], public_url=address)
    settings = _settings(config)
    names = {"SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE"}
    app.config.update({name: settings[name] for name in names})
    answer = enter(client)
    cookies = answer.headers.getlist("Set-Cookie")
    own = next(each for each in cookies if each.partition("=")[0].endswith("declare"))
    assert own.startswith("__Host-declare=") is https
    assert ("Secure" in own) is https
    assert "Path=/" in own.split("; ")
    assert "HttpOnly" in own
    assert "Domain" not in own
