"""Rows for tests: each function makes one thing with plain values, and lets a test say others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Membership, Role
from declare.core.window import WindowState
from declare.events.models import Admission, Design, Event, ExpectedRegion, Purpose, Statement
from declare.events.publication import publish
from declare.keys import Keyring
from declare.messages.mime import Text
from declare.messages.models import Message
from declare.outreach import letters
from declare.registrations import admission, links
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration, Standing
from tests.browser import Browser

BASE = "http://ikrar.test"
"""The public address of the application that tests have."""
CLAUSES = ["Menjaga netralitas.", "Menolak politik uang."]
PERSON: dict[str, Any] = {
    "front_title": "Dra.",
    "name": "Marlina",
    "back_title": "S.E.",
    "office": "regional_secretary",
    "acting": "",
    "position": "Sekretaris Daerah Kabupaten Karo",
    "represents": "",
    "mandate": "",
    "region": "12.06",
    "agency": "",
    "email": "setda@karo.example",
    "phone": "",
    "nip": "",
    "show_name": False,
}
"""What somebody registers, when a test does not care who."""


@dataclass(frozen=True)
class World:
    """What the functions of this file need: the test's session, the keys and the moment."""

    session: Session
    keys: Keyring
    now: datetime
    base_url: str


def world(app: Flask, session: Session, now: datetime) -> World:
    return World(session, app.extensions["keyring"], now, app.config["PUBLIC_URL"])


def account(made: World, email: str = "panitia@uji.example", **values: Any) -> Account:
    """An account that nobody can sign in to by password; `sign_in` opens a session for it."""
    words = {"name": "Panitia Uji", "password_hash": "", "may_create": True} | values
    found = Account(email=email, created_at=made.now, **words)
    made.session.add(found)
    made.session.flush()
    return found


def member(made: World, event: Event, role: Role, email: str = "", **values: Any) -> Account:
    """An account with a role at an event."""
    found = account(made, email or f"{role}@uji.example", **values)
    made.session.add(Membership(account_id=found.id, event_id=event.id, role=role))
    made.session.flush()
    return found


def sign_in(client: Browser, account: Account) -> Browser:
    with client.session_transaction() as session:
        session["_user_id"] = account.get_id()
    return client


def draft(made: World, slug: str = "acara-uji", **values: Any) -> Event:
    """An event that lacks nothing and is not published."""
    words: dict[str, Any] = {
        "purpose": Purpose.SAMPLE,
        "title": "Deklarasi Uji",
        "theme": "ASN Netral",
        "host": "Badan Uji",
        "starts_at": made.now,
        "contact_name": "Narahubung Uji",
        "contact_email": "narahubung@uji.example",
        "admission": Admission.APPROVAL,
        "offices": ["regional_head", "regional_secretary"],
    }
    event = Event(slug=slug, created_at=made.now, **words | values)
    event.statement = Statement(
        title="Ikrar Uji", opening="Kami berikrar:", clauses=CLAUSES, closing="Demikian."
    )
    event.design = Design(
        place="Jakarta",
        on=made.now.date(),
        official_name="Dr. Ratna",
        official_position="Ketua Panitia",
        number_pattern="{urut}/UJI/{romawi}/{tahun}",
    )
    event.regions = [ExpectedRegion(code="12"), ExpectedRegion(code="12.06")]
    made.session.add(event)
    made.session.flush()
    return event


def event(made: World, slug: str = "acara-uji", **values: Any) -> Event:
    """A published event, open for registration and signing."""
    doors = {
        "registration": WindowState.OPEN,
        "signing": WindowState.OPEN,
        "signing_opened_at": made.now,
    }
    found = draft(made, slug, **values)
    publish(made.session, found, made.keys, made.base_url, made.now)
    for name, value in doors.items():
        if name not in values:
            setattr(found, name, value)
    made.session.flush()
    return found


def registration(made: World, event: Event, **values: Any) -> Registration:
    """Somebody who registered and waits; the contact has a receipt, or the link if admitted."""
    mandate = "Surat tugas 800/1" if values.get("represents") else ""
    data = RegistrationData(**PERSON | {"mandate": mandate} | values)
    person = admission.register(made.session, made.keys, event, data, made.now).registration
    assert person is not None
    if person.standing == Standing.ADMITTED:
        letters.send_link(made.session, event, person, made.now)
    else:
        letters.send_received(made.session, event, person, made.now)
    return person


def participant(made: World, event: Event, **values: Any) -> Registration:
    """Somebody who was admitted."""
    person = registration(made, event, **values)
    for admitted in admission.admit(made.session, [person], None, made.now):
        letters.send_link(made.session, event, admitted, made.now)
    return person


def letter(made: World, message: Message) -> Text:
    """What a queued message says when it is sent."""
    return letters.compose(made.session, made.keys, message)


def come_in(client: Browser, made: World, registration: Registration) -> Browser:
    """Open the personal link of a participant."""
    path = links.link(made.keys, "", registration)
    assert client.get(path).status_code == 303
    return client
