"""Consent to a public name: the participant's own, in the room, withdrawn at any time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.core.window import WindowState
from declare.pledges import signing
from declare.registrations import links
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock

LABEL = "Tampilkan nama saya pada halaman publik acara ini, termasuk layar."
CHOICE = "/acara/acara-uji/nama-publik"
COVERAGE = "/acara/acara-uji/cakupan?province=12"
DESK = "/panitia/acara/acara-uji/peserta"


def person(**values: str) -> dict[str, str]:
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    return texts | values


@pytest.mark.twin
def test_nobody_consents_for_another(
    client: Browser, session: Session, made: factories.World
) -> None:
    """An organiser who ticks the box for a participant shows no name, and finds no box."""
    event = factories.event(made)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    client.submit(f"{DESK}/tambah", **person(), show_name="y")
    added = session.scalars(select(Registration)).one()
    assert not added.show_name
    path = f"{DESK}/{added.public_id}/ubah"
    client.submit(path, **person(agency="Pemkab Karo"), show_name="y")
    assert session.scalars(select(Registration.show_name)).all() == [False]
    assert "show_name" not in client.get(path).text


@pytest.mark.twin
def test_consent_is_given_and_withdrawn_in_the_room_and_public_pages_obey(
    app: Flask, client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    registered = factories.participant(made, event)
    signing.sign(session, made.keys, event, registered, made.now)
    factories.come_in(client, made, registered)
    assert LABEL in client.get("/acara/acara-uji/ruang").text
    assert LABEL in client.get("/acara/acara-uji/selesai").text
    stranger = app.test_client()
    assert isinstance(stranger, Browser)
    stranger.beside = session
    assert "Marlina" not in stranger.get(COVERAGE).text
    named = {"registration": registered.public_id}
    answer = client.submit(CHOICE, **named, show_name="y")
    assert (answer.status_code, answer.location) == (303, "/acara/acara-uji/ruang")
    assert "Marlina" in stranger.get(COVERAGE).text
    event.signing, event.closes_at = WindowState.CLOSED, made.now - timedelta(hours=1)
    assert LABEL in client.get("/acara/acara-uji/ruang").text
    assert client.submit(CHOICE, **named).status_code == 303
    assert "Marlina" not in stranger.get(COVERAGE).text


def test_the_public_form_says_where_the_name_stands(client: Browser, made: factories.World) -> None:
    factories.event(made)
    assert LABEL in client.get("/acara/acara-uji/daftar").text
    notice = client.get("/acara/acara-uji/privasi").text
    assert "Nama tampil pada halaman publik acara ini" in notice


def test_consent_does_not_pass_to_another_name(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    registered = factories.participant(made, event, show_name=True)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    path = f"{DESK}/{registered.public_id}/ubah"
    client.submit(path, **person(agency="Pemkab Karo"))
    assert session.scalars(select(Registration.show_name)).all() == [True]
    client.submit(path, **person(name="Orang Lain"))
    assert session.scalars(select(Registration.show_name)).all() == [False]


def test_an_organiser_withdraws_it_for_a_participant_who_asks(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    registered = factories.participant(made, event, show_name=True)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    page = f"{DESK}/{registered.public_id}"
    assert "Sembunyikan Nama" in client.get(page).text
    client.submit(f"{page}/sembunyikan-nama")
    assert session.scalars(select(Registration.show_name)).all() == [False]
    assert "Sembunyikan Nama" not in client.get(page).text


def test_after_the_links_have_ended_it_is_said_who_withdraws_it(
    client: Browser, made: factories.World, clock: Clock
) -> None:
    """Nobody is sent round in a circle between a link and a code that open nothing any more."""
    event = factories.event(made)
    someone = factories.participant(made, event)
    factories.come_in(client, made, someone)
    event.closes_at = made.now
    clock.advance(days=30)
    answer = client.submit(CHOICE, registration=someone.public_id)
    assert answer.status_code == 403
    assert "penarikan izin menampilkan nama, sejak itu melalui panitia" in answer.text
    assert "narahubung@uji.example" in answer.text
    code = links.code(made.keys, someone)
    seat = {"office": "regional_secretary", "region": "12.06"}
    answer = client.submit("/acara/acara-uji/masuk", participant_code=code, **seat)
    assert answer.status_code == 410
