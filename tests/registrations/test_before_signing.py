"""What a participant does before signing: waits, checks in, mends the name, declines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from declare.core.window import WindowState
from declare.events.models import AgendaItem, Event
from declare.pledges import signing, signing_window
from declare.presence import service as presence
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

ROOM = "/acara/acara-uji/ruang"
NAME = "/acara/acara-uji/nama"
WORDS = {
    "front_title": "Dr.",
    "name": "Marlina",
    "back_title": "S.E., M.Si.",
    "position": "Plt. Sekretaris Daerah Kabupaten Karo",
}


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    return found


def sign(session: Session, made: factories.World, event: Event, person: Registration) -> None:
    signing.sign(session, made.keys, event, person, made.now)


def test_the_room_says_how_signing_stands(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    clock: Any,
) -> None:
    versions = set()

    def shows(sentence: str) -> None:
        page = client.get(ROOM).text
        assert sentence in page
        version = client.get(f"{ROOM}.json").json["state"]
        assert f'data-room-state="{version}"' in page
        versions.add(version)

    event.signing = WindowState.SHUT
    shows("Penandatanganan belum dibuka.")
    event.signing = WindowState.OPEN
    shows("Baca Ikrar dan Tandatangani")
    event.signing = WindowState.PAUSED
    shows("Penandatanganan dijeda.")
    signing_window.begin_closing(session, event, clock.now)
    clock.advance(seconds=30)
    assert client.get(f"{ROOM}.json").json["remaining"] == 90
    shows('Sisa waktu <span data-room-value="remaining">90</span> detik.')
    clock.advance(seconds=90)
    shows("Penandatanganan ditutup pukul 09.02 WIB.")
    event.closes_at = None
    sign(session, made, event, person)
    shows("Ikrar telah ditandatangani.")
    assert len(versions) == 6


def test_the_agenda_marks_what_runs(
    client: Browser, made: factories.World, event: Event, person: Registration, clock: Any
) -> None:
    event.ends_at = made.now + timedelta(hours=2)
    for ordinal, title in enumerate(("Pembukaan", "Deklarasi")):
        starts = made.now + timedelta(minutes=30 * ordinal)
        speakers = [{"name": "Agus", "position": "Ketua"}]
        item = AgendaItem(ordinal=ordinal, kind="opening", title=title, starts_at=starts)
        item.speakers = speakers
        event.agenda.append(item)
    clock.advance(minutes=-1)
    assert "berlangsung" not in client.get(ROOM).text
    for title in ("Pembukaan", "Deklarasi"):
        clock.advance(minutes=30)
        page = " ".join(client.get(ROOM).text.split())
        assert f"{title} · berlangsung" in page
        assert "Agus, Ketua" in page
    clock.advance(hours=2)
    assert "berlangsung" not in client.get(ROOM).text


@pytest.mark.twin
def test_checking_in_counts_once(
    client: Browser, session: Session, person: Registration, clock: Any
) -> None:
    first = clock.now
    for _ in range(2):
        answer = client.submit("/acara/acara-uji/hadir", registration=person.public_id)
        assert answer.location == ROOM
        clock.advance(minutes=5)
    assert presence.first_at(session, person) == first
    page = client.get(ROOM).text
    assert "Presensi tercatat pukul 09.00 WIB" in page
    assert client.get(f"{ROOM}.json").json["present"] == 1


@pytest.mark.twin
def test_a_name_is_mended_until_signed(
    client: Browser, session: Session, made: factories.World, event: Event, person: Registration
) -> None:
    answer = client.submit(NAME, registration=person.public_id, **WORDS)
    assert (answer.status_code, answer.location) == (303, "/acara/acara-uji/ikrar")
    assert "Dr. Marlina, S.E., M.Si." in client.get(answer.location).text
    assert person.position == WORDS["position"]
    sign(session, made, event, person)
    answer = client.submit(NAME, registration=person.public_id, **WORDS | {"name": "Orang"})
    assert answer.status_code == 409
    assert person.name == "Marlina"
    assert client.get(NAME).location == "/acara/acara-uji/selesai"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Isi nama lengkap."),
        ({"position": ""}, "Isi jabatan seperti yang akan dicetak."),
        ({"back_title": "S" * 61}, "Isian ini terlalu panjang."),
        ({"name": "Suparman"}, "Nama ini sudah terdaftar pada kursi yang sama."),
    ],
    ids=["name", "position", "title", "double"],
)
def test_a_name_that_cannot_be_printed_is_refused(
    client: Browser,
    made: factories.World,
    event: Event,
    person: Registration,
    wrong: dict[str, str],
    message: str,
) -> None:
    factories.participant(made, event, name="Suparman")
    answer = client.submit(NAME, registration=person.public_id, **WORDS | wrong)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Dr."' in answer.text
    assert person.printed_name == "Dra. Marlina, S.E."


@pytest.mark.twin
def test_declining_is_recorded_and_signing_undoes_it(
    client: Browser, session: Session, made: factories.World, event: Event, person: Registration
) -> None:
    answer = client.submit("/acara/acara-uji/tidak", registration=person.public_id)
    assert answer.location == ROOM
    assert "Pilihan tercatat. Hanya panitia yang dapat melihatnya." in client.get(ROOM).text
    assert person.declined_at == made.now
    sign(session, made, event, person)
    assert person.declined_at is None
    answer = client.submit("/acara/acara-uji/tidak", registration=person.public_id)
    assert answer.status_code == 409
    assert person.declined_at is None


def test_the_page_after_signing_needs_a_signature(client: Browser, person: Registration) -> None:
    assert client.get("/acara/acara-uji/selesai").location == ROOM
