"""Another contact for a participant: whom it is told to, and what is not said."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.events.models import Event
from declare.messages.errors import Unwritable
from declare.messages.models import Message
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

PEOPLE = "/panitia/acara/acara-uji/peserta"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def desk(client: Browser, made: factories.World, event: Event) -> Browser:
    return factories.sign_in(client, factories.member(made, event, Role.ORGANISER))


def change(desk: Browser, person: Registration, **values: str) -> None:
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    answer = desk.submit(f"{PEOPLE}/{person.public_id}/ubah", **texts | values)
    assert answer.status_code == 303


def told(session: Session) -> list[Message]:
    query = select(Message).where(Message.kind == "contact_changed").order_by(Message.id)
    return list(session.scalars(query))


@pytest.mark.twin
def test_a_contact_that_opened_its_link_is_told_that_there_is_another(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event)
    factories.come_in(desk, made, person)
    change(desk, person, email="lain@uji.example")
    (message,) = told(session)
    assert message.recipient == "setda@karo.example"
    text = factories.letter(made, message)
    assert text.subject == "Kontak peserta diganti: Deklarasi Uji"
    for word in ("Marlina", "Sekretaris", "lain@uji.example", "/m/", "sertifikat"):
        assert word not in text.subject + text.body


def test_a_contact_that_never_opened_it_is_not_told(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event)
    change(desk, person, email="salah@uji.example")
    factories.come_in(desk, made, person)
    change(desk, person, email="benar@uji.example")
    change(desk, person, email="lebih.benar@uji.example")
    assert [message.recipient for message in told(session)] == ["salah@uji.example"]


def test_what_is_not_the_address_tells_nobody(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event)
    factories.come_in(desk, made, person)
    change(desk, person, agency="Pemerintah Kabupaten Karo")
    assert told(session) == []


def test_a_link_that_waits_does_not_go_to_the_address_before(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event, email="salah@uji.example")
    change(desk, person, email="benar@uji.example")
    (message,) = session.scalars(select(Message).where(Message.kind == "admitted"))
    assert message.recipient == "salah@uji.example"
    with pytest.raises(Unwritable):
        factories.letter(made, message)


def test_an_organiser_learns_that_the_old_link_still_works(
    desk: Browser, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event)
    sentence = "yang sudah terkirim ke kontak lama masih berlaku"
    change(desk, person, agency="Pemerintah Kabupaten Karo")
    assert sentence not in desk.get(f"{PEOPLE}/{person.public_id}").text
    change(desk, person, email="lain@uji.example")
    assert sentence in desk.get(f"{PEOPLE}/{person.public_id}").text
