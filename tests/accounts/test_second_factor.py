"""The second factor: enrolment, codes used once, recovery codes, and when a code is asked for."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import directory, new_password
from declare.accounts import second_factor as factors
from declare.accounts.models import (
    Account,
    AuditEntry,
    Membership,
    RecoveryCode,
    Role,
    SecondFactor,
)
from declare.core.window import WindowState
from declare.events.models import Purpose
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

EMAIL, PASSWORD = "panitia@uji.example", "empat kata yang acak"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def account(made: World) -> Account:
    return directory.create(made.session, EMAIL, "Panitia", PASSWORD, made.now, may_create=True)


def begun(made: World, account: Account, *, confirmed: bool = True) -> pyotp.TOTP:
    factor = factors.begin(made.session, made.keys.data, account.id, made.now)
    factor.confirmed_at = made.now if confirmed else None
    return pyotp.TOTP(factors.secret(made.keys.data, factor))


def enter(client: Browser) -> str:
    answer = client.submit("/panitia/masuk", email=EMAIL, password=PASSWORD)
    assert answer.status_code == 303
    return client.get("/panitia/").headers.get("Location", "")


def test_the_code_is_asked_at_each_sign_in_and_works_once(
    client: Browser, made: World, account: Account, clock: Clock
) -> None:
    code = begun(made, account).at(made.now)
    assert enter(client) == "/panitia/kode?next=/panitia/"
    assert client.submit("/panitia/kode?next=/panitia/sandi", otp="000000").status_code == 422
    answer = client.submit("/panitia/kode?next=/panitia/sandi", otp=code)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/panitia/sandi")
    assert client.get("/panitia/").status_code == 200
    client.submit("/panitia/keluar")
    assert enter(client) == "/panitia/kode?next=/panitia/"
    assert client.submit("/panitia/kode", otp=code).status_code == 422


@pytest.mark.parametrize(("seconds", "right"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_code_serves_one_step_before_and_after(
    made: World, account: Account, seconds: int, right: bool
) -> None:
    totp = begun(made, account)
    text = totp.at(int(made.now.timestamp()) + seconds)
    assert factors.check(made.session, made.keys.data, account.id, text, made.now) is right


def test_guessing_codes_is_stopped(client: Browser, made: World, account: Account) -> None:
    totp = begun(made, account)
    enter(client)
    for _ in range(factors.THROTTLE.together):
        client.submit("/panitia/kode", otp="000000")
    answer = client.submit("/panitia/kode", otp=totp.at(made.now))
    assert answer.status_code == 422
    assert "Terlalu banyak percobaan kode" in answer.text


def test_enrolment_shows_a_qr_and_recovery_codes_once(
    client: Browser, made: World, account: Account
) -> None:
    factors.begin(made.session, made.keys.data, account.id, made.now, required=True)
    assert enter(client) == "/panitia/kode/pasang"
    page = client.get("/panitia/kode/pasang").text
    assert "<svg" in page
    factor = made.session.scalars(select(SecondFactor)).one()
    secret = factors.secret(made.keys.data, factor)
    assert secret.encode() not in factor.secret
    assert secret in page.replace(" ", "")
    assert client.submit("/panitia/kode/pasang", otp="000000").status_code == 422
    done = client.submit("/panitia/kode/pasang", otp=pyotp.TOTP(secret).at(made.now))
    recovery = re.findall(r'class="code">([^<]+)<', done.text)
    assert len(recovery) == 10
    assert client.get("/panitia/").status_code == 200
    stored = [row.code_hash for row in made.session.scalars(select(RecoveryCode))]
    assert not set(recovery) & set(stored)
    for expected in (303, 422):
        client.submit("/panitia/keluar")
        enter(client)
        assert client.submit("/panitia/kode", otp=recovery[0].lower()).status_code == expected


def test_a_live_event_is_published_with_a_second_factor_only(
    client: Browser, made: World, account: Account
) -> None:
    event = factories.draft(made, purpose=Purpose.LIVE)
    factories.member(made, event, Role.CONDUCTOR, "pemandu@uji.example")
    owner = factories.member(made, event, Role.OWNER, "pemilik@uji.example")
    factories.sign_in(client, owner)
    path = "/panitia/acara/acara-uji/terbitkan"
    assert client.submit(path).headers["Location"] == "/panitia/kode/pasang"
    made.session.refresh(event)
    assert not event.published
    totp = begun(made, owner)
    asked = client.submit(path)
    assert asked.status_code == 422
    assert 'name="otp"' in asked.text
    assert client.submit(path, otp=totp.at(made.now)).status_code == 303
    made.session.refresh(event)
    assert event.published
    rows = made.session.scalars(select(SecondFactor).order_by(SecondFactor.account_id)).all()
    assert [row.required for row in rows] == [True, True], "of the conductor, too"


def test_a_weighty_act_asks_again_after_ten_minutes_and_keeps_what_was_typed(
    client: Browser, made: World, account: Account, clock: Clock
) -> None:
    event = factories.event(made)
    owner = factories.member(made, event, Role.OWNER, "pemilik@uji.example")
    totp = begun(made, owner)
    factories.sign_in(client, owner)
    client.submit("/panitia/kode", otp=totp.at(made.now))
    path = "/panitia/acara/acara-uji/peserta.csv"
    assert client.submit(path).status_code == 200
    clock.advance(minutes=11)
    asked = client.submit(path, catatan="isian <lama>")
    assert asked.status_code == 422
    assert 'name="catatan" value="isian &lt;lama&gt;"' in asked.text
    assert client.submit(path, otp="000000").status_code == 422
    later = int(made.now.timestamp()) + 11 * 60
    assert client.submit(path, otp=totp.at(later)).mimetype == "text/csv"
    assert client.get("/panitia/acara/acara-uji/penandatanganan").status_code == 200


@pytest.mark.parametrize(
    ("role", "purpose", "goes_to"),
    [
        (Role.ORGANISER, Purpose.LIVE, "/panitia/kode/pasang"),
        (Role.CONDUCTOR, Purpose.LIVE, "/panitia/kode/pasang"),
        (Role.OBSERVER, Purpose.LIVE, ""),
        (Role.ORGANISER, Purpose.SAMPLE, ""),
    ],
)
def test_a_role_from_before_there_were_second_factors_needs_one_at_the_next_sign_in(
    client: Browser, made: World, account: Account, role: Role, purpose: Purpose, goes_to: str
) -> None:
    event = factories.event(made, purpose=purpose, starts_at=made.now + timedelta(days=2))
    event.signing, event.signing_opened_at = WindowState.SHUT, None
    made.session.add(Membership(account_id=account.id, event_id=event.id, role=role))
    assert enter(client) == goes_to


def test_the_operator_takes_it_away(app: Flask, made: World, account: Account) -> None:
    begun(made, account)
    made.session.commit()
    run = app.test_cli_runner()
    assert run.invoke(args=["reset-second-factor", EMAIL]).exit_code == 0
    assert run.invoke(args=["reset-second-factor", "tiada@uji.example"]).exit_code == 1
    made.session.expire_all()
    assert made.session.scalars(select(SecondFactor)).all() == []
    whats = made.session.execute(select(AuditEntry.what, AuditEntry.about_id)).all()
    assert ("account.factor_reset", account.id) in [tuple(each) for each in whats]


def test_a_one_time_password_by_command_lasts_24_hours(
    app: Flask, client: Browser, made: World, clock: Clock
) -> None:
    run = app.test_cli_runner()
    printed = run.invoke(args=["create-organiser", EMAIL, "--admin"]).output
    password = printed.rpartition("Password: ")[2].strip()
    made.session.expire_all()
    account = directory.by_email(made.session, EMAIL)
    assert account is not None
    assert (account.admin, account.one_time) == (True, True)
    assert account.proved_at is not None
    clock.advance(hours=24)
    answer = client.submit("/panitia/masuk", email=EMAIL, password=password)
    assert answer.status_code == 422


def test_a_second_click_on_the_same_button_goes_on(
    client: Browser, made: World, account: Account
) -> None:
    code = begun(made, account).at(made.now)
    enter(client)
    answers = [client.submit("/panitia/kode?next=/panitia/sandi", otp=code) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == ["/panitia/sandi"] * 2


@pytest.mark.parametrize(("role", "owed"), [(Role.OBSERVER, False), (Role.ORGANISER, True)])
def test_an_account_of_before_owes_one_once_its_mailbox_has_answered(
    app: Flask, client: Browser, made: World, role: Role, owed: bool
) -> None:
    """Its live event was published before second factors were."""
    event = factories.event(made, purpose=Purpose.LIVE)
    old = factories.member(made, event, role, EMAIL, proved_at=None)
    link = new_password.order(made.session, made.keys.link, EMAIL, made.now)
    assert link is not None
    path = f"/panitia/sandi-baru/{new_password.token(made.keys.link, link)}"
    client.submit(path, name="Panitia", password=PASSWORD, repeated=PASSWORD)
    assert enter(client) == ("/panitia/kode/pasang" if owed else "")
    made.session.delete(made.session.get_one(SecondFactor, old.id)) if owed else None
    made.session.commit()
    assert app.test_cli_runner().invoke(args=["create-organiser", EMAIL]).exit_code == 0
    made.session.expire_all()
    assert (made.session.get(SecondFactor, old.id) is not None) is owed


@pytest.mark.parametrize("admin", [True, False])
def test_the_administrator_owes_one_from_the_start(
    app: Flask, client: Browser, made: World, admin: bool
) -> None:
    """He reads the sign-ins of all accounts."""
    args = ["create-organiser", EMAIL, "--password", PASSWORD]
    app.test_cli_runner().invoke(args=[*args, "--admin"] if admin else args)
    assert enter(client) == ("/panitia/kode/pasang" if admin else "")
