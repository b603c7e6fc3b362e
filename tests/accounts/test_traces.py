"""What the desk's pages leave behind, give away, and do with numbers that no row has."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import invitations, new_password
from declare.accounts.models import Role
from tests import factories
from tests.browser import Browser
from tests.factories import World

BASE = "/panitia/acara/acara-uji"
HUGE = "9" * 30


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def test_a_number_that_no_row_has_is_not_found(client: Browser, made: World) -> None:
    event = factories.event(made)
    person = factories.participant(made, event).public_id
    factories.sign_in(client, factories.member(made, event, Role.OWNER))
    posts = [
        f"/panitia/sesi/{HUGE}/akhiri",
        f"{BASE}/saksi/{HUGE}/cocok",
        f"{BASE}/saksi/{2**31}/akhiri",
        f"{BASE}/peserta/{person}/pesan/{HUGE}",
    ]
    pages = [f"{BASE}/saksi/{HUGE}", f"{BASE}/sertifikat?page={HUGE}"]
    found = {path: client.submit(path).status_code for path in posts}
    found |= {path: client.get(path).status_code for path in pages}
    assert set(found.values()) == {404}, found


def test_a_search_leaves_the_browser_with_its_session(client: Browser, made: World) -> None:
    """A searched name is personal data: whoever sits here next does not find it in the cookie."""
    observer = factories.member(made, factories.event(made), Role.OBSERVER)
    factories.sign_in(client, observer)
    client.submit(f"{BASE}/peserta", search="Marlina")
    assert 'value="Marlina"' in client.get(f"{BASE}/peserta?search=1").text
    client.submit("/panitia/keluar")
    with client.session_transaction() as cookie:
        assert "Marlina" not in str(dict(cookie))


@pytest.mark.parametrize("page", ["undangan", "sandi-baru"])
def test_a_mailed_link_is_in_no_referrer(client: Browser, made: World, page: str) -> None:
    """Its page asks for styles and scripts, of which the logs of a proxy keep the referrer."""
    event, key = factories.event(made), made.keys.link
    owner = factories.member(made, event, Role.OWNER)
    if page == "undangan":
        invited = invitations.invite(
            made.session, key, event, owner, "baru@uji.example", Role.OBSERVER, made.now
        )
        token = invitations.token(key, invited)
    else:
        link = new_password.order(made.session, key, owner.email, made.now)
        assert link is not None
        token = new_password.token(key, link)
    answer = client.get(f"/panitia/{page}/{token}")
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("page", ["", "saksi/1"])
def test_no_account_learns_of_the_drafts_of_others(client: Browser, made: World, page: str) -> None:
    draft = factories.draft(made, "rencana-uji")
    factories.sign_in(client, factories.member(made, factories.event(made), Role.OBSERVER))
    answers = [client.get(f"/panitia/acara/{slug}/{page}") for slug in ("rencana-uji", "tiada-uji")]
    assert [answer.status_code for answer in answers] == [404, 404]
    factories.sign_in(client, factories.member(made, draft, Role.CONDUCTOR))
    assert client.get("/panitia/acara/rencana-uji/").status_code == 403
