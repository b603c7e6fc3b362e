"""Nobody signs words that the page did not show, also where they changed while it was open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.events.models import Event, Purpose
from declare.pledges import signing_window
from declare.pledges.models import Pledge
from declare.registrations import rows
from declare.registrations.intake import Wording
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

SIGN = "/acara/acara-uji/ikrar"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE)


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    return found


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the form that signs."""
    form = page[page.index("data-sign") :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'name="(registration|seen|csrf_token)"[^>]*value="([^"]*)"', form))


@pytest.mark.twin
def test_words_that_changed_meanwhile_are_shown_before_they_are_signed(
    client: Browser, session: Session, person: Registration
) -> None:
    fields = form_of(client.get(SIGN).text)
    words = Wording("Dra.", "Suparman Wijaya", "", "Bupati Karo")
    rows.reword(session, person, words)
    answer = client.post(SIGN, data=fields | {"agree": "y"})
    assert answer.status_code == 409
    assert "berubah sejak halaman ini dibuka" in answer.text
    assert "Dra. Suparman Wijaya" in answer.text
    assert session.scalars(select(Pledge)).all() == []
    again = form_of(answer.text)
    assert client.post(SIGN, data=again | {"agree": "y"}).status_code == 303
    assert client.post(SIGN, data=fields | {"agree": "y"}).status_code == 303
    assert len(session.scalars(select(Pledge)).all()) == 1


def test_a_form_that_does_not_say_signs_as_ever(client: Browser, person: Registration) -> None:
    answer = client.submit(SIGN, registration=person.public_id, agree="y")
    assert answer.status_code == 303


def test_nobody_declines_or_rewords_after_the_close(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    clock: Any,
) -> None:
    signing_window.begin_closing(session, event, made.now)
    clock.advance(minutes=10)
    answer = client.submit("/acara/acara-uji/tidak", registration=person.public_id)
    assert answer.status_code == 409
    assert person.declined_at is None
    assert client.get("/acara/acara-uji/nama").location == SIGN
