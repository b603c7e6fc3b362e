"""One act by one person: what is recorded, and what every other try is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from declare.certificates.models import Certificate
from declare.core import cipher, entry, merkle, payload
from declare.core.window import WindowState
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.messages.models import Message
from declare.pledges import signing_window
from declare.pledges.models import Pledge
from declare.pledges.signing import DRAWING_PURPOSE
from declare.presence import service as presence
from declare.registrations import links
from declare.registrations.models import Registration, Standing
from tests import factories
from tests.browser import Browser

IKRAR = "/acara/acara-uji/ikrar"
DONE = "/acara/acara-uji/selesai"
DRAWING = "[[[1,2],[3,4]],[[5,6]]]"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    return found


def sign(client: Browser, person: Registration, **fields: str) -> TestResponse:
    values = {"registration": person.public_id, "agree": "y", "drawing": ""} | fields
    return client.submit(IKRAR, **values)


def pledges(session: Session) -> list[Pledge]:
    return list(session.scalars(select(Pledge).order_by(Pledge.id)))


def entries(session: Session, event: Event) -> list[entry.Entry]:
    assert event.log_id is not None
    return [entry.decode(data) for data in ledger.entries(session, event.log_id)]


@pytest.mark.twin
def test_signing_records_one_pledge_in_one_entry(
    client: Browser, session: Session, event: Event, person: Registration
) -> None:
    answer = sign(client, person)
    assert (answer.status_code, answer.location) == (303, DONE)
    (pledge,) = pledges(session)
    assert (pledge.index, pledge.ordinal) == (1, 1)
    certificate = session.scalars(select(Certificate)).one()
    content = payload.decode(certificate.payload or b"")
    assert (content.name, content.position) == ("Dra. Marlina, S.E.", person.position)
    assert (content.origin, content.index, content.code) == (event.origin, 1, pledge.code)
    assert content.time == int(pledge.signed_at.timestamp())
    commit = payload.commit(certificate.payload or b"").hex()
    opened, recorded = entries(session, event)
    assert recorded == entry.Pledge("acara-uji", commit, "regional_secretary", "12.06")
    leaves = [merkle.leaf_hash(entry.encode(one)) for one in (opened, recorded)]
    checkpoint = ledger.checkpoint(session, event.log_id or 0)
    assert (checkpoint.size, checkpoint.root) == (2, merkle.node_hash(*leaves))
    assert certificate.checkpoint == checkpoint.note
    assert presence.first_at(session, person) == pledge.signed_at
    page = client.get(DONE).text
    assert f"/sertifikat/{pledge.code}.pdf" in page
    assert "Bapak/Ibu tercatat sebagai penanda tangan ke-1." in page


@pytest.mark.twin
def test_signing_twice_is_one_pledge_and_one_answer(
    client: Browser, session: Session, event: Event, person: Registration
) -> None:
    answers = [sign(client, person) for _ in range(3)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, DONE)}
    assert len(pledges(session)) == 1
    assert len(entries(session, event)) == 2
    assert len(session.scalars(select(Message).where(Message.kind == "receipt")).all()) == 1
    assert client.get(IKRAR).location == DONE


def test_a_revoked_pledge_leaves_room_for_a_new_one(
    client: Browser, session: Session, made: factories.World, person: Registration
) -> None:
    sign(client, person)
    (first,) = pledges(session)
    first.revoked_at = made.now
    assert sign(client, person).status_code == 303
    second = pledges(session)[1]
    assert (second.index, second.ordinal) == (2, 2)
    assert second.code != first.code


def test_of_another_office_only_the_province_is_published(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    asisten = factories.participant(made, event, office="other", position="Asisten I")
    factories.come_in(client, made, asisten)
    sign(client, asisten)
    recorded = entries(session, event)[1]
    assert isinstance(recorded, entry.Pledge)
    assert (recorded.office, recorded.region) == ("other", "12")
    assert pledges(session)[0].region == "12"
    assert asisten.region == "12.06"


def test_the_form_says_who_signs_and_not_the_cookie(
    client: Browser, session: Session, made: factories.World, event: Event, person: Registration
) -> None:
    other = factories.participant(made, event, name="Suparman")
    client.submit(links.link(made.keys, "", other))
    sign(client, person)
    assert [pledge.registration_id for pledge in pledges(session)] == [person.id]
    assert "Marlina" in client.get(DONE).text
    assert client.submit(IKRAR, agree="y").status_code == 400


def test_nobody_signs_without_the_tick(
    client: Browser, session: Session, person: Registration
) -> None:
    for agree in ("", "n", "on", "Y"):
        answer = sign(client, person, agree=agree, drawing=DRAWING)
        assert answer.status_code == 422
        assert "Beri tanda bahwa Bapak/Ibu menyetujui ikrar ini." in answer.text
        assert f'value="{DRAWING}"' in answer.text
    assert pledges(session) == []


def test_a_drawing_is_kept_encrypted(
    client: Browser, session: Session, made: factories.World, person: Registration
) -> None:
    sign(client, person, drawing=DRAWING)
    kept = pledges(session)[0].drawing
    assert kept is not None
    assert b"[5,6]" not in kept
    found = cipher.decrypt(made.keys.data, DRAWING_PURPOSE, kept)
    assert json.loads(found) == json.loads(DRAWING)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(st.text(max_size=80) | st.just("[" * 9000) | st.just("[[[" + "1," * 9999))
def test_no_drawing_is_a_fault(
    client: Browser, session: Session, person: Registration, drawing: str
) -> None:
    expected = {303} if drawing in {"", "[]"} else {303, 400, 422}
    assert sign(client, person, drawing=drawing).status_code in expected


def test_a_drawing_that_is_none_is_refused(
    client: Browser, session: Session, person: Registration
) -> None:
    for drawing in ("x", "[[[1.5,2]]]", '[[{"x":1,"time":2}]]', " " * 20_001):
        answer = sign(client, person, drawing=drawing)
        assert answer.status_code == 422
        assert "Gambar tanda tangan tidak terbaca." in answer.text
        assert 'name="agree" value="y" checked' in answer.text
    assert pledges(session) == []


@pytest.mark.twin
@pytest.mark.parametrize("state", [WindowState.SHUT, WindowState.PAUSED])
def test_before_it_opens_signing_is_refused_and_nothing_is_lost(
    client: Browser, session: Session, event: Event, person: Registration, state: WindowState
) -> None:
    event.signing = state
    answer = sign(client, person, drawing=DRAWING)
    assert answer.status_code == 409
    assert f'value="{DRAWING}"' in answer.text
    assert 'name="agree" value="y" checked' in answer.text
    assert pledges(session) == []
    assert presence.first_at(session, person) is None
    event.signing = WindowState.OPEN
    assert sign(client, person, drawing=DRAWING).status_code == 303


@pytest.mark.twin
def test_after_it_closed_the_page_says_so_and_whom_to_ask(
    client: Browser, session: Session, event: Event, person: Registration, made: Any, clock: Any
) -> None:
    signing_window.begin_closing(session, event, made.now)
    clock.advance(seconds=119)
    assert client.get(IKRAR).status_code == 200
    clock.advance(seconds=1)
    answer = sign(client, person)
    assert answer.status_code == 409
    text = " ".join(answer.text.split())
    assert (
        "Penandatanganan ditutup pukul 09.02 WIB. Ikrar Bapak/Ibu belum tercatat. "
        "Hubungi Narahubung Uji, narahubung@uji.example."
    ) in text
    assert pledges(session) == []


def test_while_the_countdown_runs_people_sign(
    client: Browser, session: Session, event: Event, person: Registration, made: Any, clock: Any
) -> None:
    signing_window.begin_closing(session, event, made.now)
    clock.advance(seconds=119)
    assert sign(client, person).status_code == 303
    clock.advance(seconds=10)
    assert sign(client, person).location == DONE


def test_whoever_is_refused_meanwhile_does_not_sign(
    client: Browser, session: Session, person: Registration
) -> None:
    person.standing = Standing.REFUSED
    assert sign(client, person).status_code == 403
    assert pledges(session) == []


def test_a_delegate_is_told_that_he_signs_for_himself(
    client: Browser, made: factories.World, event: Event
) -> None:
    delegate = factories.participant(made, event, represents="regional_head", mandate="800/1")
    factories.come_in(client, made, delegate)
    page = client.get(IKRAR).text
    sentence = "Bapak/Ibu hadir mewakili Bupati Karo. Tanda tangan ini atas nama Bapak/Ibu sendiri."
    assert sentence in page


def test_the_receipt_has_certificate_code_and_the_way_to_object(
    client: Browser, session: Session, made: factories.World, person: Registration
) -> None:
    sign(client, person)
    mail = session.scalars(select(Message).where(Message.kind == "receipt")).one()
    (pledge,) = pledges(session)
    assert mail.recipient == person.email
    body = factories.letter(made, mail).body
    assert f"http://ikrar.test/sertifikat/{pledge.code}.pdf\n" in body
    last = body.rstrip().splitlines()[-1]
    sentence = "Bukan Bapak/Ibu yang menandatangani? Sampaikan kepada panitia: "
    assert last.startswith(sentence + "http://ikrar.test/m/")
    path = last.removeprefix(sentence + "http://ikrar.test")
    assert person.printed_name in client.get(path).text
    assert person.queried_at is None
    assert client.submit(path).status_code == 303
    assert person.queried_at is not None
    assert "Sudah disampaikan kepada panitia." in client.get(path).text
    assert client.get(path.removesuffix("/bukan-saya")).status_code == 404
