"""Invitations: by mail only, used once, with the invitee's own name and password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import directory, passwords, team
from declare.accounts.models import Account, Invitation, Membership, Role, SecondFactor
from declare.events.models import Event, Purpose
from tests import factories
from tests.accounts.mailbox import letters, link
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

TEAM = "/panitia/acara/acara-uji/tim"
NEW, PASSWORD = "baru@uji.example", "empat kata yang acak"
OWN = {"name": "Nama Sendiri", "password": PASSWORD, "repeated": PASSWORD}


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.draft(made)


@pytest.fixture
def organiser(made: World, event: Event, client: Browser) -> Account:
    account = factories.member(made, event, Role.OWNER, name="Panitia Pertama")
    factories.sign_in(client, account)
    return account


@pytest.fixture
def stranger(app: Flask, session: Session) -> Callable[[], Browser]:
    def browser() -> Browser:
        client = app.test_client()
        assert isinstance(client, Browser)
        client.beside = session
        return client

    return browser


def invite(client: Browser, email: str = NEW, role: str = "observer") -> int:
    return client.submit(TEAM, email=email, role=role).status_code


def test_an_invited_address_has_no_account_until_its_mailbox_answers(
    client: Browser, made: World, organiser: Account, event: Event
) -> None:
    """The inviter neither names the person nor ever sees a password."""
    assert client.submit(TEAM, email=NEW, name="Nama Pilihan", role="organiser").status_code == 303
    assert directory.by_email(made.session, NEW) is None
    page = client.get(TEAM).text
    assert 'class="code"' not in page
    assert NEW in page
    assert len(letters(made.session, "invitation", NEW)) == 1
    assert [each.account for each in team.members(made.session, event)] == [organiser]


def test_the_invitee_sets_name_and_password(
    client: Browser,
    made: World,
    organiser: Account,
    event: Event,
    stranger: Callable[[], Browser],
) -> None:
    invite(client, role="organiser")
    path, theirs = link(made, "invitation", NEW), stranger()
    assert "Deklarasi Uji" in theirs.get(path).text
    answer = theirs.submit(path, **OWN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/panitia/")
    account = directory.by_email(made.session, NEW)
    assert account is not None
    assert (account.name, account.proved_at) == ("Nama Sendiri", made.now)
    assert not account.may_create
    assert passwords.matches(account.password_hash, PASSWORD)
    assert team.role(made.session, account.id, event.id) is Role.ORGANISER
    assert theirs.get("/panitia/acara/acara-uji/persiapan").status_code == 200
    for again in (stranger().get(path), stranger().submit(path, **OWN)):
        assert again.status_code == 410


@pytest.mark.parametrize(
    "fields",
    [
        OWN | {"name": ""},
        OWN | {"name": "a\u202eb"},
        OWN | {"repeated": "lain"},
        OWN | {"password": "pendek", "repeated": "pendek"},
        OWN | {"password": "Password1234", "repeated": "Password1234"},
        OWN | {"password": "Nama Sendiri 1", "repeated": "Nama Sendiri 1"},
    ],
)
def test_what_the_invitee_types_is_checked(
    client: Browser,
    made: World,
    organiser: Account,
    stranger: Callable[[], Browser],
    fields: dict[str, str],
) -> None:
    invite(client)
    path = link(made, "invitation", NEW)
    assert stranger().submit(path, **fields).status_code == 422
    assert directory.by_email(made.session, NEW) is None
    assert stranger().submit(path, **OWN).status_code == 303


def test_an_account_accepts_by_signing_in_and_keeps_name_and_password(
    client: Browser,
    made: World,
    organiser: Account,
    event: Event,
    stranger: Callable[[], Browser],
) -> None:
    known = directory.create(made.session, NEW, "Nama Lama", PASSWORD, made.now, may_create=False)
    before = known.password_hash
    invite(client)
    path, theirs = link(made, "invitation", NEW), stranger()
    assert 'name="password"' not in theirs.get(path).text
    refused = theirs.submit(path, **OWN)
    assert refused.headers["Location"] == "/panitia/masuk?next=/panitia/undangan"
    assert team.role(made.session, known.id, event.id) is None
    signed_in = theirs.submit(refused.headers["Location"], email=NEW, password=PASSWORD)
    back = theirs.get(signed_in.headers["Location"])
    assert back.headers["Location"] == path
    assert "Terima Undangan" in theirs.get(path).text
    assert theirs.submit(path).status_code == 303
    made.session.refresh(known)
    assert (known.name, known.password_hash) == ("Nama Lama", before)
    assert team.role(made.session, known.id, event.id) is Role.OBSERVER


def test_another_account_cannot_accept(
    client: Browser, made: World, organiser: Account, event: Event
) -> None:
    known = factories.account(made, NEW)
    invite(client)
    path = link(made, "invitation", NEW)
    assert client.submit(path).headers["Location"].startswith("/panitia/masuk")
    assert team.role(made.session, known.id, event.id) is None


def test_an_account_that_was_never_proved_is_taken_over_by_its_mailbox(
    client: Browser,
    made: World,
    organiser: Account,
    event: Event,
    stranger: Callable[[], Browser],
) -> None:
    """Whoever once invited it may know its password: that ends here, with its sessions."""
    old = directory.create(made.session, NEW, "Kata Orang", PASSWORD, made.now, may_create=False)
    old.proved_at = None
    intruder = factories.sign_in(stranger(), old)
    invite(client)
    new = OWN | {"password": "lima kata lain yang acak", "repeated": "lima kata lain yang acak"}
    assert stranger().submit(link(made, "invitation", NEW), **new).status_code == 303
    made.session.refresh(old)
    assert (old.name, old.proved_at) == ("Nama Sendiri", made.now)
    assert not passwords.matches(old.password_hash, PASSWORD)
    assert intruder.get("/panitia/").status_code == 303


def test_a_link_ends_after_72_hours_when_withdrawn_and_when_sent_again(
    client: Browser,
    made: World,
    organiser: Account,
    clock: Clock,
    stranger: Callable[[], Browser],
) -> None:
    invite(client)
    first = link(made, "invitation", NEW)
    number = made.session.scalars(select(Invitation.id)).one()
    assert client.submit(f"{TEAM}/undangan/{number}/kirim-ulang").status_code == 303
    assert len(letters(made.session, "invitation", NEW)) == 1, "not within a quarter of an hour"
    clock.advance(minutes=15)
    client.submit(f"{TEAM}/undangan/{number}/kirim-ulang")
    second = link(made, "invitation", NEW)
    assert (stranger().get(first).status_code, stranger().get(second).status_code) == (404, 200)
    clock.advance(hours=72)
    assert stranger().submit(second, **OWN).status_code == 410
    factories.sign_in(client, organiser)
    invite(client)
    third = link(made, "invitation", NEW)
    number = made.session.scalars(select(Invitation.id).order_by(Invitation.id.desc())).first() or 0
    assert client.submit(f"{TEAM}/undangan/{number}/tarik").status_code == 303
    assert stranger().submit(third, **OWN).status_code == 410
    assert directory.by_email(made.session, NEW) is None


@pytest.mark.twin
def test_nobody_is_invited_twice_and_what_was_typed_stays(
    client: Browser, organiser: Account
) -> None:
    invite(client)
    answer = client.submit(TEAM, email=NEW.upper(), role="organiser")
    assert answer.status_code == 422
    assert NEW.upper() in answer.text
    assert "Alamat ini sudah diundang." in answer.text
    answer = client.submit(TEAM, email=organiser.email, role="organiser")
    assert "Akun ini sudah menjadi anggota." in answer.text


def test_the_letter_says_no_word_of_the_inviter_but_the_events_name(
    client: Browser, made: World, organiser: Account, event: Event
) -> None:
    event.host, event.theme = "Kata penyelenggara", "Kata tema"
    invite(client)
    (message,) = letters(made.session, "invitation", NEW)
    text = factories.letter(made, message)
    assert event.title in text.subject
    assert organiser.name not in text.body
    assert "Kata" not in text.subject + text.body
    assert set(message.values) == {"link", "base_url"}
    path = link(made, "invitation", NEW)
    row = made.session.scalars(select(Invitation)).one()
    assert path.rpartition("/")[2] not in (row.token_hash, row.nonce.hex())


def test_invitations_of_one_event_are_limited(client: Browser, organiser: Account) -> None:
    answers = [invite(client, f"orang{number}@uji.example") for number in range(21)]
    assert answers == [303] * 20 + [429]


def test_what_a_removed_organiser_offered_ends(
    client: Browser,
    made: World,
    organiser: Account,
    event: Event,
    stranger: Callable[[], Browser],
) -> None:
    second = factories.member(made, event, Role.ORGANISER)
    invite(factories.sign_in(stranger(), second))
    path = link(made, "invitation", NEW)
    client.submit(f"{TEAM}/{second.id}/hapus")
    assert stranger().submit(path, **OWN).status_code == 410


@pytest.mark.parametrize(("role", "owed"), [("observer", False), ("conductor", True)])
def test_a_role_above_observer_at_a_live_event_needs_a_second_factor(
    client: Browser,
    made: World,
    stranger: Callable[[], Browser],
    role: str,
    owed: bool,
) -> None:
    live = factories.event(made, "acara-nyata", purpose=Purpose.LIVE)
    factories.sign_in(client, factories.member(made, live, Role.OWNER))
    client.submit("/panitia/acara/acara-nyata/tim", email=NEW, role=role)
    theirs = stranger()
    theirs.submit(link(made, "invitation", NEW), **OWN)
    answer = theirs.get("/panitia/")
    assert answer.headers.get("Location") == ("/panitia/kode/pasang" if owed else None)
    assert len(made.session.scalars(select(SecondFactor)).all()) == owed


def test_the_role_of_an_account_that_is_not_proved_only_reads(
    client: Browser, made: World, event: Event
) -> None:
    old = factories.member(made, event, Role.ORGANISER, proved_at=None)
    factories.sign_in(client, old)
    assert client.get(TEAM).status_code == 200
    answer = client.submit(TEAM, email=NEW, role="organiser")
    assert answer.status_code == 403
    assert "Lupa sandi" in answer.text
    assert client.submit("/panitia/acara-baru", title="X", slug="acara-x").status_code == 403
    assert made.session.scalars(select(Invitation)).all() == []


def test_an_account_writes_no_more_letters_through_many_drafts(
    client: Browser, made: World, organiser: Account
) -> None:
    """A draft costs nothing and its title is in the letter: many would be a mail relay."""
    for number in range(3):
        draft = factories.draft(made, f"acara-{number}")
        made.session.add(Membership(account_id=organiser.id, event_id=draft.id, role=Role.OWNER))
        for each in range(8):
            team_page = f"/panitia/acara/acara-{number}/tim"
            answer = client.submit(team_page, email=f"a{each}@uji.example", role="observer")
    assert answer.status_code == 429
    assert "Terlalu banyak undangan dalam satu jam." in answer.text
    assert len(made.session.scalars(select(Invitation)).all()) == 20
    other = factories.draft(made, "acara-orang-lain")
    second = factories.member(made, other, Role.OWNER, "lain@uji.example")
    factories.sign_in(client, second)
    path = "/panitia/acara/acara-orang-lain/tim"
    assert client.submit(path, email="a@uji.example", role="observer").status_code == 303
