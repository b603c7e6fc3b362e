"""Four eyes: what one person with two accounts, or one who has left, cannot do alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Invitation, Role
from declare.events.models import Event, Purpose
from declare.pledges import rewording, signing
from declare.registrations.intake import Wording
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.factories import World

BASE = "/panitia/acara/acara-uji"
PUBLISH, PROPOSALS, TEAM = f"{BASE}/terbitkan", f"{BASE}/usulan", f"{BASE}/tim"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.draft(made, four_eyes=True)


@pytest.fixture
def owner(made: World, event: Event) -> Account:
    return factories.member(made, event, Role.OWNER)


@pytest.fixture
def second(made: World, event: Event) -> Account:
    return factories.member(made, event, Role.ORGANISER)


def published(made: World, event: Event) -> bool:
    made.session.refresh(event)
    return event.published


def test_the_proposal_of_whoever_was_removed_ends(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    factories.sign_in(client, second).submit(PUBLISH)
    factories.sign_in(client, owner)
    assert 'name="proposal"' in client.get(PROPOSALS).text
    client.submit(f"{TEAM}/{second.id}/hapus")
    assert 'name="proposal"' not in client.get(PROPOSALS).text
    assert client.submit(PUBLISH, proposal="1").status_code == 410
    assert not published(made, event)


def test_what_is_published_is_what_was_proposed(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    """The proposer cannot change the statement under the eyes of whoever confirms."""
    factories.sign_in(client, second).submit(PUBLISH)
    assert event.statement is not None
    event.statement.clauses = ["Memilih calon kami."]
    made.session.commit()
    factories.sign_in(client, owner)
    assert f'href="{PUBLISH}"' in client.get(PROPOSALS).text
    assert client.submit(PUBLISH, proposal="1").status_code == 409
    assert not published(made, event)
    client.submit(PUBLISH)
    factories.sign_in(client, second)
    assert client.submit(PUBLISH, proposal="2").status_code == 303
    assert published(made, event)


def test_only_the_owner_brings_in_another_pair_of_eyes(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    """An organiser who invites a mailbox of his own would confirm his own proposals."""
    factories.sign_in(client, second)
    answer = client.submit(TEAM, email="dua@uji.example", role="organiser")
    assert answer.status_code == 422
    assert "diundang oleh pemilik acara" in answer.text
    assert made.session.scalars(select(Invitation)).all() == []
    assert client.submit(TEAM, email="dua@uji.example", role="observer").status_code == 303
    factories.sign_in(client, owner)
    assert client.submit(TEAM, email="tiga@uji.example", role="organiser").status_code == 303


def test_the_rule_ends_what_other_organisers_offered_before(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    event.four_eyes = False
    for account, email in ((owner, "satu@uji.example"), (second, "dua@uji.example")):
        factories.sign_in(client, account).submit(TEAM, email=email, role="organiser")
    client.submit(TEAM, email="tiga@uji.example", role="observer")
    factories.sign_in(client, owner).submit(f"{TEAM}/empat-mata", four_eyes="y")
    assert "Undangan panitia untuk dua@uji.example ditarik." in client.get(TEAM).text
    still = select(Invitation.email).where(Invitation.ended_at.is_(None)).order_by(Invitation.id)
    assert list(made.session.scalars(still)) == ["satu@uji.example", "tiga@uji.example"]


@pytest.fixture
def signer(made: World) -> Registration:
    """A signer of a published event with four eyes, who had asked for another person's name."""
    event = factories.event(made, four_eyes=True, purpose=Purpose.LIVE)
    person = factories.participant(made, event)
    words = Wording(name="Suparman", position=person.position)
    rewording.reword(made.session, event, person, words, made.now)
    signing.sign(made.session, made.keys, event, person, made.now)
    factories.member(made, event, Role.OWNER, "pemilik@uji.example")
    return person


SEAT = {"office": "regional_secretary", "region": "12.06"}
OTHER = {"front_title": "", "name": "Suparman", "back_title": "", "position": "Camat"}


@pytest.mark.parametrize("asked", ["permintaan", "koreksi"])
def test_no_organiser_alone_makes_a_pledge_another_persons(
    client: Browser, made: World, signer: Registration, asked: str
) -> None:
    """That is a revocation and a new pledge in one, and four eyes look at the first of them."""
    event = made.session.get_one(Event, signer.event_id)
    first, second = (
        factories.member(made, event, Role.ORGANISER, f"{n}@uji.example") for n in "ab"
    )
    factories.sign_in(client, first)
    path = f"{BASE}/{asked}/1"
    if asked == "koreksi":
        started = client.submit(f"{BASE}/peserta/{signer.public_id}/koreksi", **OTHER)
        assert started.headers["Location"] == path
    assert client.submit(path, **SEAT).headers["Location"] == PROPOSALS
    assert client.submit(path, proposal="1", **SEAT).status_code == 409
    assert signer.name == "Marlina"
    factories.sign_in(client, second)
    page = client.get(PROPOSALS).text
    assert f'href="{path}"' in page
    assert f'action="{path}"' in page
    assert client.submit(path, proposal="1", **SEAT).status_code == 303
    assert signer.name == "Suparman"


def test_the_same_person_in_other_spelling_needs_no_second_pair(
    client: Browser, made: World, signer: Registration
) -> None:
    event = made.session.get_one(Event, signer.event_id)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    words = OTHER | {"name": "Marlina", "back_title": "S.E., M.M.", "position": signer.position}
    started = client.submit(f"{BASE}/peserta/{signer.public_id}/koreksi", **words)
    assert client.submit(started.headers["Location"], **SEAT).status_code == 303
    assert signer.back_title == "S.E., M.M."


def test_what_others_offered_before_ends_when_four_eyes_begin(
    client: Browser, made: World, event: Event, owner: Account, second: Account
) -> None:
    event.four_eyes = False
    factories.sign_in(client, second)
    client.submit(TEAM, email="dua@uji.example", role="organiser")
    client.submit(TEAM, email="tiga@uji.example", role="observer")
    factories.sign_in(client, owner)
    client.submit(TEAM, email="empat@uji.example", role="organiser")
    assert client.submit(f"{TEAM}/empat-mata", four_eyes="y").status_code == 303
    query = select(Invitation.email).where(Invitation.ended_at.is_(None)).order_by(Invitation.id)
    assert made.session.scalars(query).all() == ["tiga@uji.example", "empat@uji.example"]


def test_nobody_is_invited_as_owner(client: Browser, made: World, owner: Account) -> None:
    factories.sign_in(client, owner)
    assert client.submit(TEAM, email="dua@uji.example", role="owner").status_code == 422
