"""The team of an event: invitations, the last organiser, and the audit log."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT
from declare.accounts import audit, audit_log, directory, passwords, team
from declare.accounts.models import Account, AuditEntry, Membership, Role
from declare.errors import Conflict, Invalid, NotFound
from declare.events.models import Event
from tests import factories
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.draft(made)


@pytest.fixture
def organiser(made: World, event: Event, client: Browser) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


def invite(client: Browser, **values: str) -> int:
    words = {"email": "baru@uji.example", "name": "Orang Baru", "role": "observer"} | values
    return client.submit("/panitia/acara/acara-uji/tim", **words).status_code


def test_the_one_time_password_is_shown_once_and_works(
    client: Browser, session: Session, organiser: Account, event: Event
) -> None:
    assert invite(client, email="Baru@UJI.example") == 303
    shown = re.search(r'class="code">([^<]+)<', client.get("/panitia/acara/acara-uji/tim").text)
    assert shown
    assert 'class="code"' not in client.get("/panitia/acara/acara-uji/tim").text
    account = directory.by_email(session, "baru@uji.example")
    assert account is not None
    assert account.one_time
    assert not account.may_create
    assert passwords.matches(account.password_hash, shown[1])
    assert team.role(session, account.id, event.id) is Role.OBSERVER


@pytest.mark.twin
def test_an_account_that_exists_joins_as_it_is(
    client: Browser, made: World, organiser: Account, event: Event
) -> None:
    known = factories.account(made, "lama@uji.example", name="Nama Lama", password_hash="kept")
    assert invite(client, email="lama@uji.example", name="Lain", role="organiser") == 303
    assert 'class="code"' not in client.get("/panitia/acara/acara-uji/tim").text
    made.session.refresh(known)
    assert (known.name, known.password_hash, known.one_time) == ("Nama Lama", "kept", False)
    assert team.role(made.session, known.id, event.id) is Role.ORGANISER


@pytest.mark.twin
def test_nobody_is_invited_twice_and_what_was_typed_stays(
    client: Browser, organiser: Account
) -> None:
    invite(client)
    answer = client.submit(
        "/panitia/acara/acara-uji/tim",
        email="baru@uji.example",
        name="Ejaan Kedua",
        role="organiser",
    )
    assert answer.status_code == 422
    assert "Ejaan Kedua" in answer.text
    assert "Akun ini sudah menjadi anggota." in answer.text


@pytest.mark.parametrize(
    "values",
    [
        {"email": ""},
        {"email": "bukan surel"},
        {"email": "\x01@uji.example"},
        {"name": ""},
        {"name": "x" * 201},
        {"name": "a\x01b"},
        {"role": "creator"},
        {"role": "liaison"},
    ],
)
def test_junk_is_an_error_of_the_form(
    client: Browser, organiser: Account, values: dict[str, str]
) -> None:
    assert invite(client, **values) == 422


def test_the_last_organiser_stays(
    session: Session, made: World, event: Event, organiser: Account
) -> None:
    watcher = factories.member(made, event, Role.OBSERVER)
    with pytest.raises(Conflict):
        team.remove(session, event, organiser.id)
    second = factories.member(made, event, Role.ORGANISER, "kedua@uji.example")
    team.remove(session, event, organiser.id)
    team.remove(session, event, watcher.id)
    assert [member.account for member in team.members(session, event)] == [second]


def test_only_a_member_of_this_event_is_removed(
    client: Browser, session: Session, made: World, event: Event, organiser: Account
) -> None:
    other = factories.draft(made, "acara-lain")
    stranger = factories.member(made, other, Role.OBSERVER, "lain@uji.example")
    with pytest.raises(NotFound):
        team.remove(session, event, stranger.id)
    for number in (stranger.id, 10**18):
        path = f"/panitia/acara/acara-uji/tim/{number}/hapus"
        assert client.get(path).status_code == 404
        assert client.submit(path).status_code == 404
    assert team.role(session, stranger.id, other.id) is Role.OBSERVER


def test_removal_asks_first_and_ends_access(
    app: Flask, client: Browser, session: Session, made: World, event: Event, organiser: Account
) -> None:
    second = factories.member(made, event, Role.ORGANISER, "kedua@uji.example", name="Kedua")
    path = f"/panitia/acara/acara-uji/tim/{second.id}/hapus"
    assert "Keluarkan Kedua?" in client.get(path).text
    assert session.scalars(select(Membership)).all().__len__() == 2
    assert client.submit(path).status_code == 303
    theirs = app.test_client()
    assert isinstance(theirs, Browser)
    theirs.beside = session
    factories.sign_in(theirs, second)
    assert theirs.get("/panitia/acara/acara-uji/tim").status_code == 403


def test_an_invitation_needs_an_address_that_can_be_written(
    session: Session, made: World, event: Event
) -> None:
    with pytest.raises(Invalid):
        team.invite(session, event, "a@b@c", "X", Role.OBSERVER, made.now)
    assert session.scalars(select(Account)).all() == []


@pytest.mark.twin
def test_what_was_done_is_listed_newest_first_by_pages(
    client: Browser, session: Session, made: World, event: Event, organiser: Account
) -> None:
    for number in range(audit_log.PAGE + 1):
        audit.write(session, event.id, organiser.id, "event.contact", made.now, f"ke-{number}")
    audit.write(session, event.id, None, "made.up", made.now)
    here = audit_log.of_event(event.id)
    lines, more = audit_log.entries(session, here, 1)
    assert more
    assert [line.entry.what for line in lines[:2]] == ["made.up", "event.contact"]
    assert lines[0].name is None
    lines, more = audit_log.entries(session, here, 2)
    assert [line.entry.detail for line in lines] == ["ke-1", "ke-0"]
    assert not more
    text = client.get("/panitia/acara/acara-uji/catatan").text
    assert "Mengubah narahubung" in text
    assert "Sistem" in text
    for page in ("2", "0", "-1", "x", "9" * 30):
        assert client.get(f"/panitia/acara/acara-uji/catatan?halaman={page}").status_code == 200


def test_every_audited_action_has_words() -> None:
    words = (ROOT / "templates" / "desk" / "team" / "audit_entry.html").read_text()
    call = re.compile(r'\b(?:write_audit|saved|_step)\([^()]*?"([a-z_]+\.[a-z_]+)"')
    sources = [file.read_text() for file in (ROOT / "declare").rglob("*.py")]
    recorded = {what for source in sources for what in call.findall(source)}
    of_accounts = re.compile(r'"((?:account|access|code)\.(?!id")[a-z_]+)"')
    recorded |= {what for source in sources for what in of_accounts.findall(source)}
    assert len(recorded) > 10
    assert "account.sign_in_locked" in recorded
    assert [what for what in sorted(recorded) if f'"{what}": _(' not in words] == []


@pytest.mark.twin
def test_what_happens_to_the_team_is_written_down(
    client: Browser, session: Session, organiser: Account, event: Event
) -> None:
    invite(client)
    account = directory.by_email(session, "baru@uji.example")
    assert account is not None
    client.submit(f"/panitia/acara/acara-uji/tim/{account.id}/hapus")
    deeds = session.execute(
        select(
            AuditEntry.what, AuditEntry.detail, AuditEntry.about_id, AuditEntry.account_id
        ).order_by(AuditEntry.id)
    ).all()
    assert deeds == [
        ("observer.invited", "", account.id, organiser.id),
        ("member.removed", "", account.id, organiser.id),
    ]


def test_the_audit_log_holds_no_name_and_its_page_shows_it(
    client: Browser, session: Session, made: World, organiser: Account
) -> None:
    event = factories.event(made, "acara-terbit")
    team.join(session, organiser, event, Role.ORGANISER)
    person = factories.participant(made, event)
    page = f"/panitia/acara/acara-terbit/peserta/{person.public_id}"
    assert client.submit(f"{page}/kirim-tautan").status_code == 303
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.what, entry.detail) == ("registration.link_sent", person.public_id)
    log = client.get("/panitia/acara/acara-terbit/catatan").text
    assert person.printed_name in log
    assert person.public_id not in log
    person.name = person.name_key = person.position = None  # type: ignore[assignment]
    session.commit()
    log = client.get("/panitia/acara/acara-terbit/catatan").text
    assert person.public_id in log
