"""A pledge that is signed where an organiser is, or lately was, signed in, and who sees it."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

PEOPLE = "/panitia/acara/acara-uji/peserta"
MARK = "peramban yang sedang atau baru saja dipakai masuk sebagai panitia"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


def sign(client: Browser, made: factories.World, person: Registration) -> None:
    factories.come_in(client, made, person)
    answer = client.submit("/acara/acara-uji/ikrar", registration=person.public_id, agree="y")
    assert (answer.status_code, answer.location) == (303, "/acara/acara-uji/selesai")


def marks(session: Session) -> list[bool]:
    return list(session.scalars(select(Pledge.organiser_browser).order_by(Pledge.id)))


@pytest.mark.twin
def test_a_pledge_in_an_organisers_browser_is_marked_also_after_signing_out(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    ani, budi = (factories.participant(made, event, name=name) for name in ("Ani", "Budi"))
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    assert client.get(PEOPLE).status_code == 200
    sign(client, made, ani)
    client.submit("/panitia/keluar")
    assert client.get(PEOPLE).status_code == 303
    client.submit("/acara/acara-uji/keluar", registration=ani.public_id)
    sign(client, made, budi)
    assert marks(session) == [True, True]


def test_a_participants_own_browser_leaves_no_mark(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    client.get("/panitia/masuk")
    client.set_cookie("declare-panitia", "panitia.forged.signature")
    sign(client, made, factories.participant(made, event))
    assert marks(session) == [False]


def test_the_cookie_says_nothing_about_the_account_and_lasts_thirty_days(
    client: Browser, made: factories.World, event: Event
) -> None:
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    client.get(PEOPLE)
    cookie = client.get_cookie("declare-panitia")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.max_age == int(timedelta(days=30).total_seconds())
    assert cookie.value.startswith("InBhbml0aWEi.")  # the word "panitia" as JSON


def test_organisers_see_the_mark_and_nobody_else_does(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    ani, budi = (factories.participant(made, event, name=name) for name in ("Ani", "Budi"))
    observer = factories.member(made, event, Role.OBSERVER)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    client.get(PEOPLE)
    sign(client, made, ani)
    assert MARK not in client.get("/acara/acara-uji/selesai").text
    client.delete_cookie("declare-panitia")
    assert MARK in client.get(f"{PEOPLE}/{ani.public_id}").text
    assert MARK not in client.get(f"{PEOPLE}/{budi.public_id}").text
    listed = client.get(f"{PEOPLE}?state=marked").text
    assert "Dra. Ani, S.E." in listed
    assert "Dra. Budi, S.E." not in listed
    column = "Ditandatangani di peramban panitia"
    rows = csv.DictReader(client.submit(f"{PEOPLE}.csv").text.splitlines())
    assert {row["Nama"]: row[column] for row in rows} == {"Ani": "ya", "Budi": ""}
    factories.sign_in(client, observer)
    assert column not in client.get(f"{PEOPLE}.csv").text
    assert column not in client.get(PEOPLE).text
