"""The pages of attendance: one number everywhere, the same work however many people."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.database import db
from declare.events.models import Event, ExpectedRegion
from declare.pledges import abstention
from tests import factories
from tests.browser import Browser
from tests.counts.hall import Hall

BOARD = "/panitia/acara/acara-uji/"
COVERAGE = "/acara/acara-uji/cakupan"


def text(page: str) -> str:
    """The words of a page, without its elements."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What an application asks its database meanwhile."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *given: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    events.listen(engine, "before_cursor_execute", note)
    yield seen
    events.remove(engine, "before_cursor_execute", note)


@pytest.mark.twin
def test_every_page_says_the_same_number(hall: Hall, organiser: Browser) -> None:
    chance = random.Random(7)
    for number in range(60):
        hall.happens(chance, number)
    tally = hall.tally()
    assert tally.signed > 2
    published = json.loads(organiser.get("/acara/acara-uji/hitung.json").text)
    assert published["signed"] == tally.signed == sum(published["by_office"].values())
    board = text(organiser.get(BOARD).text)
    assert f"Menandatangani {tally.signed} " in board
    assert f"Hadir {published['present']} Terdaftar {published['registered']} " in board
    file = io.StringIO(organiser.get(f"{BOARD}peserta.csv").data.decode("utf-8-sig"))
    rows = list(csv.DictReader(file))
    assert len(rows) == published["registered"]
    assert len([row for row in rows if row["Menandatangani (WIB)"]]) == tally.signed
    sentence = f"{tally.signed} pejabat menandatangani ikrar dari {published['registered']} ter"
    assert sentence in text(organiser.get(COVERAGE).text)
    assert f">{tally.signed}<" in organiser.get("/acara/acara-uji").text
    wall = text(organiser.get("/acara/acara-uji/layar").text)
    assert f"{tally.signed} dari {published['present']} pejabat yang hadir" in wall
    assert announced(organiser) == tally.signed


def announced(organiser: Browser) -> int:
    """Announce the figure; return it, if every place where it is published says the same."""
    form = organiser.get(f"{BOARD}pengumuman/baru").text
    size = re.search(r'name="size" value="(\d+)"', form)
    assert size
    organiser.submit(f"{BOARD}pengumuman/baru", size=size[1])
    (log,) = json.loads(organiser.get("/.well-known/declare.json").text)["logs"]
    (said,) = log["announced"]
    assert said["size"] == int(size[1])
    number = said["signed"]
    for path, words in (
        (f"{BOARD}pengumuman", f"{number} pejabat telah menandatangani ikrar Deklarasi Uji"),
        (BOARD, f"Diumumkan: {number} titik periksa {size[1]}"),
        ("/acara/acara-uji", f"Terakhir diumumkan: {number} penanda tangan"),
        (
            "/acara/acara-uji/buku-ikrar",
            f"Kemudian dicabut {number} pejabat Kamis, 19 November 2026",
        ),
    ):
        assert words in text(organiser.get(path).text)
    return int(number)


def test_the_board_asks_no_more_for_many_than_for_few(
    app: Flask, hall: Hall, organiser: Browser
) -> None:
    asked = []
    for number in range(2):
        for one in range(3 + 30 * number):
            hall.comes(f"Hadir {number} {one}", region="12.06", office="regional_head")
            hall.registers(f"Daftar {number} {one}", region="12", office="regional_secretary")
        with statements(app) as seen:
            assert organiser.get(f"{BOARD}?province=12").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1] <= 12


def test_the_board_opens_a_province(hall: Hall, organiser: Browser) -> None:
    hall.comes("Ani Hadir", region="12.06", office="regional_head")
    everywhere = text(organiser.get(BOARD).text)
    assert "Peserta menurut provinsi" in everywhere
    opened = organiser.get(f"{BOARD}?province=12").text
    assert "Peserta di Sumatera Utara" in text(opened)
    assert "8 kursi di Sumatera Utara" in text(opened)
    assert 'aria-label="hadir saja"' in opened
    assert "Dra. Ani Hadir, S.E." in opened


def test_junk_opens_nothing(hall: Hall, organiser: Browser) -> None:
    hall.comes("Ani")
    for value in ("x", "99", "12'", "1" * 5000, "%F0%9F%98%80"):
        answer = organiser.get(f"{BOARD}?province={value}")
        assert (answer.status_code, "Peserta menurut provinsi" in answer.text) == (200, True)
        assert organiser.get(f"{COVERAGE}?province={value}&q={value}").status_code == 200


def test_a_draft_has_a_board_too(client: Browser, made: factories.World) -> None:
    draft = factories.draft(made, "rancangan", offices=[])
    factories.sign_in(client, factories.member(made, draft, Role.ORGANISER))
    shown = client.get("/panitia/acara/rancangan/")
    assert shown.status_code == 200
    assert "Belum ada daerah dan jabatan yang diharapkan hadir." in shown.text
    assert "layar" not in shown.text


@pytest.mark.twin
def test_the_board_says_what_waits(
    session: Session, event: Event, hall: Hall, organiser: Browser
) -> None:
    hall.registers("Ani")
    hall.registers("Budi")
    hall.comes("Citra").queried_at = hall.made.now
    board = text(organiser.get(BOARD).text)
    assert "2 pendaftaran menunggu persetujuan" in board
    assert "1 orang menyatakan bukan penanda tangan" in board


def test_the_board_says_how_many_seats_it_leaves_out(
    session: Session, event: Event, organiser: Browser
) -> None:
    event.regions.append(ExpectedRegion(code="12.07"))
    session.flush()
    assert "dan 4 kursi lain" in text(organiser.get(BOARD).text)


def test_observers_call_nobody_and_control_nothing(hall: Hall, observer: Browser) -> None:
    person = hall.comes("Ani Hadir", region="12.06", office="regional_head")
    page = observer.get(BOARD).text
    assert "Ani Hadir" in page
    for hidden in ("Atur Penandatanganan", "Hubungi<", "Undang<", person.public_id):
        assert hidden not in page


def test_the_public_learns_states_and_no_names(
    session: Session, client: Browser, hall: Hall
) -> None:
    hall.signs("Ani Tandatangan", region="12.06", office="regional_head")
    hall.comes("Budi Hadir", region="12.06", office="election_supervisor")
    values = {"office": "regional_secretary", "represents": "staffing_agency_head"}
    hall.signs("Citra Wakil", region="12.06", show_name=True, **values)
    declined = hall.comes("Dedi Tolak", region="12", office="regional_head")
    abstention.decline(session, hall.event, declined, hall.made.now)
    page = client.get(f"{COVERAGE}?q=karo").text
    states = re.findall(r"coverage__state--(\w+)", page)
    assert states == ["signed", "signed", "represented", "missing"]
    assert "Dra. Citra Wakil, S.E." in page
    for hidden in ("Tandatangan,", "Budi", "Dedi", "karo.example"):
        assert hidden not in page


def test_an_event_without_seats_says_so(client: Browser, made: factories.World) -> None:
    factories.event(made, offices=[])
    assert "Acara ini tidak mencatat kursi per daerah." in client.get(COVERAGE).text


@pytest.mark.parametrize("path", [COVERAGE, f"{COVERAGE}?province=12", "/acara/acara-uji/layar"])
def test_public_pages_speak_english(client: Browser, hall: Hall, path: str) -> None:
    hall.signs("Ani", region="12.06")
    mark = "&" if "?" in path else "?"
    assert '<html lang="en">' in client.get(f"{path}{mark}lang=en").text
