"""What everybody may read: home, the event's page, its statement, ornament and notice."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.core.window import WindowState
from declare.counts.service import Figures
from declare.events import event_page
from declare.events.models import Admission, Event, Purpose
from declare.ledger import service as ledger
from tests import factories
from tests.browser import Browser
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE, signing=WindowState.SHUT)


def buttons(client: Browser) -> list[str]:
    hero = client.get("/acara/acara-uji").text.split("hero__actions")[1].split("</div>")[0]
    return [text.strip() for text in re.findall(r">([^<]+)</a>", hero)]


@pytest.mark.twin
def test_home_lists_what_is_published(client: Browser, made: World, event: Event) -> None:
    factories.event(made, "contoh", theme="Tema Contoh")
    factories.draft(made, "rahasia", theme="Belum Terbit", purpose=Purpose.LIVE)
    page = client.get("/").text
    assert page.index("Deklarasi Uji") < page.index("Tema Contoh")
    assert page.count("CONTOH") == 1
    assert "Belum Terbit" not in page


def test_papua_is_undivided_before_2022(made: World, event: Event) -> None:
    figures = {code: Figures(registered=2, signed=1) for code in ("12", "91", "94", "96")}
    places = event_page.provinces(event, figures)
    assert [place.code for place in places] == ["12", "91", "94", "96"]
    event.starts_at = datetime(2020, 8, 5, tzinfo=UTC)
    places = event_page.provinces(event, figures)
    assert [(place.name, place.signed) for place in places] == [
        ("Sumatera Utara", 1),
        ("Papua", 2),
        ("Papua Barat", 1),
    ]
    assert sum(place.registered for place in places) == 8
    assert places[0].expected == 2


def test_home_without_events_says_so(client: Browser) -> None:
    assert "Belum ada acara yang diterbitkan." in client.get("/").text


def test_the_statement_is_served_as_the_bytes_that_are_hashed(
    client: Browser, event: Event
) -> None:
    answer = client.get("/acara/acara-uji/ikrar.txt")
    assert answer.data == event.statement_text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    digest = hashlib.sha256(answer.data).hexdigest()
    assert f"{digest[:4]} {digest[4:8]} " in client.get("/acara/acara-uji").text


def test_the_page_says_when_on_every_clock(client: Browser, event: Event) -> None:
    page = client.get("/acara/acara-uji").text
    for hour in ("09.00 WIB", "10.00 WITA", "11.00 WIT"):
        assert hour in page
    event.zone = "WIT"
    page = client.get("/acara/acara-uji").text
    assert page.index("11.00 WIT") < page.index("09.00 WIB") < page.index("10.00 WITA")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"registration": "shut"}, ["Masuk", "Periksa Sertifikat"]),
        ({"registration": "open"}, ["Daftar", "Masuk", "Periksa Sertifikat"]),
        ({"registration": "paused"}, ["Masuk", "Periksa Sertifikat"]),
        (
            {"registration": "open", "admission": Admission.INVITATION},
            ["Masuk", "Periksa Sertifikat"],
        ),
        ({"registration": "open", "signing": "closed"}, ["Periksa Sertifikat", "Cakupan Wilayah"]),
    ],
)
def test_the_buttons_are_what_one_can_do_now(
    client: Browser, event: Event, values: dict[str, str], shown: list[str]
) -> None:
    for name, value in values.items():
        setattr(event, name, value)
    assert buttons(client) == shown


def test_the_count_stands_there_from_the_opening_of_signing(client: Browser, event: Event) -> None:
    assert 'class="count"' not in client.get("/acara/acara-uji").text
    event.signing = WindowState.OPEN
    assert 'class="count"' in client.get("/acara/acara-uji").text


def test_the_root_of_the_latest_checkpoint_stands_in_groups_of_four(
    client: Browser, session: Session, event: Event
) -> None:
    assert event.log_id is not None
    root = ledger.checkpoint(session, event.log_id).root.hex()
    page = client.get("/acara/acara-uji").text
    assert "".join(f"<span>{root[i : i + 4]}</span>" for i in range(0, 64, 4)) in page
    assert "Akar titik periksa 1" in page


def test_the_ornament_is_drawn_from_the_statement(client: Browser, event: Event) -> None:
    answer = client.get("/acara/acara-uji/ornamen.svg")
    assert answer.mimetype == "image/svg+xml"
    assert len(answer.data) < 20_000
    event.statement_text = b"Lain.\n"
    assert client.get("/acara/acara-uji/ornamen.svg").data != answer.data


def test_what_organisers_typed_is_text(client: Browser, event: Event) -> None:
    event.theme = event.host = event.contact_name = "<script>alert(1)</script>"
    for path in ("/", "/acara/acara-uji", "/acara/acara-uji/privasi"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_the_notice_names_host_basis_and_what_cannot_be_erased(
    client: Browser, event: Event
) -> None:
    page = client.get("/acara/acara-uji/privasi").text
    for words in (
        "Badan Uji",
        "Pasal 20 ayat (2) huruf e",
        "bukan persetujuan",
        "tidak dapat dihapus",
        "satu tahun",
        "Pasal 5 sampai dengan Pasal 13",
        "mailto:narahubung@uji.example",
    ):
        assert words in page
    assert "lembaga penyelenggara tiap acara" in client.get("/privasi").text


def test_nothing_of_an_unpublished_event_is_public(client: Browser, made: World) -> None:
    factories.draft(made, "rancangan")
    for path in ("", "/ikrar.txt", "/ornamen.svg", "/privasi", f"/gambar/{'0' * 64}.png"):
        assert client.get(f"/acara/rancangan{path}").status_code == 404


def test_organisers_see_the_page_before_it_is_public(
    client: Browser, session: Session, made: World
) -> None:
    event = factories.draft(made, "rancangan")
    factories.sign_in(client, factories.member(made, event, "organiser"))
    page = client.get("/panitia/acara/rancangan/pratinjau")
    assert page.status_code == 200
    assert "belum terlihat oleh umum" in page.text
    assert "Akar titik periksa" not in page.text


@pytest.mark.parametrize("path", ["", "/privasi", "/gambar/x.png"])
def test_what_is_not_there_is_not_found(client: Browser, path: str) -> None:
    assert client.get(f"/acara/tidak-ada{path}").status_code == 404
    assert client.get(f"/acara/%00{path}").status_code == 404


@pytest.mark.parametrize("digest", ["x", "%00", "0" * 64, "A" * 64])
def test_a_picture_is_asked_for_by_its_digest(client: Browser, event: Event, digest: str) -> None:
    assert client.get(f"/acara/acara-uji/gambar/{digest}.png").status_code == 404


def test_pages_are_light(client: Browser, event: Event) -> None:
    for path in ("/", "/acara/acara-uji", "/privasi"):
        assert len(client.get(path).data) < 25_000
