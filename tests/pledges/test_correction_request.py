"""Asking for a correction: by the signer in the room, or by an organiser on the signer's behalf."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AuditEntry, Role
from declare.events.models import Event, Purpose
from declare.pledges.models import Correction
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.pledges.corrections import KOREKSI, LIST, accept, ask, asked_for, letters
from tests.pledges.recorded import signer


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE)


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = signer(made, event)
    factories.come_in(client, made, found)
    return found


@pytest.mark.parametrize("name", ["Suparman", "Suryani Karo", "M. Hasan"])
def test_what_may_be_another_person_waits_for_a_person_to_decide(
    client: Browser, session: Session, person: Registration, organiser: Account, name: str
) -> None:
    """It can be asked for, is marked, and is accepted by itself only."""
    person.name = "Marlina Karo"
    assert "tidak dapat dialihkan kepada orang lain" in client.get(KOREKSI).text
    assert ask(client, person, name=name).status_code == 303
    asked = asked_for(session)
    page = client.get(LIST).text
    assert "Mungkin orang lain: buka dan periksa" in page
    assert f'name="correction" value="{asked.id}"' not in page
    client.submit(f"{LIST}/setujui", correction=[str(asked.id)])
    assert (asked.decision, person.name) == ("pending", "Marlina Karo")
    warning = "Nama yang diminta dapat dibaca sebagai orang lain."
    assert warning in client.get(f"{LIST}/{asked.id}").text
    assert accept(client, asked).status_code == 303
    assert person.name == name


@pytest.mark.twin
def test_an_organiser_starts_a_correction(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
) -> None:
    """It is asked for and accepted like every other, and the signer is told."""
    page = client.get(f"/panitia/acara/acara-uji/peserta/{person.public_id}").text
    start = f"/panitia/acara/acara-uji/peserta/{person.public_id}/koreksi"
    assert start in page
    assert 'value="Marlina"' in client.get(start).text
    words = {
        "front_title": "Dr.",
        "name": "Marlina",
        "back_title": "S.E.",
        "position": person.position,
    }
    assert client.submit(start, **words | {"front_title": "Dra."}).status_code == 422
    answer = client.submit(start, **words)
    asked = asked_for(session)
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{asked.id}")
    assert asked.asked_by == organiser.id
    assert "Dimulai oleh panitia." in client.get(answer.location).text
    assert accept(client, asked).status_code == 303
    assert person.printed_name == "Dr. Marlina, S.E."
    assert [mail.recipient for mail in letters(session, "corrected")] == [person.email]
    deeds = session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)).all()
    assert deeds == ["correction.started", "correction.accepted"]
    unsigned = factories.participant(made, event, name="Suparman")
    address = f"/panitia/acara/acara-uji/peserta/{unsigned.public_id}/koreksi"
    assert client.get(address).location == address.removesuffix("/koreksi")
    assert client.submit(address, **words).status_code == 409


def test_an_organiser_does_not_lead_the_news_of_a_correction_past_the_signer(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
) -> None:
    """The receipt went to the address before, opened or not: it is told of the new one."""
    person.opened_at = None
    start = f"/panitia/acara/acara-uji/peserta/{person.public_id}/koreksi"
    words = {"name": "Suparman", "position": "Camat", "email": "panitia.sendiri@uji.example"}
    client.submit(start, **words)
    accept(client, asked_for(session))
    (told,) = letters(session, "contact_changed")
    assert told.recipient == "setda@karo.example"
    text = factories.letter(made, told)
    for word in ("Marlina", "Suparman", "sertifikat", "panitia.sendiri"):
        assert word not in text.subject + text.body


def test_junk_is_an_error_of_the_form(
    client: Browser, session: Session, person: Registration
) -> None:
    unchanged = {
        "front_title": "Dra.",
        "back_title": "S.E.",
        "position": "Sekretaris Daerah Kabupaten Karo",
    }
    for fields in (
        {"name": ""},
        {"name": "x" * 121},
        {"name": "\u202e"},
        {"position": ""},
        {"position": "x" * 161},
        {"email": "bukan surel"},
        unchanged,
    ):
        assert ask(client, person, **fields).status_code == 422, fields
    assert session.scalars(select(Correction)).all() == []


def test_asking_again_replaces_what_waits(
    client: Browser, session: Session, person: Registration
) -> None:
    ask(client, person, front_title="Dr.")
    assert 'value="Dr."' in client.get(KOREKSI).text
    ask(client, person, front_title="Prof.")
    assert asked_for(session).front_title == "Prof."


def test_words_that_were_replaced_are_not_accepted(
    client: Browser, session: Session, person: Registration, organiser: Account
) -> None:
    """The organiser's page may show what the signer asked for before."""
    ask(client, person, front_title="Dr.")
    seen = asked_for(session)
    ask(client, person, name="Suparman")
    assert accept(client, seen).status_code == 409
    assert person.name == "Marlina"


def test_nobody_corrects_before_signing(
    client: Browser, made: factories.World, event: Event
) -> None:
    unsigned = factories.participant(made, event)
    factories.come_in(client, made, unsigned)
    assert client.get(KOREKSI).location == "/acara/acara-uji/ruang"
    assert ask(client, unsigned).location == "/acara/acara-uji/ruang"
