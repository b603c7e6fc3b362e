"""Links and codes: who comes in, as whom, and who does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts.models import Attempt
from declare.core import link as link_tokens
from declare.presence import service as presence
from declare.registrations import links
from declare.registrations.models import Registration, Standing
from declare.web import identity
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock

ROOM = "/acara/acara-uji/ruang"
DOOR = "/acara/acara-uji/masuk"


def link(made: factories.World, person: Registration) -> str:
    return links.link(made.keys, "", person)


def code(made: factories.World, person: Registration) -> str:
    return links.code(made.keys, person)


def test_a_link_leads_into_the_room_and_changes_nothing(
    client: Browser, session: Session, made: factories.World
) -> None:
    person = factories.participant(made, factories.event(made))
    answer = client.get(link(made, person))
    assert (answer.status_code, answer.location) == (303, ROOM)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Dra. Marlina, S.E." in client.get(ROOM).text
    assert presence.first_at(session, person) is None


def test_without_a_link_the_room_sends_to_the_door(client: Browser, made: factories.World) -> None:
    factories.event(made)
    assert client.get(ROOM).location == DOOR


def test_another_persons_link_asks_before_it_switches(
    client: Browser, made: factories.World
) -> None:
    event = factories.event(made)
    first = factories.participant(made, event)
    second = factories.participant(made, event, name="Suparman")
    client.get(link(made, first))
    asked = client.get(link(made, second))
    assert asked.status_code == 200
    assert "Saat ini masuk sebagai Dra. Marlina, S.E. Ganti peserta?" in asked.text
    assert asked.headers["Referrer-Policy"] == "no-referrer"
    assert "<strong>Dra. Marlina, S.E.</strong>" in client.get(ROOM).text
    assert client.submit(link(made, second)).location == ROOM
    assert "<strong>Dra. Suparman, S.E.</strong>" in client.get(ROOM).text
    assert client.get(link(made, second)).status_code == 303


def test_one_browser_may_be_at_two_events(client: Browser, made: factories.World) -> None:
    here, there = factories.event(made), factories.event(made, "acara-lain")
    for event in (here, there):
        assert client.get(link(made, factories.participant(made, event))).status_code == 303
    assert client.get(ROOM).status_code == 200
    assert client.get("/acara/acara-lain/ruang").status_code == 200


def test_a_form_names_its_own_person_whoever_came_in_last(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    first = factories.participant(made, event)
    second = factories.participant(made, event, name="Suparman")
    client.get(link(made, first))
    client.submit(link(made, second))
    client.submit("/acara/acara-uji/hadir", registration=first.public_id)
    assert presence.first_at(session, first) is not None
    assert presence.first_at(session, second) is None
    assert client.submit("/acara/acara-uji/hadir").status_code == 400
    assert presence.first_at(session, second) is None


def test_nobody_is_present_after_the_end(
    client: Browser, session: Session, made: factories.World, clock: Clock
) -> None:
    event = factories.event(made)
    early, late = (
        factories.participant(made, event, name=name) for name in ("Marlina", "Suparman")
    )
    event.closes_at = made.now + timedelta(seconds=60)
    session.commit()
    for person, button, status in ((early, True, 303), (late, False, 409)):
        client.submit(link(made, person))
        assert ("Catat Kehadiran" in client.get(ROOM).text) == button
        answer = client.submit("/acara/acara-uji/hadir", registration=person.public_id)
        assert answer.status_code == status
        clock.advance(minutes=1)
    assert presence.first_at(session, early) is not None
    assert presence.first_at(session, late) is None


def test_the_next_participant_finds_the_device_empty(
    client: Browser, made: factories.World
) -> None:
    person = factories.participant(made, factories.event(made))
    client.get(link(made, person))
    for _ in range(2):
        answer = client.submit("/acara/acara-uji/keluar", registration=person.public_id)
        assert answer.location == DOOR
    assert client.get(ROOM).location == DOOR
    answer = client.submit("/acara/acara-uji/hadir", registration=person.public_id)
    assert answer.status_code == 403


def test_a_cookie_keeps_the_latest_forty_people(made: factories.World) -> None:
    event = factories.event(made)
    people = [factories.participant(made, event, name=f"Marlina {n}") for n in range(42)]
    cookie: dict[str, Any] = {}
    for person in people:
        identity.remember(cookie, event, person)
    known = [
        identity.present_in(made.session, cookie, event, person.public_id, made.now) is not None
        for person in people
    ]
    assert known == [False] * 2 + [True] * 40


@pytest.mark.twin
@pytest.mark.parametrize("end", ["link", "standing", "age"])
def test_an_ended_link_is_gone_and_so_are_its_sessions(
    client: Browser, session: Session, made: factories.World, clock: Any, end: str
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event)
    old, old_code = link(made, person), code(made, person)
    client.get(old)
    if end == "link":
        links.renew_link(session, made.keys, person)
        assert code(made, person) != old_code
    elif end == "standing":
        person.standing = Standing.REFUSED
    else:
        event.closes_at = made.now
        clock.advance(days=30)
    assert client.get(old).status_code == 410
    assert client.get(ROOM).location == DOOR


def test_a_link_lives_until_thirty_days_after_the_close(
    client: Browser, made: factories.World, clock: Any
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event)
    event.closes_at = made.now
    clock.advance(days=29, hours=23)
    assert client.get(link(made, person)).status_code == 303


def test_a_link_that_was_never_ours_is_not_found(
    app: Flask, client: Browser, made: factories.World
) -> None:
    person = factories.participant(made, factories.event(made))
    forged = link_tokens.make(bytes(32), person.link_id)
    assert client.get(f"/m/{forged}").status_code == 404
    unused = link_tokens.make(made.keys.link, bytes(8))
    assert client.get(f"/m/{unused}").status_code == 410


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(st.text(max_size=60).map(lambda text: text.replace("/", "")))
def test_no_token_is_a_fault(client: Browser, token: str) -> None:
    answer = client.get("/m/" + token.encode("utf-8", "replace").hex())
    assert answer.status_code == 404
    assert client.get(f"/m/{token}").status_code < 500


def enter(client: Browser, participant_code: str, **seat: str) -> int:
    fields = {"office": "regional_secretary", "region": "12.06"} | seat
    return client.submit(DOOR, participant_code=participant_code, **fields).status_code


def spelled(text: str) -> list[str]:
    return [
        text,
        text.lower(),
        f"{text[:4]}-{text[4:]}",
        f"  {text[:3]} {text[3:]} ",
        text.replace("0", "o").replace("1", "l"),
    ]


def test_a_code_is_read_in_any_spelling(client: Browser, made: factories.World) -> None:
    person = factories.participant(made, factories.event(made))
    for spelling in spelled(code(made, person)):
        assert enter(client, spelling) == 303, spelling
    assert "Dra. Marlina, S.E." in client.get(ROOM).text


@pytest.mark.twin
def test_on_a_shared_seat_each_code_brings_its_own_person(
    client: Browser, made: factories.World
) -> None:
    event = factories.event(made)
    people = [factories.participant(made, event, name=name) for name in ("Ani", "Budi")]
    for person in people:
        assert enter(client, code(made, person)) == 303
        assert person.printed_name in client.get(ROOM).text


@pytest.mark.parametrize(
    "change",
    [{"region": "12.07"}, {"office": "regional_head"}, {"participant_code": "ZZZZ-ZZZZ"}],
    ids=["region", "office", "code"],
)
def test_a_code_that_does_not_fit_says_how_to_mend_it(
    client: Browser, made: factories.World, change: dict[str, str]
) -> None:
    person = factories.participant(made, factories.event(made))
    fields = {
        "office": "regional_secretary",
        "region": "12.06",
        "participant_code": code(made, person),
    }
    answer = client.submit(DOOR, **fields | change)
    assert answer.status_code == 422
    assert "Kode tidak cocok dengan jabatan dan wilayah ini." in answer.text


@pytest.mark.twin
def test_five_tries_in_fifteen_minutes_then_even_the_right_code_waits(
    client: Browser, session: Session, made: factories.World, clock: Any
) -> None:
    person = factories.participant(made, factories.event(made))
    assert [enter(client, "ZZZZZZZZ") for _ in range(5)] == [422] * 5
    assert enter(client, code(made, person)) == 429
    clock.advance(minutes=15, seconds=1)
    assert enter(client, code(made, person)) == 303
    assert session.scalar(select(func.count(Attempt.id))) == 0


def test_an_empty_seat_answers_like_a_taken_one(client: Browser, made: factories.World) -> None:
    factories.participant(made, factories.event(made))
    for seat in ({}, {"region": "12.07"}):
        assert [enter(client, "ZZZZZZZZ", **seat) for _ in range(6)] == [422] * 5 + [429]


def test_a_right_code_forgets_the_wrong_ones(client: Browser, made: factories.World) -> None:
    person = factories.participant(made, factories.event(made))
    for _ in range(3):
        assert [enter(client, "ZZZZZZZZ") for _ in range(4)] == [422] * 4
        assert enter(client, code(made, person)) == 303


def test_who_only_waits_for_approval_does_not_come_in(
    client: Browser, made: factories.World
) -> None:
    person = factories.registration(made, factories.event(made))
    assert client.get(link(made, person)).status_code == 410
    assert enter(client, code(made, person)) == 422


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(st.text(max_size=40))
def test_no_code_is_a_fault(client: Browser, made: factories.World, text: str) -> None:
    if made.session.info.setdefault("event", None) is None:
        made.session.info["event"] = factories.event(made)
        factories.participant(made, made.session.info["event"])
    assert enter(client, text) in {400, 422, 429}
    answer = client.submit("/acara/acara-uji/hadir", registration=text)
    assert answer.status_code in {400, 403}
