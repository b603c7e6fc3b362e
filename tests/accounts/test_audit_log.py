"""The audit log of sign-ins and refusals: what it holds, that it only grows, and the journal."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from declare.accounts import audit, directory
from declare.accounts.models import Account, AuditEntry, Role
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World

EMAIL, PASSWORD = "panitia@uji.example", "empat kata yang acak"
NEW = "lima kata lain yang acak"


@pytest.fixture
def account(session: Session, now: datetime) -> Account:
    made = directory.create(session, EMAIL, "Panitia", PASSWORD, now, may_create=True)
    session.commit()
    return made


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def enter(client: Browser, password: str = PASSWORD) -> int:
    return client.submit("/panitia/masuk", email=EMAIL, password=password).status_code


def acts(session: Session) -> list[tuple[str, str, int | None, int | None]]:
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [
        (entry.what, entry.detail, entry.account_id, getattr(entry, "about_id", None))
        for entry in entries
    ]


@pytest.mark.twin
def test_sign_ins_failures_and_locks_are_written_down(
    client: Browser, session: Session, account: Account, clock: Clock
) -> None:
    """Forty failures are two lines, and the sign-in after them says how many there were."""
    me = account.id
    for _ in range(40):
        enter(client, "salah")
    clock.advance(minutes=15)
    assert enter(client) == 303
    assert acts(session) == [
        ("account.sign_in_failed", "", None, me),
        ("account.sign_in_locked", "5", None, me),
        ("account.signed_in", "40", me, me),
    ]


def test_guesses_at_unknown_addresses_are_one_line(client: Browser, session: Session) -> None:
    for number in range(8):
        client.submit("/panitia/masuk", email=f"x{number}@uji.example", password="salah")
    assert acts(session) == [("account.sign_in_failed", "", None, None)]


def test_a_changed_password_is_written_down(
    client: Browser, session: Session, account: Account
) -> None:
    enter(client)
    for current in ("salah", PASSWORD):
        client.submit("/panitia/sandi", current=current, password=NEW, repeated=NEW)
    assert acts(session)[1:] == [
        ("account.sign_in_failed", "", None, account.id),
        ("account.password_changed", "1", account.id, account.id),
    ]


@pytest.mark.twin
def test_a_refused_page_is_written_down_once_in_ten_minutes(
    client: Browser, session: Session, made: World, clock: Clock
) -> None:
    here, elsewhere = factories.event(made), factories.event(made, "acara-lain")
    stranger = factories.member(made, elsewhere, Role.ORGANISER)
    factories.sign_in(client, stranger)
    before = len(acts(session))
    for _ in range(3):
        assert client.get("/panitia/acara/acara-uji/tim").status_code == 403
    assert client.submit("/panitia/acara/acara-uji/terbitkan").status_code == 403
    clock.advance(minutes=10)
    assert client.get("/panitia/acara/acara-uji/tim").status_code == 403
    refused = [line for line in acts(session)[before:] if line[0] == "access.refused"]
    assert [(line[1], line[2]) for line in refused] == [
        ("accounts_manage.members", stranger.id),
        ("events_manage.publish", stranger.id),
        ("accounts_manage.members", stranger.id),
    ]
    events = session.scalars(select(AuditEntry.event_id).where(AuditEntry.what == "access.refused"))
    assert set(events) == {here.id}


def test_a_refused_stranger_writes_nothing(client: Browser, session: Session, made: World) -> None:
    factories.event(made)
    assert client.submit("/acara/acara-uji/hadir", registration="x" * 22).status_code == 403
    assert acts(session) == []


@pytest.mark.twin
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET what = 'x'", "DELETE FROM audit_entry"]
)
def test_no_line_is_changed_or_deleted(
    session: Session, account: Account, now: datetime, statement: str
) -> None:
    audit.write(session, None, account.id, "account.signed_in", now)
    session.commit()
    with pytest.raises(DBAPIError):
        session.execute(text(statement))
    session.rollback()
    assert len(acts(session)) == 1


def test_each_committed_line_is_in_the_journal_without_a_name(
    app: Flask, client: Browser, session: Session, account: Account
) -> None:
    written = io.StringIO()
    handler = app.logger.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    enter(client, "salah")
    enter(client)
    handler.setStream(before or handler.stream)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    told = [
        (line["act"], line["account"], line["about"]) for line in lines if line["what"] == "audit"
    ]
    assert told == [
        ("account.sign_in_failed", None, account.id),
        ("account.signed_in", account.id, account.id),
    ]
    assert EMAIL not in written.getvalue()


@pytest.mark.twin
def test_a_line_that_was_rolled_back_is_in_no_journal(
    app: Flask, session: Session, account: Account, now: datetime
) -> None:
    written = io.StringIO()
    handler = app.logger.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    with app.app_context():
        audit.write(session, None, account.id, "account.signed_in", now)
        with session.begin_nested():
            session.flush()
        session.rollback()
        audit.write(session, None, account.id, "account.created", now)
        session.commit()
    handler.setStream(before or handler.stream)
    acts_told = [json.loads(line)["act"] for line in written.getvalue().splitlines()]
    assert acts_told == ["account.created"]


def text_of(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.partition("<table")[2]).split())


@pytest.mark.twin
def test_the_log_is_filtered_by_act_account_and_day(
    client: Browser, session: Session, made: World, now: datetime
) -> None:
    event = factories.event(made)
    organiser = factories.member(made, event, Role.ORGANISER, name="Ratna")
    second = factories.member(made, event, Role.ORGANISER, "kedua@uji.example", name="Kedua")
    for account, what, days in (
        (organiser, "event.contact", 0),
        (second, "event.contact", 1),
        (second, "design.changed", 2),
    ):
        audit.write(session, event.id, account.id, what, now + timedelta(days=days))
    factories.sign_in(client, organiser)
    log = "/panitia/acara/acara-uji/catatan"
    shown = {
        query: text_of(client, f"{log}?{query}")
        for query in (
            "apa=design.changed",
            f"akun={organiser.public_id}",
            "dari=2026-11-20&sampai=2026-11-20",
            "dari=kemarin&sampai=9999-12-31&apa=&akun=&halaman=x",
        )
    }
    by_act, by_account, by_day, all_of_it = shown.values()
    assert "Mengubah rancangan sertifikat" in by_act
    assert "Mengubah narahubung" not in by_act
    assert by_account.count("Ratna") == 1
    assert "Kedua" not in by_account
    assert (by_day.count("Kedua"), by_day.count("Ratna")) == (1, 0)
    assert (all_of_it.count("Kedua"), all_of_it.count("Ratna")) == (2, 1)


@pytest.mark.twin
def test_the_log_is_a_file_without_formulas(
    client: Browser, session: Session, made: World, now: datetime
) -> None:
    event = factories.event(made)
    organiser = factories.member(made, event, Role.ORGANISER, name="=HYPERLINK(1)")
    observer = factories.member(made, event, Role.OBSERVER)
    organiser.public_id = "-" + "A" * 21
    person = factories.participant(made, event)
    person.public_id = "B" * 22
    session.flush()
    audit.write(
        session, event.id, organiser.id, "registration.edited", now, detail=person.public_id
    )
    audit.write(session, event.id, organiser.id, "event.contact", now, about=observer.id)
    factories.sign_in(client, organiser)
    answer = client.submit("/panitia/acara/acara-uji/catatan.csv?apa=registration.edited")
    assert answer.mimetype == "text/csv"
    header, line = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert header[1] == "Waktu (WIB)"
    assert line[1:] == [
        "2026-11-19 09:00:00",
        "registration.edited",
        "Mengubah data peserta",
        person.public_id,
        "Dra. Marlina, S.E.",
        "'=HYPERLINK(1)",
        f"'{organiser.public_id}",
        "",
        "",
    ]


def test_observers_read_the_log_and_do_not_export_it(
    client: Browser, session: Session, made: World
) -> None:
    event = factories.event(made)
    factories.sign_in(client, factories.member(made, event, Role.OBSERVER))
    assert "Unduh CSV" not in client.get("/panitia/acara/acara-uji/catatan").text
    assert client.submit("/panitia/acara/acara-uji/catatan.csv").status_code == 403


def test_each_account_reads_what_concerns_itself(
    client: Browser, session: Session, account: Account, made: World, now: datetime
) -> None:
    other = factories.account(made, "lain@uji.example", name="Orang Lain")
    audit.write(session, None, other.id, "account.signed_in", now, about=other.id)
    enter(client, "salah")
    enter(client)
    shown = text_of(client, "/panitia/catatan-akun")
    assert "Percobaan masuk gagal: Panitia Tidak dikenal" in shown
    assert "setelah 1 percobaan gagal" in shown
    assert "Orang Lain" not in shown
    assert client.get("/panitia/catatan").status_code == 403
    account.admin = True
    everyone = text_of(client, "/panitia/catatan")
    assert "Orang Lain" in everyone
    assert "Panitia" in everyone
    assert "Orang Lain" in client.submit("/panitia/catatan.csv").text
    assert exports(session) == [(None, account.id)]


def exports(session: Session) -> list[tuple[int | None, int | None]]:
    """Event and account of each export of the log."""
    query = select(AuditEntry.event_id, AuditEntry.account_id)
    rows = session.execute(query.where(AuditEntry.what == "log.exported"))
    return [(event_id, account_id) for event_id, account_id in rows]


def test_whoever_exports_the_log_stands_in_it(
    client: Browser, session: Session, made: World
) -> None:
    event = factories.event(made)
    organiser = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, organiser)
    assert 'method="post"' in client.get("/panitia/acara/acara-uji/catatan").text
    client.submit("/panitia/acara/acara-uji/catatan.csv")
    assert exports(session) == [(event.id, organiser.id)]
