"""Announcing on the pages: what it does is said first, and what was said stands everywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry
from declare.core import note
from declare.core.window import WindowState
from declare.counts.announcement import NotCounted
from declare.errors import Halted
from declare.ledger import service as ledger
from declare.pledges import signing_window
from tests import factories
from tests.browser import Browser
from tests.counts.hall import Hall

PAGE = "/panitia/acara/acara-uji/pengumuman"
NEW = f"{PAGE}/baru"
BOOK = "/acara/acara-uji/buku-ikrar"
DIRECTORY = "/.well-known/declare.json"


def told(client: Browser) -> list[dict[str, Any]]:
    (log,) = json.loads(client.get(DIRECTORY).text)["logs"]
    found: list[dict[str, Any]] = log["announced"]
    return found


def halt(made: factories.World) -> None:
    """Leave the mark of a history that the log never had."""
    made.keys.marks.mkdir(exist_ok=True)
    mark = note.Checkpoint("ikrar.test/log/acara-uji", 1, bytes(32)).text()
    (made.keys.marks / "ikrar.test%2Flog%2Facara-uji").write_text(mark)


def test_signing_goes_on_and_the_figure_stays(
    client: Browser, organiser: Browser, hall: Hall, session: Session
) -> None:
    first = hall.signs("Ani")
    hall.signs("Budi")
    page = organiser.get(NEW).text
    assert "2 pejabat telah menandatangani" in page
    assert "Mengumumkan tidak menutup apa pun" in page
    hall.signs("Citra")
    assert organiser.submit(NEW, size=3).location == PAGE
    assert "Angka diumumkan: 2, titik periksa 3." in organiser.get(PAGE).text
    hall.revoke(first)
    assert told(client) == [{"signed": 2, "size": 3, "at": "2026-11-19T02:00:00Z"}]
    root = ledger.checkpoint(session, hall.event.log_id or 0, 3).root.hex()
    for address in (BOOK, PAGE):
        shown = client.get(address).text
        assert " ".join(root[at : at + 4] for at in range(0, 64, 4)) in shown
        assert 'href="/log/acara-uji/checkpoint/3"' in shown
    assert 'data-label="Kemudian dicabut">1<' in client.get(BOOK).text
    assert "Kemudian dicabut: 1." in client.get("/acara/acara-uji").text
    assert signing_window.state(hall.event, hall.made.now) == "open"
    assert organiser.submit(NEW, size=5).location == PAGE
    assert [each["signed"] for each in told(client)] == [2, 2]


def test_the_press_is_told_when_it_was_counted_and_where_to_check(
    organiser: Browser, hall: Hall
) -> None:
    hall.signs("Ani")
    hall.announce(2)
    assert (
        "Per Kamis, 19 November 2026 pukul 09.00 WIB, 1 pejabat telah menandatangani ikrar "
        "Deklarasi Uji. Angka ini dihitung pada titik periksa 2 buku ikrar; siapa pun dapat "
        "menghitung ulang dan memeriksanya di http://ikrar.test/acara/acara-uji/buku-ikrar."
    ) in organiser.get(PAGE).text


@pytest.mark.twin
def test_the_same_size_is_announced_once(organiser: Browser, session: Session, hall: Hall) -> None:
    hall.signs("Ani")
    for _ in range(2):
        assert organiser.submit(NEW, size=2).location == PAGE
    assert hall.announced() == [(2, 1)]
    (deed,) = session.scalars(select(AuditEntry).where(AuditEntry.what == "count.announced"))
    assert (deed.detail, deed.account_id is not None) == ("1 / 2", True)
    assert "Angka ini sudah diumumkan" in organiser.get(NEW).text
    assert 'name="size"' not in organiser.get(NEW).text
    assert "Mengumumkan angka" in organiser.get("/panitia/acara/acara-uji/catatan").text


@pytest.mark.twin
def test_after_the_close_the_closing_figure_is_announced(
    client: Browser, organiser: Browser, session: Session, hall: Hall
) -> None:
    hall.signs("Ani")
    keys, now = hall.made.keys, hall.made.now
    signing_window.begin_closing(session, hall.event, now)
    signing_window.settle(session, keys, hall.event, now + signing_window.COUNTDOWN)
    assert organiser.submit(NEW, size=3).location == PAGE
    assert [(each["signed"], each["size"]) for each in told(client)] == [(1, 3)]
    assert "Saat ditutup, 1 pejabat telah menandatangani." in client.get(BOOK).text
    wall = client.get("/acara/acara-uji/layar").text
    assert "Terakhir diumumkan: 1 penanda tangan, titik periksa 3" in wall


def test_the_page_says_that_a_figure_was_overtaken(
    organiser: Browser, session: Session, hall: Hall, clock: Any
) -> None:
    hall.signs("Ani")
    hall.signs("Budi")
    clock.advance(minutes=11)
    assert organiser.submit(NEW, size=2).location == NEW
    assert "Angka sudah berubah sejak halaman ini dibuka." in organiser.get(NEW).text
    for junk in ("", "x", "-1", "0", "3.0", "٣", "1" * 40):
        assert organiser.submit(NEW, size=junk).status_code == 422
    assert organiser.submit(NEW).status_code == 422
    assert hall.announced() == []


def test_before_signing_was_opened_there_is_no_figure(
    organiser: Browser, session: Session, hall: Hall
) -> None:
    hall.event.signing = WindowState.SHUT
    session.flush()
    with pytest.raises(NotCounted):
        hall.announce(1)
    said = "Penandatanganan belum dibuka: belum ada angka untuk diumumkan."
    page = organiser.get(NEW).text
    assert said in page
    assert 'name="size"' not in page
    assert organiser.submit(NEW, size=1).location == NEW
    assert organiser.get(NEW).text.count(said) == 2
    assert "Umumkan Angka" not in organiser.get("/panitia/acara/acara-uji/").text
    assert hall.announced() == []


def test_a_halted_log_announces_nothing(
    client: Browser, organiser: Browser, session: Session, hall: Hall
) -> None:
    hall.signs("Ani")
    hall.announce(2)
    hall.signs("Budi")
    halt(hall.made)
    with pytest.raises(Halted):
        hall.announce(3)
    page = organiser.get(NEW).text
    assert "Selama buku ikrar dihentikan, tidak ada angka yang dapat diumumkan." in page
    assert 'name="size"' not in page
    answer = organiser.submit(NEW, size=3)
    assert (answer.status_code, "Buku ikrar acara ini dihentikan" in answer.text) == (503, True)
    assert "Untuk pers" not in organiser.get(PAGE).text
    assert told(client) == []
    assert "Terakhir diumumkan" not in client.get("/acara/acara-uji").text
    assert hall.announced() == [(2, 1)]


@pytest.mark.parametrize("path", [DIRECTORY, PAGE])
def test_what_is_told_is_marked(client: Browser, organiser: Browser, hall: Hall, path: str) -> None:
    """A database that is restored to less than an announced figure must be halted."""
    hall.signs("Ani")
    hall.announce(2)
    hall.signs("Budi")
    assert not hall.made.keys.marks.exists()
    assert client.get(path).status_code == 200
    (mark,) = (path for path in hall.made.keys.marks.iterdir() if path.name.startswith("ikrar"))
    assert mark.read_text().split("\n")[1] == "2"
