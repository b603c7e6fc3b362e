"""Strangers who apply for a person until no place is left: the true person still has one."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.events.models import Event
from declare.messages.models import Message
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

FORM = "/acara/acara-uji/daftar"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


def person(**values: str) -> dict[str, str]:
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    return texts | {"consent": "y"} | values


def apply(client: Browser, network: str, **values: str) -> None:
    client.environ_base["REMOTE_ADDR"] = network
    assert client.submit(FORM, **person(**values)).status_code == 303


def kept(session: Session) -> list[str]:
    return list(session.scalars(select(Registration.email).order_by(Registration.id)))


@pytest.mark.twin
def test_one_network_does_not_take_every_place(
    client: Browser, session: Session, event: Event
) -> None:
    for number in range(10):
        apply(client, "192.0.2.1", email=f"p{number}@asing.example")
    apply(client, "203.0.113.9")
    assert kept(session) == [
        *(f"p{number}@asing.example" for number in range(4)),
        "setda@karo.example",
    ]


def test_whoever_knows_the_event_code_has_a_place_that_no_stranger_takes(
    client: Browser, session: Session, event: Event
) -> None:
    event.event_code = "NETRAL26"
    for number in range(10):
        apply(client, f"192.0.2.{number}", email=f"p{number}@asing.example")
    apply(client, "203.0.113.9")
    assert len(kept(session)) == 6
    apply(client, "203.0.113.9", event_code="netral-26")
    assert kept(session)[6:] == ["setda@karo.example"]


def test_an_organiser_enters_a_person_whatever_strangers_have_done(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    for number in range(10):
        apply(client, f"192.0.2.{number}", email=f"p{number}@asing.example")
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    answer = client.submit("/panitia/acara/acara-uji/peserta/tambah", **person())
    assert answer.status_code == 303
    assert kept(session)[6:] == ["setda@karo.example"]


def test_the_same_address_in_capitals_is_no_rival_and_gets_the_link(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    """Telephones write the first letter of an address in upper case."""
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    client.submit(FORM, **person())
    first = session.scalars(select(Registration)).one()
    client.submit("/panitia/acara/acara-uji/peserta/setujui", registration=first.public_id)
    client.submit(FORM, **person(email="Setda@karo.example"))
    assert kept(session) == ["setda@karo.example"]
    newest = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert newest is not None
    assert (newest.kind, newest.recipient) == ("admitted", "Setda@karo.example")
    assert "/m/" in factories.letter(made, newest).body
