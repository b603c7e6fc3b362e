"""A participant who respelt his name is still found by it, and can have the approved one again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry, Role
from declare.events.models import Event, Purpose
from declare.registrations.models import Registration, Standing, WordingRequest
from tests import factories
from tests.browser import Browser
from tests.registrations.reworded import APPROVED, NAME

FORM = "/acara/acara-uji/daftar"
PEOPLE = "/panitia/acara/acara-uji/peserta"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE)


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    return found


def reword(client: Browser, person: Registration, **words: str) -> Any:
    return client.submit(NAME, registration=person.public_id, **APPROVED | words)


@pytest.mark.twin
@pytest.mark.parametrize(
    "words",
    [{"name": "Marlinah"}, {"front_title": "Dra. Marlina", "name": "S.E.", "back_title": ""}],
    ids=["spelling", "moved"],
)
def test_whoever_applies_for_the_approved_name_is_a_rival(
    client: Browser, session: Session, person: Registration, words: dict[str, str]
) -> None:
    """And takes no spelling from the participant."""
    assert reword(client, person, **words).status_code == 303
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    client.submit(FORM, **texts | {"email": "orang@uji.example", "consent": "y"})
    standings = session.scalars(select(Registration.standing).order_by(Registration.id)).all()
    assert standings == [Standing.ADMITTED, Standing.RIVAL]
    assert reword(client, person).status_code == 303
    assert person.printed_name == "Dra. Marlina, S.E."
    assert person.approved_name is None


def test_nobody_takes_the_name_of_another_on_the_seat(
    client: Browser, made: factories.World, event: Event, person: Registration
) -> None:
    factories.registration(made, event, name="Marlinah")
    answer = reword(client, person, name="Marlinah")
    assert answer.status_code == 422
    assert "Nama ini sudah terdaftar pada kursi yang sama." in answer.text
    assert person.name == "Marlina"


def test_the_list_finds_both_spellings(
    client: Browser, made: factories.World, event: Event, person: Registration
) -> None:
    reword(client, person, name="Marlinah")
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    for text in ("Marlinah", "marlina"):
        page = client.get(client.submit(PEOPLE, search=text).location).text
        assert "Dra. Marlinah, S.E." in page, text
    page = client.get(client.submit(PEOPLE, search="Suparman").location).text
    assert "Dra. Marlinah, S.E." not in page


def test_asking_without_end_is_slowed_down(
    client: Browser, session: Session, person: Registration, clock: Any
) -> None:
    """Each request is a row, and a line of the audit log that nobody removes."""
    answers = [reword(client, person, name=f"Orang {number}") for number in range(25)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429] * 5
    assert session.scalar(select(func.count(WordingRequest.id))) == 20
    assert session.scalar(select(func.count(AuditEntry.id))) == 20
    clock.advance(minutes=15, seconds=1)
    assert reword(client, person).status_code == 303
