"""Sessions of accounts: what ends them, for whom they last, and what a form loses (nothing)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from declare.accounts import directory
from declare.accounts.models import Account, AccountSession, AuditEntry, Role
from declare.events.models import Purpose
from tests import factories
from tests.accounts.test_copied_cookie import account, copy, is_in
from tests.accounts.test_sign_in import EMAIL, NEW, PASSWORD, enter
from tests.browser import Browser
from tests.conftest import Clock

__all__ = ["account"]  # a fixture


def lapsed(client: Browser, path: str, **fields: str) -> TestResponse:
    """Post a form after the session has ended, as a browser does."""
    answer = client.submit(path, **fields)
    assert answer.status_code == 307
    return client.submit(answer.headers["Location"], **fields)


def test_each_sign_in_has_a_token_of_its_own(
    app: Flask, client: Browser, session: Session, account: Account
) -> None:
    """Signing in again in one browser ends the session that it held (ASVS 7.2.4)."""
    enter(client)
    before = copy(app, client)
    enter(client)
    assert is_in(client)
    assert not is_in(before)
    assert session.scalar(select(func.count(AccountSession.id))) == 1
    token = session.scalars(select(AccountSession.token_hash)).one()
    assert len(token) == 64


def test_its_last_use_is_written_at_most_every_five_minutes(
    client: Browser, session: Session, clock: Clock, account: Account
) -> None:
    enter(client)
    begun = clock.now
    used = select(AccountSession.last_used_at)
    clock.advance(minutes=4)
    assert is_in(client)
    assert session.scalars(used).one() == begun
    clock.advance(minutes=1)
    assert is_in(client)
    assert session.scalars(used).one() == clock.now


def test_a_made_up_token_is_nobodys(client: Browser, account: Account) -> None:
    for token in ("", "x" * 43, 7, None, ["x"]):
        with client.session_transaction() as cookie:
            cookie["account"] = token
        assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(
    app: Flask, client: Browser, account: Account
) -> None:
    enter(client)
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = client.beside
    enter(other)
    client.submit("/panitia/sandi", current=PASSWORD, password=NEW, repeated=NEW)
    assert is_in(client)
    assert not is_in(other)


def test_sessions_are_listed_and_ended(
    app: Flask, client: Browser, session: Session, account: Account
) -> None:
    enter(client)
    others = []
    for _ in range(3):
        other = app.test_client()
        assert isinstance(other, Browser)
        other.beside = session
        other.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 14) Firefox/130.0"
        enter(other)
        others.append(other)
    page = client.get("/panitia/sesi").text
    assert page.count("Firefox, Android") >= 3
    number = session.scalars(select(AccountSession.id).order_by(AccountSession.id)).all()[1]
    client.submit(f"/panitia/sesi/{number}/akhiri")
    assert [is_in(other) for other in others] == [False, True, True]
    client.submit("/panitia/sesi/akhiri-lainnya")
    assert [is_in(other) for other in others] == [False, False, False]
    assert is_in(client)
    acts = session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)).all()
    assert acts[-2:] == ["account.session_ended", "account.sessions_ended"]


def test_nobody_ends_the_session_of_another(
    app: Flask, client: Browser, session: Session, account: Account, now: datetime
) -> None:
    enter(client)
    number = session.scalars(select(AccountSession.id)).one()
    made = directory.create(session, "lain@uji.example", "Lain", PASSWORD, now, may_create=True)
    other = app.test_client()
    assert isinstance(other, Browser)
    other.beside = session
    factories.sign_in(other, made)
    assert other.submit(f"/panitia/sesi/{number}/akhiri").status_code == 404
    assert is_in(client)


def test_in_the_hall_nobody_is_asked_for_anything(
    app: Flask, client: Browser, session: Session, clock: Clock
) -> None:
    """Ninety minutes without a click between opening, pausing, resuming and closing."""
    made = factories.world(app, session, clock.now)
    event = factories.event(made, purpose=Purpose.LIVE, starts_at=clock.now + timedelta(hours=3))
    organiser = factories.member(made, event, Role.ORGANISER)
    session.commit()
    factories.sign_in(client, organiser)
    start = "/panitia/acara/acara-uji/penandatanganan"
    acts = [client.get(start)]
    clock.advance(minutes=90)
    acts.append(client.submit(f"{start}/buka"))
    clock.advance(minutes=90)
    acts.append(client.submit(f"{start}/jeda"))
    clock.advance(minutes=90)
    acts.append(client.submit(f"{start}/lanjutkan"))
    acts.append(client.get("/panitia/acara/acara-uji/pengumuman/baru"))
    clock.advance(minutes=90)
    acts.append(client.submit(f"{start}/tutup"))
    doors = [act.headers.get("Location", "") for act in acts]
    assert not [place for place in doors if "/masuk" in place or "/kode" in place]
    assert [act.status_code for act in acts] == [200, 303, 303, 303, 200, 303]
    clock.advance(minutes=61)
    assert client.get(start).status_code == 303  # closed: an hour without use ends it


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.CONDUCTOR, Role.ORGANISER, Role.OWNER])
def test_only_those_who_run_it_stay_in(
    app: Flask, client: Browser, session: Session, clock: Clock, role: Role
) -> None:
    made = factories.world(app, session, clock.now)
    event = factories.event(made, starts_at=clock.now + timedelta(hours=2))
    factories.sign_in(client, factories.member(made, event, role))
    clock.advance(minutes=61)
    assert is_in(client) == (role is not Role.OBSERVER)


def test_a_form_survives_the_end_of_its_session(
    app: Flask, client: Browser, session: Session, clock: Clock, account: Account
) -> None:
    enter(client)
    clock.advance(minutes=61)
    title = "Ikrar “Netral” <Kabupaten> & Kota"
    refused = lapsed(client, "/panitia/acara-baru", title=title, slug="ikrar-baru")
    assert refused.status_code == 401
    sealed = re.search(r'name="typed" value="([^"]+)"', refused.text)
    assert sealed is not None
    wrong = client.submit("/panitia/masuk", email=EMAIL, password="bukan ini", typed=sealed[1])
    assert sealed[1] in wrong.text
    answer = client.submit("/panitia/masuk", email=EMAIL, password=PASSWORD, typed=sealed[1])
    assert answer.status_code == 200
    assert 'action="/panitia/acara-baru"' in answer.text
    assert "Ikrar “Netral” &lt;Kabupaten&gt; &amp; Kota" in answer.text


def test_what_was_typed_is_given_to_the_same_account_only_and_without_secrets(
    app: Flask, client: Browser, session: Session, clock: Clock, account: Account
) -> None:
    directory.create(session, "lain@uji.example", "Lain", PASSWORD, clock.now, may_create=True)
    enter(client)
    clock.advance(minutes=61)
    refused = lapsed(client, "/panitia/sandi", current="rahasia-lama", password="rahasia-baru")
    assert "rahasia" not in refused.text
    refused = lapsed(client, "/panitia/acara-baru", title="Rencana")
    sealed = re.search(r'name="typed" value="([^"]+)"', refused.text)
    assert sealed is not None
    fields = {"email": "lain@uji.example", "password": PASSWORD, "typed": sealed[1]}
    answer = client.submit("/panitia/masuk", **fields)
    assert answer.status_code == 303


def test_a_session_that_is_over_goes_also_where_its_account_never_comes_back(
    app: Flask, client: Browser, session: Session, account: Account, clock: Clock
) -> None:
    left = factories.account(factories.world(app, session, clock.now), "pergi@uji.example")
    factories.sign_in(client, left)
    clock.advance(hours=16, seconds=1)
    enter(client)
    assert session.scalars(select(AccountSession.account_id)).all() == [account.id]
