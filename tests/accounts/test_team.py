"""The team of an event: invitations, the last organiser, and the audit log."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT
from declare.accounts import audit, audit_log, team
from declare.accounts.models import Account, AuditEntry, Membership, Role
from declare.errors import Conflict, NotFound
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
    words = {"email": "baru@uji.example", "role": "observer"} | values
    return client.submit("/panitia/acara/acara-uji/tim", **words).status_code


@pytest.mark.parametrize(
    "values",
    [
        {"email": ""},
        {"email": "bukan surel"},
        {"email": "\x01@uji.example"},
        {"role": "creator"},
        {"role": "liaison"},
        {"role": "owner"},
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
    assert theirs.get("/panitia/acara/acara-uji/tim").status_code == 404, "of a draft"


@pytest.mark.twin
def test_what_was_done_is_listed_newest_first_by_pages(
    client: Browser, session: Session, made: World, event: Event, organiser: Account
) -> None:
    for number in range(audit_log.PAGE + 1):
        audit.write(
            session, event.id, organiser.id, "event.contact", made.now, detail=f"ke-{number}"
        )
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
    client: Browser, session: Session, made: World, organiser: Account, event: Event
) -> None:
    invite(client)
    account = factories.member(made, event, Role.OBSERVER)
    client.submit(f"/panitia/acara/acara-uji/tim/{account.id}/hapus")
    deeds = session.execute(
        select(
            AuditEntry.what, AuditEntry.detail, AuditEntry.about_id, AuditEntry.account_id
        ).order_by(AuditEntry.id)
    ).all()
    assert deeds == [
        ("observer.invited", "#1", None, organiser.id),
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
