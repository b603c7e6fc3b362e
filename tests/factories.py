"""Rows for tests: each function creates one object with defaults, which keywords override."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts import sessions
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
"""Public address of the tests' application."""
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
"""Default registration data, for tests in which the person does not matter."""


@dataclass(frozen=True)
class World:
    """Arguments that the functions here share: session, keys, current moment, public address."""

    session: Session
    keys: Keyring
    now: datetime
    base_url: str


def world(app: Flask, session: Session, now: datetime) -> World:
    return World(session, app.extensions["keyring"], now, app.config["PUBLIC_URL"])


def account(world: World, email: str = "panitia@uji.example", **values: Any) -> Account:
    """An account without a usable password; `sign_in` opens a session for it."""
    own = {"name": "Panitia Uji", "password_hash": "", "may_create": True, "proved_at": world.now}
    defaults = own | values
    created = Account(email=email, created_at=world.now, **defaults)
    world.session.add(created)
    world.session.flush()
    return created


def member(world: World, event: Event, role: Role, email: str = "", **values: Any) -> Account:
    """An account with a role at an event."""
    team_member = account(world, email or f"{role}@uji.example", **values)
    world.session.add(Membership(account_id=team_member.id, event_id=event.id, role=role))
    world.session.flush()
    return team_member


def sign_in(client: Browser, account: Account) -> Browser:
    client.beside.add(account)
    now = client.application.config["CLOCK"]()
    token = sessions.begin(client.beside, account.id, "", now)
    client.beside.commit()
    with client.session_transaction() as session:
        session["account"] = token
    return client


def draft(world: World, slug: str = "acara-uji", **values: Any) -> Event:
    """A complete event that is not published."""
    defaults: dict[str, Any] = {
        "purpose": Purpose.SAMPLE,
        "title": "Deklarasi Uji",
        "theme": "ASN Netral",
        "host": "Badan Uji",
        "starts_at": world.now,
        "contact_name": "Narahubung Uji",
        "contact_email": "narahubung@uji.example",
        "admission": Admission.APPROVAL,
        "offices": ["regional_head", "regional_secretary"],
    }
    event = Event(slug=slug, created_at=world.now, **defaults | values)
    event.statement = Statement(
        title="Ikrar Uji", opening="Kami berikrar:", clauses=CLAUSES, closing="Demikian."
    )
    event.design = Design(
        place="Jakarta",
        on=world.now.date(),
        official_name="Dr. Ratna",
        official_position="Ketua Panitia",
        number_pattern="{urut}/UJI/{romawi}/{tahun}",
    )
    event.regions = [ExpectedRegion(code="12"), ExpectedRegion(code="12.06")]
    world.session.add(event)
    world.session.flush()
    return event


def event(world: World, slug: str = "acara-uji", **values: Any) -> Event:
    """A published event, open for registration and signing."""
    windows = {
        "registration": WindowState.OPEN,
        "signing": WindowState.OPEN,
        "signing_opened_at": world.now,
    }
    published = draft(world, slug, **values)
    publish(world.session, published, world.keys, world.base_url, world.now)
    for name, value in windows.items():
        if name not in values:
            setattr(published, name, value)
    world.session.flush()
    return published


def registration(world: World, event: Event, **values: Any) -> Registration:
    """A registration by the public form; the contact is sent a receipt, or the link if admitted."""
    mandate = "Surat tugas 800/1" if values.get("represents") else ""
    data = RegistrationData(**PERSON | {"mandate": mandate} | values)
    person = admission.register(world.session, world.keys, event, data, world.now).registration
    assert person is not None
    if person.standing == Standing.ADMITTED:
        letters.send_link(world.session, event, person, world.now)
    else:
        letters.send_received(world.session, event, person, world.now)
    return person


def participant(world: World, event: Event, **values: Any) -> Registration:
    """An admitted registration."""
    person = registration(world, event, **values)
    for admitted in admission.admit(world.session, [person], None, world.now):
        letters.send_link(world.session, event, admitted, world.now)
    return person


def letter(world: World, message: Message) -> Text:
    """The text of a queued message, composed as when it is sent."""
    return letters.compose(world.session, world.keys, message)


def come_in(client: Browser, world: World, registration: Registration) -> Browser:
    """Open the personal link of a participant."""
    path = links.link(world.keys, "", registration)
    assert client.get(path).status_code == 303
    return client
