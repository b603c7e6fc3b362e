"""What a browser keeps of a page that is for somebody: nothing."""

from __future__ import annotations

import base64
import re
import zlib
from datetime import datetime
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.pledges import signing
from tests import factories
from tests.browser import Browser
from tests.house import ROOT
from tests.test_access import Clients, browser, clients, routes, stated

__all__ = ["clients"]  # a fixture

OPEN = {"anyone"}
FOR_EVERYBODY = re.compile(r"public, max-age=|max-age=\d+, public")


@pytest.mark.parametrize("role", ["participant", "observer", "owner", "administrator"])
def test_no_page_for_somebody_is_stored(
    app: Flask, session: Session, clients: Clients, role: str
) -> None:
    """Nor a picture, a file, or what a script asks for; what anybody may open says so itself."""
    kept = {}
    for method, rule, address in routes(app):
        client = browser(app, session)
        client._cookies = clients[role]._cookies.copy()
        answer = client.get(address) if method == "GET" else client.submit(address)
        told = answer.headers.get("Cache-Control", "")
        private = stated(app, rule.endpoint) not in OPEN
        if "no-store" not in told and (private or not told):
            kept[address] = told
    assert kept == {}


def test_every_page_of_an_account_has_the_way_out(
    app: Flask, session: Session, clients: Clients
) -> None:
    """But the preview, which is the public page as the public will see it."""
    without, seen = [], 0
    for method, rule, address in routes(app):
        if method != "GET" or stated(app, rule.endpoint) in {"anyone", "participant"}:
            continue
        client = browser(app, session)
        client._cookies = clients["owner"]._cookies.copy()
        answer = client.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            seen += 1
            if 'action="/panitia/keluar"' not in answer.text:
                without.append(address)
    assert without == ["/panitia/acara/acara-uji/pratinjau"]
    assert seen > 20


def test_every_page_of_a_participant_has_the_way_out(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    made = factories.world(app, session, now)
    event = factories.event(made)
    person = factories.participant(made, event)
    factories.come_in(client, made, person)
    here = "/acara/acara-uji"

    def without(*pages: str) -> list[str]:
        found = {page: client.get(f"{here}/{page}") for page in pages}
        assert {answer.status_code for answer in found.values()} == {200}
        return [page for page, answer in found.items() if f'"{here}/keluar"' not in answer.text]

    assert without("ruang", "ikrar", "nama") == []
    signing.sign(session, made.keys, event, person, now)
    assert without("ruang", "selesai", "koreksi") == []


def test_leaving_clears_what_the_browser_kept(clients: Clients) -> None:
    answer = clients["participant"].submit("/acara/acara-uji/keluar", registration="x" * 22)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    answer = clients["owner"].submit("/panitia/keluar")
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_scripts_keep_nothing_in_the_browser() -> None:
    storage = re.compile(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b")
    sources = [*(ROOT / "assets").rglob("*.mjs"), *(ROOT / "templates").rglob("*.html")]
    assert [str(each) for each in sources if storage.search(each.read_text("utf-8"))] == []


def test_the_cookie_does_not_tell_what_was_searched_for(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    made = factories.world(app, session, now)
    event = factories.event(made)
    factories.participant(made, event, name="Marlina")
    factories.sign_in(client, factories.member(made, event, Role.OBSERVER))
    people = "/panitia/acara/acara-uji/peserta"
    found = client.submit(people, search="Marlina")
    assert 'value="Marlina"' in client.get(found.headers["Location"]).text
    cookie = client.get_cookie("declare")
    assert cookie is not None
    assert "Marlina" not in inside(cookie.value)
    with client.session_transaction() as kept:
        kept["search"] = ["acara-uji", "Marlina"]
    assert client.get(found.headers["Location"]).status_code == 200


def inside(cookie: str) -> str:
    """What anybody reads in Flask's cookie without its key."""
    packed = unquote(cookie).startswith(".")
    text = cookie.lstrip(".").partition(".")[0]
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return (zlib.decompress(data) if packed else data).decode()
