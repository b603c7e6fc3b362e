"""A letter tells an account that what protects it was changed (ASVS 6.3.7)."""

from __future__ import annotations

from datetime import datetime

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import directory
from declare.accounts import second_factor as factors
from declare.accounts.models import Account
from tests import factories
from tests.accounts.mailbox import letters, link
from tests.accounts.test_sign_in import EMAIL, NEW, PASSWORD, change, enter
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def account(made: World) -> Account:
    return directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=True)


def told(made: World) -> list[str]:
    """What the letters say was changed, by their first sentence."""
    found = letters(made.session, "account_changed", EMAIL)
    texts = [factories.letter(made, message) for message in found]
    assert all("/panitia/lupa-sandi" in text.body for text in texts)
    assert all("19 November 2026" in text.body for text in texts)
    return [text.body.strip().partition(" pada ")[0] for text in texts]


def test_a_changed_password_is_told(client: Browser, made: World, account: Account) -> None:
    enter(client)
    assert change(client, "salah").status_code == 422
    assert told(made) == []
    assert change(client, PASSWORD).status_code == 303
    client.submit("/panitia/lupa-sandi", email=EMAIL)
    client.submit(link(made, "password", EMAIL), password=PASSWORD, repeated=PASSWORD)
    assert told(made) == ["Sandi akun panitia dengan alamat surel ini diganti"] * 2
    assert (
        NEW not in factories.letter(made, letters(made.session, "account_changed", EMAIL)[0]).body
    )


def test_a_second_factor_that_comes_or_goes_is_told(
    app: Flask, client: Browser, made: World, account: Account
) -> None:
    enter(client)
    client.submit("/panitia/kode/pasang")
    factor = factors.of(made.session, account.id)
    assert factor is not None
    code = pyotp.TOTP(factors.secret(made.keys.data, factor)).at(made.now)
    client.submit("/panitia/kode/pasang", otp=code)
    made.session.commit()
    assert app.test_cli_runner().invoke(args=["reset-second-factor", EMAIL]).exit_code == 0
    made.session.expire_all()
    assert [sentence.rpartition(" ini ")[2] for sentence in told(made)] == [
        "dipasang",
        "dilepas oleh pengelola",
    ]
