"""Organisers: admitting and refusing, one participant's page, taking somebody in by hand."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AuditEntry, Role
from declare.core import code as codes
from declare.database import db
from declare.events.models import Admission, Event
from declare.messages.models import Delivery, Message
from declare.pledges import signing
from declare.registrations import links
from declare.registrations.models import Registration, Standing
from tests import factories
from tests.browser import Browser

PEOPLE = "/panitia/acara/acara-uji/peserta"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


def waiting(made: factories.World, event: Event, *names: str) -> list[Registration]:
    return [factories.registration(made, event, name=name) for name in names]


def mails(session: Session, kind: str) -> list[Message]:
    query = select(Message).where(Message.kind == kind).order_by(Message.id)
    return list(session.scalars(query))


def person(**values: str) -> dict[str, str]:
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    return texts | values


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_refusing_locks_the_log_before_the_registrations_as_signing_does(
    app: Flask, client: Browser, made: factories.World, event: Event, organiser: Account
) -> None:
    """The other way round, a signer and an organiser would wait for each other."""
    (ani,) = waiting(made, event, "Ani")
    locked: list[str] = []

    with app.app_context():
        engine = db.engine

    def note(*values: object) -> None:
        if "FOR UPDATE" in str(values[2]):
            locked.append(str(values[2]).split("FROM ")[1].split()[0])

    listen(engine, "before_cursor_execute", note)
    client.submit(f"{PEOPLE}/tolak", registration=ani.public_id)
    remove(engine, "before_cursor_execute", note)
    assert locked[:2] == ["ledger_log", "registration"]


@pytest.mark.twin
def test_many_are_admitted_at_once_and_each_gets_a_letter(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    people = waiting(made, event, "Ani", "Budi", "Citra")
    chosen = [one.public_id for one in people[:2]]
    for _ in range(2):
        assert client.submit(f"{PEOPLE}/setujui", registration=chosen).location == PEOPLE
    standings = [one.standing for one in people]
    assert standings == [Standing.ADMITTED, Standing.ADMITTED, Standing.PENDING]
    assert people[0].decided_by == organiser.id
    assert len(mails(session, "admitted")) == 2
    deeds = session.execute(
        select(AuditEntry.what, AuditEntry.detail).order_by(AuditEntry.id)
    ).all()
    assert [tuple(deed) for deed in deeds] == [
        ("registration.admitted", person.public_id) for person in people[:2]
    ]


def test_the_letter_brings_its_reader_in(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    event.call_url = "https://rapat.example/123"
    (ani,) = waiting(made, event, "Ani")
    client.submit(f"{PEOPLE}/setujui", registration=ani.public_id)
    (mail,) = mails(session, "admitted")
    assert mail.recipient == ani.email
    text = factories.letter(made, mail)
    assert text.subject == "Tautan dan kode peserta untuk Dra. Ani, S.E."
    assert links.link(made.keys, "http://ikrar.test", ani) in text.body.splitlines()
    code = codes.printed(links.code(made.keys, ani))
    assert f"kode peserta {code} di\n\nhttp://ikrar.test/acara/acara-uji/masuk\n" in text.body
    warning = f"hanya untuk Dra. Ani, S.E., {ani.position}. Jangan diteruskan."
    assert f"Tautan dan kode ini {warning}" in text.body
    assert "Kamis, 19 November 2026 pukul 09.00 WIB" in text.body
    assert text.calendar is not None
    (entry,) = Calendar.from_ical(text.calendar).walk("VEVENT")
    assert entry.decoded("dtstart") == event.starts_at
    assert entry["summary"] == "Deklarasi Uji"
    assert b"/m/" not in text.calendar


def test_letters_speak_the_language_of_the_registration(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    factories.participant(made, event, language="en")
    queued = session.scalars(select(Message).order_by(Message.id))
    subjects = [factories.letter(made, mail).subject for mail in queued]
    assert subjects == [
        "Registration received: Deklarasi Uji",
        "Link and participant code for Dra. Marlina, S.E.",
    ]


@pytest.mark.twin
def test_whoever_signed_cannot_be_refused(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    ani, budi = (factories.participant(made, event, name=name) for name in ("Ani", "Budi"))
    signing.sign(session, made.keys, event, ani, made.now)
    chosen = [ani.public_id, budi.public_id]
    assert client.submit(f"{PEOPLE}/tolak", registration=chosen).location == PEOPLE
    assert (ani.standing, budi.standing) == (Standing.ADMITTED, Standing.REFUSED)


def test_people_of_another_event_are_out_of_reach(
    client: Browser, made: factories.World, event: Event, organiser: Account
) -> None:
    other = factories.registration(made, factories.event(made, "acara-lain"))
    client.submit(f"{PEOPLE}/setujui", registration=[other.public_id, "\x00", "x"])
    assert other.standing == Standing.PENDING
    for path in ("", "/ubah"):
        assert client.get(f"{PEOPLE}/{other.public_id}{path}").status_code == 404
    assert client.submit(f"{PEOPLE}/{other.public_id}/ganti-tautan").status_code == 404


def test_a_page_tells_the_second_person_on_a_seat(
    client: Browser, made: factories.World, event: Event, organiser: Account
) -> None:
    ani = factories.participant(made, event, name="Ani", nip="0" * 18)
    factories.participant(made, event, name="Budi")
    factories.participant(made, event, name="Citra", region="12.07")
    page = client.get(f"{PEOPLE}/{ani.public_id}").text
    assert "Dra. Budi, S.E." in page
    assert "Citra" not in page
    assert "0" * 18 not in page
    assert "•••••••••••••••000" in page
    assert "Periksa kembali: susunan angkanya tidak lazim." in page


def test_link_and_code_are_shown_only_by_a_recorded_post(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    ani = factories.participant(made, event, name="Ani", phone="+6281234567890")
    secrets = (
        links.link(made.keys, "", ani),
        links.code(made.keys, ani),
        codes.printed(links.code(made.keys, ani)),
    )
    page = client.get(f"{PEOPLE}/{ani.public_id}").text
    assert not [secret for secret in secrets if secret in page]
    for path in ("tautan", "whatsapp"):
        assert client.get(f"{PEOPLE}/{ani.public_id}/{path}").status_code == 405
    shown = client.submit(f"{PEOPLE}/{ani.public_id}/tautan")
    assert links.link(made.keys, "http://ikrar.test", ani) in shown.text
    assert codes.printed(links.code(made.keys, ani)) in shown.text
    chat = client.submit(f"{PEOPLE}/{ani.public_id}/whatsapp")
    assert chat.text.count("https://wa.me/6281234567890?text=") == 1
    for answer in (shown, chat):
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    written = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [(each.what, each.detail, each.account_id) for each in reversed(written)] == [
        ("registration.link_shown", ani.public_id, organiser.id),
        ("registration.link_for_whatsapp", ani.public_id, organiser.id),
    ]


def test_no_link_is_shown_of_somebody_who_is_not_admitted(
    client: Browser, made: factories.World, event: Event, organiser: Account
) -> None:
    waiting = factories.registration(made, event, phone="+6281234567890")
    silent = factories.participant(made, event, name="Budi")
    assert client.submit(f"{PEOPLE}/{waiting.public_id}/tautan").status_code == 409
    assert client.submit(f"{PEOPLE}/{waiting.public_id}/whatsapp").status_code == 409
    assert client.submit(f"{PEOPLE}/{silent.public_id}/whatsapp").status_code == 409


@pytest.mark.twin
def test_a_new_link_ends_the_old_one(
    client: Browser, made: factories.World, event: Event, organiser: Account
) -> None:
    ani = factories.participant(made, event, name="Ani")
    old = links.link(made.keys, "", ani)
    path = f"{PEOPLE}/{ani.public_id}"
    assert client.submit(f"{path}/ganti-tautan").location == path
    assert client.get(old).status_code == 410
    assert client.get(links.link(made.keys, "", ani)).status_code == 303


def test_mail_that_failed_is_sent_again(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    ani = factories.participant(made, event, name="Ani")
    (mail,) = mails(session, "admitted")
    path = f"{PEOPLE}/{ani.public_id}"
    assert client.submit(f"{path}/pesan/{mail.id}").status_code == 409
    mail.state = Delivery.FAILED
    assert "Gagal" in client.get(path).text
    assert client.submit(f"{path}/pesan/{mail.id}").location == path
    assert mail.state == Delivery.QUEUED
    assert client.submit(f"{path}/kirim-tautan").location == path
    assert len(mails(session, "admitted")) == 2
    assert client.submit(f"{path}/pesan/{mail.id + 99}").status_code == 404


@pytest.mark.twin
def test_by_invitation_the_organiser_takes_people_in(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    event.admission = Admission.INVITATION
    form = client.get(f"{PEOPLE}/tambah?office=regional_head&region=12.06").text
    assert '<option value="12.06" selected>' in form
    assert 'value="regional_head" checked' in form
    answer = client.submit(f"{PEOPLE}/tambah", **person(name="Ani", position=""))
    (ani,) = session.scalars(select(Registration))
    assert answer.location == f"{PEOPLE}/{ani.public_id}"
    assert ani.standing == Standing.ADMITTED
    assert ani.position == "Sekretaris Daerah Kabupaten Karo"
    assert len(mails(session, "admitted")) == 1
    again = client.submit(f"{PEOPLE}/tambah", **person(name="Ani", position=""))
    assert again.status_code == 422
    assert "Orang ini sudah ada dalam daftar" in again.text


@pytest.mark.twin
def test_what_a_registration_says_is_mended_until_signed(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    ani = factories.participant(made, event, name="Ani", nip="196801011990032001")
    factories.participant(made, event, name="Budi")
    path = f"{PEOPLE}/{ani.public_id}/ubah"
    assert 'value="196801011990032001"' in client.get(path).text
    answer = client.submit(path, **person(name="Anita", phone="+62 812 3456 7890"))
    assert answer.location == f"{PEOPLE}/{ani.public_id}"
    assert (ani.name, ani.phone, ani.nip) == ("Anita", "+6281234567890", None)
    assert client.submit(path, **person(name="Budi")).status_code == 422
    assert client.submit(path, **person(name="")).status_code == 422
    assert ani.name == "Anita"
    signing.sign(session, made.keys, event, ani, made.now)
    assert client.submit(path, **person(name="Ani")).status_code == 409


def test_before_publishing_nobody_is_taken_in(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.draft(made, "belum-terbit")
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    answer = client.submit("/panitia/acara/belum-terbit/peserta/tambah", **person(name="Ani"))
    assert answer.status_code == 409
    assert session.scalars(select(Registration)).all() == []


def test_a_participants_page_never_shows_another_organisers_event(
    client: Browser, made: factories.World, event: Event
) -> None:
    ani = factories.participant(made, event, name="Ani")
    other = factories.event(made, "acara-lain")
    factories.sign_in(client, factories.member(made, other, Role.ORGANISER))
    assert client.get(f"{PEOPLE}/{ani.public_id}").status_code == 403


def test_the_list_offers_what_this_slice_does(
    client: Browser, made: factories.World, event: Event, organiser: Account, clock: Any
) -> None:
    (ani,) = waiting(made, event, "Ani")
    page = client.get(PEOPLE).text
    assert f'action="{PEOPLE}/setujui"' in page
    assert f'formaction="{PEOPLE}/tolak"' in page
    assert f'value="{ani.public_id}"' in page
