"""What every page shares: headers, errors that say how to go on, junk refused at the door."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from wtforms import FileField
from wtforms.fields.core import UnboundField

from declare.web import caller, opened_links, organiser_browser
from declare.web.access import allow
from declare.web.requests import FILES
from tests import factories
from tests.browser import Browser
from tests.test_architecture import ROOT


def test_a_page_allows_only_its_own_scripts(client: Browser) -> None:
    """Every script element carries the nonce of this answer, and the next answer has another."""
    first, second = client.get("/"), client.get("/")
    policy = first.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    nonces = set(re.findall(r'<script nonce="([^"]+)"', first.text))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in policy
    assert policy != second.headers["Content-Security-Policy"]
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.twin
def test_junk_is_refused_at_the_door(client: Browser) -> None:
    """PostgreSQL keeps no NUL, so none reaches a query."""
    assert client.get("/acara/a%00b").status_code == 404
    assert client.get("/verifikasi?x=a%00").status_code == 400
    assert client.submit("/verifikasi", code="0123\0").status_code == 400


@pytest.mark.parametrize(
    ("page", "field"),
    [("/verifikasi", "code"), ("/panitia/masuk", "email"), ("/panitia/masuk", "password")],
)
def test_a_file_where_words_belong_is_junk(client: Browser, page: str, field: str) -> None:
    answer = client.submit(page, **{field: (BytesIO(b"words"), "words.txt")})
    assert answer.status_code == 400


def test_every_field_that_takes_a_file_is_known() -> None:
    taking = {
        name
        for form in _descendants(FlaskForm)
        for name, field in vars(form).items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, FileField)
    }
    assert taking == FILES


def _descendants(kind: type) -> set[type]:
    below = set(kind.__subclasses__())
    return below.union(*(_descendants(each) for each in below))


@pytest.mark.parametrize("path", ["/verifikasi", "/panitia/masuk"])
def test_a_form_of_text_is_not_read_beyond_half_a_megabyte(client: Browser, path: str) -> None:
    assert client.submit(path, code="x" * 600_000).status_code == 413
    assert client.submit(path, code="x" * 100_000).status_code in (404, 422)


def test_a_refused_method_is_told_which_are_not(client: Browser) -> None:
    answer = client.get("/panitia/keluar")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_a_stale_form_says_what_to_do(client: Browser) -> None:
    answer = client.post("/verifikasi", data={"code": "0123456789AF"})
    assert answer.status_code == 400
    assert "Muat ulang halaman" in answer.text


@pytest.mark.parametrize(
    "sender",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}],
    ids=["fetch metadata", "origin"],
)
def test_a_stale_form_keeps_what_was_typed(client: Browser, sender: dict[str, str]) -> None:
    typed = {"email": "panitia@uji.example", "password": "empat kata yang acak", "csrf_token": "x"}
    answer = client.post("/panitia/masuk?next=/panitia/", data=typed, headers=sender)
    assert answer.status_code == 400
    assert 'action="/panitia/masuk?next=/panitia/"' in answer.text
    assert 'name="email" value="panitia@uji.example"' in answer.text
    assert "empat kata" not in answer.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert token is not None
    again = client.post("/verifikasi", data={"code": "salah", "csrf_token": token[1]})
    assert again.status_code != 400


@pytest.mark.parametrize(
    "sender",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}, {"Origin": "null"}, {}],
    ids=["fetch metadata", "origin", "null", "unknown"],
)
def test_what_another_site_sends_is_not_offered_to_be_sent_again(
    client: Browser, sender: dict[str, str]
) -> None:
    answer = client.post("/verifikasi", data={"code": "0123456789AF"}, headers=sender)
    assert answer.status_code == 400
    assert "0123456789AF" not in answer.text


def test_the_language_is_chosen_by_address_and_remembered(client: Browser) -> None:
    assert '<html lang="id"' in client.get("/").text
    assert '<html lang="en"' in client.get("/?lang=en").text
    assert '<html lang="en"' in client.get("/privasi").text
    assert '<html lang="en"' in client.get("/?lang=xx").text
    assert '<html lang="id"' in client.get("/?lang=id").text


@pytest.mark.twin
@pytest.mark.own_app
def test_a_post_is_repeated_once_when_the_database_asks_for_it(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    account = factories.account(factories.world(app, session, now))
    factories.sign_in(client, account)
    tries: list[int] = []

    class Deadlock(Exception):
        sqlstate = "40P01"

    @allow("account")
    def contend() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("", None, Deadlock())
        return "done"

    app.add_url_rule("/contend", "contend", contend, methods=["POST"])
    assert client.submit("/contend").text == "done"
    assert len(tries) == 2


@pytest.mark.parametrize("production", [True, False])
def test_cookies_are_secure_exactly_under_https(
    app: Flask, client: Browser, production: bool
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = production
    cookie = client.get("/?lang=en").headers["Set-Cookie"]
    assert ("Secure" in cookie) == production
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_static_files_are_kept_by_browsers_and_change_their_address(client: Browser) -> None:
    page = client.get("/").text
    found = re.search(r'href="(/static/css/declare\.css\?v=[0-9a-f]{10})"', page)
    assert found is not None
    with client.get(found[1]) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "max-age=86400, public"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/static/../config.py").status_code == 404


def test_the_platform_says_whether_it_is_fit(client: Browser) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ok"}


def test_the_privacy_notice_names_every_kind_of_cookie(client: Browser) -> None:
    """The session's, and those that a browser keeps for longer, each with its time."""
    page = client.get("/privasi").text
    hours = opened_links._LIFETIME // timedelta(hours=1)
    days = [timedelta(seconds=caller._LIFETIME).days, organiser_browser.LATELY.days]
    lifetimes = [f"{hours} jam", *(f"{one} hari" for one in days)]
    assert [one for one in lifetimes if one not in page] == []
    sets = [
        path.stem
        for path in (ROOT / "declare").rglob("*.py")
        if ".set_cookie(" in path.read_text(encoding="utf-8")
    ]
    assert sorted(sets) == ["caller", "opened_links", "organiser_browser"]
