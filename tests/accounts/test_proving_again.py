"""Before an account changes what protects it, it proves itself again (ASVS 7.2.4, 7.5)."""

from __future__ import annotations

from datetime import datetime

import argon2
import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import directory, sign_in
from declare.accounts import second_factor as factors
from declare.accounts.models import Account, AccountSession, AuditEntry, RecoveryCode
from declare.core import cipher
from tests import factories
from tests.accounts.test_copied_cookie import copy, is_in
from tests.accounts.test_sign_in import EMAIL, PASSWORD, enter
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

OTHERS = "/panitia/sesi/akhiri-lainnya"
CODES = "/panitia/kode/cadangan"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def account(made: World) -> Account:
    return directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=True)


@pytest.fixture
def totp(made: World, account: Account) -> pyotp.TOTP:
    """The app of an account with a second factor."""
    factor = factors.begin(made.session, made.keys.data, account.id, made.now)
    factor.confirmed_at = made.now
    return pyotp.TOTP(factors.secret(made.keys.data, factor))


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)))


def test_ending_sessions_asks_for_the_password_after_ten_minutes(
    app: Flask, client: Browser, session: Session, account: Account, clock: Clock
) -> None:
    enter(client)
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = session
    enter(other)
    clock.advance(minutes=11)
    asked = client.submit(OTHERS, catatan="isian <lama>")
    assert asked.status_code == 422
    assert 'name="current"' in asked.text
    assert 'name="catatan" value="isian &lt;lama&gt;"' in asked.text
    wrong = client.submit(OTHERS, current="bukan ini")
    assert wrong.status_code == 422
    assert "bukan ini" not in wrong.text
    assert is_in(other)
    assert client.submit(OTHERS, current=PASSWORD).status_code == 303
    assert (is_in(client), is_in(other)) == (True, False)
    assert client.submit(OTHERS).status_code == 303
    assert acts(session)[2:] == [
        "account.sign_in_failed",
        "account.password_given",
        "account.sessions_ended",
        "account.sessions_ended",
    ]


def test_ending_one_session_asks_for_the_code_where_there_is_one(
    client: Browser, session: Session, account: Account, totp: pyotp.TOTP, clock: Clock
) -> None:
    enter(client)
    client.submit("/panitia/kode", otp=totp.at(clock.now))
    clock.advance(minutes=11)
    number = session.scalars(select(AccountSession.id)).one()
    asked = client.submit(f"/panitia/sesi/{number}/akhiri")
    assert asked.status_code == 422
    assert 'name="otp"' in asked.text
    assert session.scalar(select(func.count(AccountSession.id))) == 1


def test_a_stolen_session_does_not_guess_the_password_here_either(
    client: Browser, session: Session, account: Account, clock: Clock
) -> None:
    enter(client)
    clock.advance(minutes=11)
    for _ in range(sign_in.OWN_PASSWORD.together):
        assert client.submit(OTHERS, current="tebakan").status_code == 422
    assert client.submit(OTHERS, current=PASSWORD).status_code == 422
    clock.advance(minutes=16)
    assert client.submit(OTHERS, current=PASSWORD).status_code == 303


def test_new_recovery_codes_ask_for_password_and_code(
    client: Browser, account: Account, totp: pyotp.TOTP, clock: Clock
) -> None:
    enter(client)
    client.submit("/panitia/kode", otp=totp.at(clock.now))
    clock.advance(minutes=11)
    assert 'name="current"' in client.submit(CODES).text
    asked = client.submit(CODES, current=PASSWORD)
    assert asked.status_code == 422
    assert 'name="otp"' in asked.text
    assert PASSWORD not in asked.text
    assert client.submit(CODES, otp=totp.at(clock.now)).text.count('class="code"') == 10


def test_whoever_proves_itself_again_has_another_token(
    app: Flask, client: Browser, session: Session, account: Account, totp: pyotp.TOTP, clock: Clock
) -> None:
    """After the code, and after the password, no copy of the cookie of before opens anything."""
    enter(client)
    before_code = copy(app, client)
    client.submit("/panitia/kode", otp=totp.at(clock.now))
    assert is_in(client)
    clock.advance(seconds=10)
    assert before_code.get("/panitia/").headers["Location"].startswith("/panitia/masuk")
    before_password = copy(app, client)
    clock.advance(minutes=11)
    client.submit(CODES, current=PASSWORD)
    assert is_in(client)
    clock.advance(seconds=10)
    assert before_password.get("/panitia/").headers["Location"].startswith("/panitia/masuk")
    assert session.scalar(select(func.count(AccountSession.id))) == 1


def test_each_kind_of_code_is_written_down(
    client: Browser, session: Session, made: World, account: Account, totp: pyotp.TOTP, clock: Clock
) -> None:
    (recovery, *_) = factors.renew_codes(session, made.keys.data, account.id)
    enter(client)
    client.submit("/panitia/kode", otp="000000")
    client.submit("/panitia/kode", otp=totp.at(clock.now))
    enter(client)
    client.submit("/panitia/kode", otp=recovery)
    assert acts(session) == [
        "account.signed_in",
        "account.code_failed",
        "account.code_accepted",
        "account.signed_in",
        "account.recovery_code_used",
    ]


def test_recovery_codes_are_kept_as_salted_argon2id(
    session: Session, made: World, account: Account, totp: pyotp.TOTP
) -> None:
    salts = set()
    for _ in range(2):
        shown = factors.renew_codes(session, made.keys.data, account.id)
        rows = session.scalars(select(RecoveryCode.code_hash).order_by(RecoveryCode.id)).all()
        (salt,) = {bytes.fromhex(row)[:8] for row in rows}
        salts.add(salt)
        first = shown[0].replace("-", "")
        secret = f"{account.id}\n{first}".encode()
        keyed = cipher.fingerprint(made.keys.data, "recovery-code", secret)
        raw = argon2.low_level.hash_secret_raw(
            keyed.encode(), salt, 2, 19456, 1, 24, argon2.low_level.Type.ID
        )
        assert rows[0] == (salt + raw).hex()
    assert len(salts) == 2
    check = factors.check
    assert not check(session, made.keys.data, account.id, "0000-0000-0000", made.now)
    assert not check(session, made.keys.data, account.id, "Ж" * 12, made.now)
    assert check(session, made.keys.data, account.id, shown[0].lower(), made.now)
    assert not check(session, made.keys.data, account.id, shown[0], made.now)


def test_a_second_click_that_brings_the_token_of_before_goes_on(
    app: Flask, client: Browser, account: Account, totp: pyotp.TOTP, clock: Clock
) -> None:
    """The browser drops the answer to the first, with its cookie."""
    enter(client)
    before = copy(app, client)
    fields = {"otp": totp.at(clock.now)}
    client.submit("/panitia/kode?next=/panitia/sandi", **fields)
    answer = before.submit("/panitia/kode?next=/panitia/sandi", **fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/panitia/sandi")
    clock.advance(seconds=10)
    assert is_in(before)
    assert is_in(client)
