"""Publishing: what must be there, what is frozen, and that it happens once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import entry, note
from declare.core.statement import Statement
from declare.core.window import WindowState
from declare.errors import Conflict, NotFound
from declare.events import catalogue, publication, registration_window, wording
from declare.events.models import Admission, Event, Purpose
from declare.events.publication import AlreadyPublished, Gap, Incomplete
from declare.ledger import service as ledger
from declare.ledger.models import Log
from tests import factories
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def publish(made: World, event: Event) -> None:
    publication.publish(made.session, event, made.keys, made.base_url, made.now)


def no_design(event: Event) -> None:
    event.design = None


def bad_number(event: Event) -> None:
    assert event.design
    event.design.number_pattern = "{tahun}"


def no_date(event: Event) -> None:
    assert event.design
    event.design.on = None


def no_clause(event: Event) -> None:
    assert event.statement
    event.statement.clauses = []


@pytest.mark.parametrize(
    ("spoil", "gap"),
    [
        (lambda event: setattr(event, "host", ""), Gap.HOST),
        (lambda event: setattr(event, "starts_at", None), Gap.TIME),
        (lambda event: setattr(event, "contact_name", ""), Gap.CONTACT),
        (lambda event: setattr(event, "contact_email", ""), Gap.CONTACT),
        (lambda event: setattr(event, "statement", None), Gap.STATEMENT),
        (no_clause, Gap.STATEMENT),
        (no_date, Gap.DESIGN),
        (bad_number, Gap.NUMBER),
        (lambda event: setattr(event, "admission", Admission.DOMAIN), Gap.DOMAINS),
        (lambda event: setattr(event, "admission", Admission.OPEN), Gap.OPEN_DOOR),
    ],
)
def test_an_event_that_lacks_something_is_not_published(
    made: World, spoil: Callable[[Event], None], gap: Gap
) -> None:
    event = factories.draft(made, purpose=Purpose.LIVE)
    assert publication.gaps(event) == []
    spoil(event)
    assert publication.gaps(event) == [gap]
    with pytest.raises(Incomplete):
        publish(made, event)
    assert not event.published
    assert made.session.scalars(select(Log)).all() == []


def test_what_is_missing_is_named_together(made: World) -> None:
    event = factories.draft(made, contact_email="", contact_phone="021", host="")
    no_design(event)
    assert publication.gaps(event) == [Gap.HOST, Gap.DESIGN, Gap.NUMBER]


@pytest.mark.parametrize("purpose", [Purpose.REHEARSAL, Purpose.SAMPLE])
def test_an_exercise_may_admit_everybody(made: World, purpose: Purpose) -> None:
    event = factories.draft(made, purpose=purpose, admission=Admission.OPEN)
    publish(made, event)
    assert event.published


@pytest.mark.twin
def test_publishing_opens_the_log_with_the_frozen_statement(made: World) -> None:
    event = factories.draft(made, purpose=Purpose.LIVE)
    publish(made, event)
    clauses = b"1. Menjaga netralitas.\n2. Menolak politik uang.\n"
    data = b"Ikrar Uji\n\nKami berikrar:\n\n" + clauses + b"\nDemikian.\n"
    assert event.statement_text == data
    assert (event.origin, event.base_url) == ("ikrar.test/log/acara-uji", "http://ikrar.test")
    assert event.log_id is not None
    (opening,) = ledger.entries(made.session, event.log_id)
    assert entry.decode(opening) == entry.Open(
        event="acara-uji",
        log="ikrar.test/log/acara-uji",
        purpose="live",
        statement=hashlib.sha256(data).hexdigest(),
        time=int(made.now.timestamp()),
    )


@pytest.mark.parametrize("purpose", list(Purpose))
def test_an_exercise_is_signed_with_keys_of_its_own(made: World, purpose: Purpose) -> None:
    event = factories.draft(made, purpose=purpose)
    publish(made, event)
    assert event.log_id is not None
    assert event.origin is not None
    checkpoint = ledger.checkpoint(made.session, event.log_id)
    right = {"live": "live"}.get(purpose, "sample")
    for kind in ("live", "sample"):
        verifier = note.Verifier(note.vkey(event.origin, made.keys.log(kind).public_key()))
        if kind == right:
            assert note.read(checkpoint.note, [verifier]).startswith(f"{event.origin}\n1\n")
        else:
            with pytest.raises(note.NoteError):
                note.read(checkpoint.note, [verifier])


def test_the_host_is_frozen_in_lower_case(made: World) -> None:
    event = factories.draft(made)
    publication.publish(made.session, event, made.keys, "https://IKRAR.Example:8443/", made.now)
    assert event.origin == "ikrar.example:8443/log/acara-uji"
    assert event.base_url == "https://IKRAR.Example:8443"


@pytest.mark.twin
def test_publishing_happens_once(made: World) -> None:
    event = factories.draft(made)
    publish(made, event)
    with pytest.raises(AlreadyPublished):
        publish(made, event)
    log = made.session.scalars(select(Log)).one()
    assert log.size == 1


@pytest.mark.twin
def test_whoever_comes_second_sees_what_the_first_did(app: Flask, made: World) -> None:
    """Two browsers had the page open: the second holds an event that looks unpublished."""
    event = factories.draft(made)
    made.session.commit()
    with Session(made.session.get_bind()) as other:
        stale = catalogue.find(other, event.slug)
        assert not stale.published
        other.rollback()
        publish(made, event)
        made.session.commit()
        with pytest.raises(AlreadyPublished):
            publication.publish(other, stale, made.keys, made.base_url, made.now)


def test_the_statement_of_a_published_event_stays(made: World) -> None:
    event = factories.draft(made)
    wording.write(made.session, event, Statement("Judul", "", ("Satu.",), ""))
    publish(made, event)
    with pytest.raises(wording.StatementFrozen):
        wording.write(made.session, event, Statement("Judul", "", ("Dua.",), ""))
    assert event.statement_text == b"Judul\n\n1. Satu.\n"


def test_registration_opens_pauses_closes_and_opens_again(made: World) -> None:
    event = factories.draft(made)
    for step in (
        registration_window.open_registration,
        registration_window.pause_registration,
        registration_window.close_registration,
    ):
        with pytest.raises(registration_window.NotPublished):
            step(made.session, event)
    publish(made, event)
    assert not registration_window.accepts_registrations(event)
    with pytest.raises(Conflict):
        registration_window.pause_registration(made.session, event)
    for step, opened in (
        (registration_window.open_registration, True),
        (registration_window.pause_registration, False),
        (registration_window.open_registration, True),
        (registration_window.close_registration, False),
        (registration_window.open_registration, True),
    ):
        step(made.session, event)
        assert registration_window.accepts_registrations(event) is opened
    event.signing = WindowState.CLOSED
    assert not registration_window.accepts_registrations(event)
    with pytest.raises(registration_window.SigningClosed):
        registration_window.open_registration(made.session, event)


@pytest.mark.twin
def test_live_events_stand_before_exercises(made: World) -> None:
    def at(day: int) -> datetime:
        return made.now.replace(day=day)

    factories.event(made, "contoh", starts_at=at(20))
    factories.event(made, "lama", purpose=Purpose.LIVE, starts_at=at(2))
    factories.event(made, "baru", purpose=Purpose.LIVE, starts_at=at(9))
    factories.draft(made, "rancangan", purpose=Purpose.LIVE)
    assert [event.slug for event in catalogue.published(made.session)] == ["baru", "lama", "contoh"]
    with pytest.raises(NotFound):
        catalogue.find(made.session, "tidak-ada")


def test_the_organiser_is_told_what_publishing_does_and_does_it(
    client: Browser, made: World
) -> None:
    event = factories.draft(made, host="")
    factories.sign_in(client, factories.member(made, event, "organiser"))
    base = "/panitia/acara/acara-uji"
    assert "Yang masih perlu dilengkapi" in client.get(f"{base}/persiapan").text
    assert client.get(f"{base}/terbitkan").status_code == 303
    assert client.submit(f"{base}/terbitkan").status_code == 409
    event.host = "Badan Uji"
    page = client.get(f"{base}/terbitkan").text
    assert "ikrar.test/log/acara-uji" in page
    assert client.get("/acara/acara-uji").status_code == 404
    assert client.submit(f"{base}/terbitkan").status_code == 303
    assert client.get("/acara/acara-uji").status_code == 200
    assert client.submit(f"{base}/terbitkan").status_code == 409
    assert "Menerbitkan acara" in client.get(f"{base}/catatan").text
