"""A lost link is sent once more, to the recorded address and to no other."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from declare.events.models import Admission, Event
from declare.jobs import deliver
from declare.messages.models import Message
from declare.pledges import signing
from declare.registrations import links
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock

DOOR = "/acara/acara-uji/masuk"
ASK = f"{DOOR}/tautan"
KNOWN, UNKNOWN = "setda@karo.example", "tiada@karo.example"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


def ask(client: Browser, email: str = KNOWN) -> int:
    return client.submit(ASK, email=email).status_code


def sent(app: Flask, session: Session) -> list[tuple[str, str | None]]:
    """Kind and recipient of what the worker has sent."""
    session.commit()
    deliver(app)
    query = select(Message.kind, Message.recipient).order_by(Message.id)
    return [(kind, to) for kind, to in session.execute(query.where(Message.state == "sent"))]


def text(app: Flask) -> str:
    """The newest letter as it was sent."""
    newest = max((app.extensions["declare"].instance_dir / "outbox").iterdir())
    return newest.read_text()


@pytest.mark.twin
def test_whoever_lost_the_link_gets_it_again(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event)
    session.execute(delete(Message))
    assert f'href="{ASK}"' in client.get(DOOR).text
    answer = client.submit(ASK, email=" SETDA@karo.example ")
    assert (answer.status_code, answer.location) == (303, DOOR)
    page = client.get(DOOR).text
    assert "Jika data tersebut terdaftar, tautan dikirim ke kontak yang tercatat." in page
    assert "karo.example" not in page.replace(event.contact_email, "")
    assert sent(app, session) == [("link", KNOWN)]
    assert links.link(made.keys, event.base_url, person) in text(app)


@pytest.mark.twin
def test_every_address_costs_the_same_and_gets_the_same_answer(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    from tests.registrations.test_rivals import rows, statements

    factories.participant(made, event)
    for name in ("Suparman", "Ummi"):
        factories.participant(made, event, name=name, email="bersama@karo.example")
    factories.registration(made, event, name="Menunggu", email="menunggu@karo.example")
    ask(client, "pembuka@karo.example")  # what only the first request reads
    client.get(DOOR)
    seen: dict[str, Any] = {}
    for email in (UNKNOWN, KNOWN, "bersama@karo.example", "menunggu@karo.example"):
        before = rows(session)
        with statements(app) as run:
            answer = client.submit(ASK, email=email)
        after = rows(session)
        page = re.sub(r'(value|nonce)="[^"]*"', "", client.get(answer.location).text)
        written = {name: after[name] - before[name] for name in after if after[name] - before[name]}
        seen[email] = (answer.status_code, answer.location, page, run, written)
    assert seen[UNKNOWN][4] == {"attempt": 2, "message": 1}
    assert {email: one == seen[UNKNOWN] for email, one in seen.items()} == dict.fromkeys(seen, True)


def test_a_mailbox_of_several_gets_a_letter_for_each(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    people = [factories.participant(made, event, name=name) for name in ("Suparman", "Ummi")]
    factories.participant(made, factories.event(made, "acara-lain"))
    factories.registration(made, event, name="Menunggu")
    session.execute(delete(Message))
    assert ask(client) == 303
    assert sent(app, session) == [("link", KNOWN)] * 2
    letters = select(Message.registration_id).order_by(Message.id)
    assert list(session.scalars(letters)) == [person.id for person in people]


def test_words_that_no_organiser_has_read_are_not_sent(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    event.admission = Admission.OPEN
    factories.registration(made, event, name="Klik Hadiah", position="Di jahat.example")
    session.execute(delete(Message))
    ask(client)
    assert sent(app, session) == [("link", KNOWN)]
    letter = text(app)
    assert "/m/" in letter
    assert "Sekretaris Daerah Kabupaten Karo" in letter
    assert [word for word in ("Klik", "Hadiah", "jahat") if word in letter] == []


def test_an_unknown_address_gets_nothing_and_is_not_kept(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    factories.registration(made, event)
    session.execute(delete(Message))
    assert [ask(client, email) for email in (UNKNOWN, KNOWN)] == [303, 303]
    assert sent(app, session) == []
    assert session.scalar(select(func.count(Message.id))) == 0


def test_what_waits_is_not_queued_twice(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    factories.participant(made, event)
    session.execute(delete(Message))
    assert [ask(client), ask(client)] == [303, 303]
    assert sent(app, session) == [("link", KNOWN)]


def test_one_address_is_asked_for_five_times_a_day(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event, clock: Clock
) -> None:
    factories.participant(made, event)
    for email in (KNOWN, UNKNOWN):
        assert [ask(client, email) for _ in range(6)] == [303] * 5 + [429]
        page = client.submit(ASK, email=email)
        assert "sudah beberapa kali diminta hari ini" in page.text
        assert int(page.headers["Retry-After"]) <= 24 * 60 * 60
    clock.advance(days=1, seconds=1)
    assert ask(client) == 303


def test_one_network_asks_three_hundred_times(client: Browser, event: Event) -> None:
    answers = [ask(client, f"p{number}@karo.example") for number in range(301)]
    assert answers == [303] * 300 + [429]
    assert "Coba lagi sebentar lagi" in client.submit(ASK, email=KNOWN).text


def test_after_the_close_it_leads_to_the_certificate(
    app: Flask, client: Browser, session: Session, made: factories.World, event: Event, clock: Clock
) -> None:
    signed, missed = (
        factories.participant(made, event, name=name, email=f"{name.lower()}@karo.example")
        for name in ("Suparman", "Ummi")
    )
    code = signing.sign(session, made.keys, event, signed, made.now).code
    event.closes_at = made.now + timedelta(seconds=120)
    session.execute(delete(Message))
    clock.advance(hours=1)
    assert "Tautan ke ruang peserta dan sertifikat" in client.get(ASK).text
    ask(client, signed.email)
    assert sent(app, session) == [("link", signed.email)]
    certificate = f"{event.base_url}/sertifikat/{code}.pdf"
    assert certificate in text(app)
    assert links.link(made.keys, event.base_url, signed) in text(app)
    ask(client, missed.email)
    assert sent(app, session)[1:] == [("link", missed.email)]
    assert "Penandatanganan telah ditutup." in text(app)
    assert "/sertifikat/" not in text(app)
    clock.advance(days=30)
    ask(client, signed.email)
    ask(client, missed.email)
    assert sent(app, session)[2:] == [("link", signed.email)]
    assert certificate in text(app)
    assert "/m/" not in text(app)


@pytest.mark.parametrize("email", ["", "bukan alamat", "a@b@c", "x" * 300 + "@karo.example"])
def test_what_is_no_address_is_said_beside_the_field(
    client: Browser, event: Event, email: str
) -> None:
    answer = client.submit(ASK, email=email)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
