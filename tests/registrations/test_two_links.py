"""Two participants' links opened at once in one browser, and forms of whom it is not in as."""

from __future__ import annotations

import re
from typing import cast

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.pledges import tally
from declare.presence import service as presence
from declare.registrations import links
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

START = "/acara/acara-uji"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def ani(made: factories.World, event: Event) -> Registration:
    return factories.participant(made, event, name="Ani")


@pytest.fixture
def budi(made: factories.World, event: Event) -> Registration:
    return factories.participant(made, event, name="Budi")


@pytest.fixture
def both(client: Browser, made: factories.World, ani: Registration, budi: Registration) -> Browser:
    """A browser that sent both requests before it had either answer; Budi's came last."""
    factories.come_in(client, made, ani)
    earlier = dict(client._cookies)
    client._cookies.clear()
    factories.come_in(client, made, budi)
    client._cookies = {**earlier, **client._cookies}
    return client


def test_a_browser_that_opened_two_links_at_once_is_asked(
    both: Browser, ani: Registration, budi: Registration
) -> None:
    answer = both.get(f"{START}/ruang")
    assert (answer.status_code, answer.location) == (303, f"{START}/pilih")
    asked = both.get(answer.location).text
    assert ani.printed_name in asked
    assert budi.printed_name in asked
    chosen = both.submit(f"{START}/pilih", registration=ani.public_id)
    assert chosen.location == f"{START}/ruang"
    assert "<strong>Dra. Ani, S.E.</strong>" in both.get(f"{START}/ruang").text


def test_each_tab_signs_for_its_own_person(
    both: Browser, session: Session, ani: Registration, budi: Registration
) -> None:
    for person in (ani, budi):
        answer = both.submit(f"{START}/hadir", registration=person.public_id)
        assert answer.status_code == 303
        assert presence.first_at(session, person) is not None
        answer = both.submit(f"{START}/ikrar", registration=person.public_id, agree="y")
        assert (answer.status_code, answer.location) == (303, f"{START}/selesai")
        assert tally.current(session, person) is not None


def test_the_form_of_the_first_tab_still_counts(
    app: Flask, session: Session, made: factories.World, ani: Registration, budi: Registration
) -> None:
    """Its token was made with the session that the second answer has replaced since."""
    first, second = (cast(Browser, app.test_client()) for _ in range(2))
    pages = []
    for tab, person in ((first, ani), (second, budi)):
        tab.beside = session
        factories.come_in(tab, made, person)
        pages.append(tab.get(f"{START}/ruang").text)
    first._cookies |= second._cookies
    for page, person in zip(pages, (ani, budi), strict=True):
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        fields = {"csrf_token": token, "registration": person.public_id}
        assert first.post(f"{START}/hadir", data=fields).status_code == 303
        assert presence.first_at(session, person) is not None


def test_a_token_of_one_link_is_none_of_another(
    both: Browser, app: Flask, session: Session, made: factories.World, ani: Registration
) -> None:
    """Whoever has a link of his own cannot forge a form in somebody else's browser."""
    own = cast(Browser, app.test_client())
    own.beside = session
    factories.come_in(own, made, ani)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', own.get(f"{START}/ruang").text)[0]
    fields = {"csrf_token": token, "registration": ani.public_id}
    assert both.post(f"{START}/hadir", data=fields).status_code == 400
    assert presence.first_at(session, ani) is None


def test_whoever_leaves_is_forgotten_wholly(
    both: Browser, ani: Registration, budi: Registration
) -> None:
    for person in (ani, budi):
        both.submit(f"{START}/keluar", registration=person.public_id)
        answer = both.submit(f"{START}/hadir", registration=person.public_id)
        assert answer.status_code == 403
    assert both.get(f"{START}/ruang").location == f"{START}/masuk"


def test_a_renewed_link_ends_what_its_own_cookie_says(
    both: Browser, session: Session, made: factories.World, ani: Registration
) -> None:
    links.renew_link(session, made.keys, ani)
    assert both.get(f"{START}/ruang").status_code == 200
    assert both.submit(f"{START}/hadir", registration=ani.public_id).status_code == 403
    assert both.submit(f"{START}/ikrar", registration=ani.public_id, agree="y").status_code == 403


def test_one_persons_link_twice_asks_nothing(
    client: Browser, made: factories.World, ani: Registration
) -> None:
    for _ in range(2):
        factories.come_in(client, made, ani)
    assert client.get(f"{START}/ruang").status_code == 200


def test_a_refused_form_keeps_what_was_typed_and_shows_the_way_back(
    client: Browser, session: Session, made: factories.World, ani: Registration
) -> None:
    fields = {"registration": ani.public_id, "agree": "y", "drawing": "[[[1,2],[3,4]]]"}
    for kind in ("never in", "renewed"):
        answer = client.submit(f"{START}/ikrar", **fields)
        assert answer.status_code == 403, kind
        for name, value in fields.items():
            assert f'name="{name}" value="{value}"' in answer.text, kind
        assert f'href="{START}/masuk"' in answer.text
        assert answer.text.count('name="csrf_token"') == 1
        factories.come_in(client, made, ani)
        links.renew_link(session, made.keys, ani)
    factories.come_in(client, made, ani)
    assert client.submit(f"{START}/ikrar", **fields).location == f"{START}/selesai"
