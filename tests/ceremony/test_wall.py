"""The wall: the right number in each phase, no names, a code that leads in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy.orm import Session

from declare.ceremony import seal, wall
from declare.core.window import WindowState
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.press import qr
from tests.browser import Browser
from tests.counts.hall import Hall

WALL = "/acara/acara-uji/layar"


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def crowd(hall: Hall) -> Hall:
    """Four registered, three there, two of them signed."""
    hall.signs("Ani Tandatangan", region="12.06", office="regional_head", show_name=True)
    hall.signs("Budi Tandatangan", region="00", office="election_supervisor")
    hall.comes("Citra Hadir", region="12")
    hall.registers("Dedi Daftar", region="92.02")
    return hall


@pytest.mark.twin
def test_while_signing_goes_on_it_counts_who_signed_of_who_is_there(
    client: Browser, crowd: Hall
) -> None:
    page = client.get(WALL).text
    shown = text(page)
    assert "2 dari 3 pejabat yang hadir telah menandatangani ikrar" in shown
    assert "ke-2 Pimpinan Bawaslu Nasional ke-1 Kepala Daerah Kabupaten Karo" in shown
    assert "Sumatera Utara 1 / 2" in shown
    assert "Lembaga nasional 1 / 1" in shown
    assert "Papua Barat" not in shown
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page
    assert "Tandatangan," not in page
    assert "ikrar.test/acara/acara-uji/masuk" in page.replace("\u200b", "")


def test_before_signing_it_counts_who_is_there_of_who_registered(
    session: Session, client: Browser, event: Event, hall: Hall
) -> None:
    event.signing = WindowState.SHUT
    hall.comes("Ani", region="12.06")
    hall.registers("Budi", region="92.02")
    shown = text(client.get(WALL).text)
    assert "1 pejabat telah hadir dari 2 terdaftar" in shown
    assert "Papua Barat 0 / 1" in shown
    assert "Belum ada." in shown


def test_afterwards_it_shows_the_seal_and_the_root(
    session: Session, client: Browser, event: Event, crowd: Hall, now: datetime
) -> None:
    crowd.revoke(crowd.signs("Eka"))
    event.closes_at = now - timedelta(seconds=1)
    page = client.get(WALL).text
    shown = text(page)
    assert "2 pejabat menandatangani ikrar dari 5 terdaftar" in shown
    assert event.log_id is not None
    checkpoint = ledger.checkpoint(session, event.log_id)
    assert f"Akar titik periksa {checkpoint.size}" in shown
    assert checkpoint.root.hex() in shown.replace(" ", "")
    assert "ikrar.test/log/acara-uji" in shown
    assert "Ikrar ditutup pukul 08.59 WIB" in shown
    ring = re.search(r'class="wall__ring" d="([^"]*)"', page)
    assert ring is not None
    assert ring[1].count("M") == 2
    assert "refresh" not in page


@pytest.mark.twin
def test_the_ring_is_drawn_from_the_ledger(session: Session, event: Event, crowd: Hall) -> None:
    ring = seal.lines(session, event)
    assert ring == seal.lines(session, event)
    assert ring.startswith("M0.0 -530.0L0.0 -")
    assert len(seal.rosette(event)) > 3


def test_new_provinces_are_drawn_with_what_they_were_part_of(
    session: Session, hall: Hall, now: datetime
) -> None:
    hall.signs("Ani", region="91.03", office="regional_head")
    hall.comes("Budi", region="93.01", office="regional_head")
    hall.comes("Citra", region="96.01", office="regional_head")
    shown = wall.read(session, hall.event, now)
    papua, south_west = shown.areas["91"], shown.areas["92"]
    assert (papua.name, papua.done, papua.total) == ("Papua", 1, 2)
    assert (south_west.name, south_west.total) == ("Papua Barat Daya", 1)
    assert sum(area.total for area in shown.areas.values()) == shown.count.present


@pytest.mark.parametrize(
    ("done", "total", "step"), [(0, 9, 0), (1, 6, 1), (5, 6, 5), (98, 99, 5), (99, 99, 6)]
)
def test_white_is_for_provinces_in_which_nobody_is_missing(
    done: int, total: int, step: int
) -> None:
    assert wall.Area("12", "Sumatera Utara", done, total).step == step


def test_an_empty_wall_stands(client: Browser, event: Event) -> None:
    assert "0 dari 0 pejabat yang hadir" in text(client.get(WALL).text)


def test_a_code_on_the_wall_is_read() -> None:
    address = "https://ikrar.example/acara/gnn-asn-2020-2/masuk"
    symbol = qr.svg(address)
    picture = Image.new("L", (symbol.side, symbol.side), 255)
    for column, row in re.findall(r"M(\d+) (\d+)h1v1h-1z", symbol.path):
        picture.putpixel((int(column), int(row)), 0)
    found = zxingcpp.read_barcodes(picture.resize((symbol.side * 4, symbol.side * 4), 0))
    assert [one.text for one in found] == [address]
