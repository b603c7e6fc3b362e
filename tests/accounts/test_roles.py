"""The owner of an event, and acts that a second organiser confirms."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import team
from declare.accounts.models import Account, Role
from declare.errors import Conflict
from declare.events.models import Event
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

TEAM = "/panitia/acara/acara-uji/tim"
PUBLISH = "/panitia/acara/acara-uji/terbitkan"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.draft(made)


@pytest.fixture
def owner(made: World, event: Event) -> Account:
    return factories.member(made, event, Role.OWNER)


@pytest.fixture
def second(made: World, event: Event) -> Account:
    return factories.member(made, event, Role.ORGANISER)


def published(made: World, event: Event) -> bool:
    made.session.refresh(event)
    return event.published


def test_no_organiser_removes_the_owner(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    factories.sign_in(client, second)
    assert client.submit(f"{TEAM}/{owner.id}/hapus").status_code == 409
    assert client.submit(f"{TEAM}/{second.id}/serahkan").status_code == 403
    assert team.role(made.session, owner.id, event.id) is Role.OWNER


def test_the_owner_hands_over(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    factories.sign_in(client, owner)
    assert client.submit(f"{TEAM}/{second.id}/serahkan").status_code == 303
    assert team.role(made.session, second.id, event.id) is Role.OWNER
    assert team.role(made.session, owner.id, event.id) is Role.ORGANISER
    assert client.submit(f"{TEAM}/{owner.id}/serahkan").status_code == 403
    with pytest.raises(Conflict):
        team.hand_over(made.session, event, 10**6, owner.id)


def test_a_second_organiser_confirms_what_the_first_proposed(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    factories.sign_in(client, owner)
    assert client.submit(f"{TEAM}/empat-mata", four_eyes="y").status_code == 303
    assert client.submit(PUBLISH).headers["Location"] == "/panitia/acara/acara-uji/usulan"
    assert client.submit(PUBLISH, proposal="1").status_code == 409
    assert not published(made, event)
    factories.sign_in(client, second)
    assert 'name="proposal" value="1"' in client.get("/panitia/acara/acara-uji/usulan").text
    assert client.submit(PUBLISH, proposal="1", other="x").status_code == 409
    assert client.submit(PUBLISH, proposal="1").status_code == 303
    assert published(made, event)


def test_a_proposal_ends_after_a_quarter_of_an_hour(
    client: Browser, made: World, event: Event, owner: Account, second: Account, clock: Clock
) -> None:
    event.four_eyes = True
    factories.sign_in(client, owner).submit(PUBLISH)
    clock.advance(minutes=15)
    factories.sign_in(client, second)
    assert client.submit(PUBLISH, proposal="1").status_code == 410
    assert not published(made, event)


def test_four_eyes_need_two_organisers(client: Browser, event: Event, owner: Account) -> None:
    factories.sign_in(client, owner)
    assert client.submit(f"{TEAM}/empat-mata", four_eyes="y").status_code == 409


def test_a_conductor_runs_the_ceremony_and_sees_no_list(
    client: Browser, made: World, event: Event, owner: Account
) -> None:
    factories.sign_in(client, factories.member(made, event, Role.CONDUCTOR))
    assert client.get("/panitia/acara/acara-uji/penandatanganan").status_code == 200
    for path in ("", "peserta", "persiapan", "tim", "catatan"):
        assert client.get(f"/panitia/acara/acara-uji/{path}").status_code == 403, path
