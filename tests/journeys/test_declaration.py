"""One declaration from end to end, on a telephone, with and without JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cwt
import pytest
from playwright.sync_api import APIRequestContext

from declare.accounts import directory
from declare.core import token as tokens
from tests import factories
from tests.journeys import paper
from tests.journeys.desk import Desk, Person
from tests.journeys.letters import Letters
from tests.jwk import cose

EMAIL, PASSWORD = "panitia@bkn.example", "kata sandi panjang 1"
MAILBOX = "setda@karo.example"
BASE = "/panitia/acara/netral-2026"

HEAD = {
    "front_title": "Dr.",
    "name": "Cory Sriwaty",
    "back_title": "M.Si",
    "office": "regional_head",
    "region": "12.06",
    "email": MAILBOX,
    "consent": "y",
}
DELEGATE = {
    "name": "Marlina",
    "back_title": "S.E.",
    "office": "regional_secretary",
    "region": "12.06",
    "represents": "staffing_agency_head",
    "mandate": "800/123, 17 November 2026",
    "email": MAILBOX,
    "consent": "y",
}
BY_CODE = {
    "name": "Suparman",
    "office": "election_supervisor",
    "region": "12.06",
    "email": "bawaslu@karo.example",
    "consent": "y",
}


def prepare(organiser: Person, now: datetime) -> None:
    """Make a live event, say what it must say, publish it and open both doors."""
    organiser.send("/panitia/masuk", "Masuk", email=EMAIL, password=PASSWORD)
    organiser.send(
        "/panitia/acara-baru", "Buat Acara", title="Ikrar Netralitas", slug="netral-2026"
    )
    pages: dict[str, dict[str, Any]] = {
        "identitas": {"theme": "ASN Netral, Birokrasi Kuat", "host": "Badan Kepegawaian Negara"},
        "jadwal": {"on": "2026-11-19", "starts": "09:00", "ends": "11:30"},
        "penerimaan": {"admission": "approval"},
        "narahubung": {"contact_name": "Sekretariat", "contact_email": "humas@bkn.example"},
        "naskah": {"title": "Ikrar Netralitas", "clauses": "Netral.\n\nMenolak politik uang."},
        "rancangan": {
            "place": "Jakarta",
            "on": "2026-11-19",
            "official_name": "Prof. Dr. Zudan",
            "official_position": "Kepala BKN",
            "number_pattern": "{urut}/BKN/{romawi}/{tahun}",
        },
    }
    for path, fields in pages.items():
        shown_again = path in {"naskah", "rancangan"}
        organiser.send(f"{BASE}/{path}", "Simpan dan lihat" if shown_again else "Simpan", **fields)
    organiser.enrols(now)
    organiser.send(f"{BASE}/terbitkan", "Terbitkan Acara")
    organiser.send(f"{BASE}/pendaftaran/buka", "Buka Pendaftaran")


def admit_all(organiser: Person) -> None:
    """Tick everybody on the list of participants and admit them together."""
    organiser.visit(f"{BASE}/peserta")
    for tick in organiser.page.locator('[name="registration"]').all():
        tick.check()
    organiser.press("Setujui yang Dipilih")


def sign(person: Person) -> str:
    """Read, agree and sign, from the room; the certificate's address."""
    person.follow("Baca Ikrar dan Tandatangani")
    assert "Menolak politik uang." in person.reads
    person.fill(agree="y")
    person.press("Tandatangani Ikrar")
    assert "Ikrar telah ditandatangani." in person.reads
    found = person.page.get_by_role("link", name="Unduh Sertifikat").get_attribute("href")
    assert found is not None
    return found


@dataclass(frozen=True)
class Journey:
    """Where the declaration is made: its people, its mail, its database."""

    desk: Desk
    letters: Letters
    made: factories.World
    folder: Path


@pytest.fixture
def journey(desk: Desk, letters: Letters, made: factories.World, tmp_path: Path) -> Journey:
    return Journey(desk, letters, made, tmp_path)


@pytest.mark.twin
@pytest.mark.parametrize("scripts", [True], indirect=True)
def test_a_declaration(journey: Journey) -> None:
    declare(journey)


@pytest.mark.parametrize("scripts", [False], indirect=True)
def test_a_declaration_without_scripts(journey: Journey) -> None:
    declare(journey)


def declare(journey: Journey) -> None:
    """From the organiser's sign-in to the verdicts of three certificates."""
    desk, letters, made = journey.desk, journey.letters, journey.made
    directory.create(made.session, EMAIL, "Panitia BKN", PASSWORD, made.now, may_create=True)
    made.session.commit()
    organiser, office, hall, stranger = (desk.person() for _ in range(4))
    prepare(organiser, made.now)
    for official in (HEAD, DELEGATE, BY_CODE):
        office.send("/acara/netral-2026/daftar", "Daftarkan Peserta", **official)
        assert "Setelah disetujui panitia" in office.reads
    admit_all(organiser)
    organiser.send(f"{BASE}/penandatanganan/buka", "Buka Penandatanganan")

    certificates = {
        "Dr. Cory Sriwaty, M.Si.": correct_and_sign(office, letters),
        "Marlina, S.E.": switch_and_sign(office, letters),
        "Suparman": sign_by_code(hall, letters),
    }
    web = stranger.page.request
    assert web.get(f"{stranger.address}/acara/netral-2026/hitung.json").json()["signed"] == 3
    for name, path in certificates.items():
        pdf = web.get(stranger.address + path).body()
        assert name in paper.text(pdf)
        seen = paper.scanned(paper.rendered(pdf, journey.folder))
        check_digits(web, stranger.address, seen, name)
        stranger.visit(seen)
        verdict = stranger.page.locator("[data-verdict]")
        assert verdict.get_attribute("data-verdict") == "valid"
        assert name in verdict.inner_text()


def correct_and_sign(office: Person, letters: Letters) -> str:
    """The first of two officials of one mailbox mends a degree, then signs."""
    office.visit(letters.link(MAILBOX, "Dr. Cory Sriwaty, M.Si"))
    assert "Anda masuk sebagai Dr. Cory Sriwaty, M.Si" in office.reads
    office.send("/acara/netral-2026/nama", "Simpan", back_title="M.Si.")
    office.visit("/acara/netral-2026/ruang")
    certificate = sign(office)
    assert "penanda tangan ke-1." in office.reads
    return certificate


def switch_and_sign(office: Person, letters: Letters) -> str:
    """The second opens her link in the same browser, is asked first, and signs as a delegate."""
    office.visit(letters.link(MAILBOX, "Marlina, S.E."))
    assert "Saat ini masuk sebagai Dr. Cory Sriwaty, M.Si. Ganti peserta?" in office.reads
    office.press("Ganti Peserta")
    office.visit("/acara/netral-2026/ikrar")
    assert "Tanda tangan ini atas nama Bapak/Ibu sendiri." in office.reads
    office.visit("/acara/netral-2026/ruang")
    return sign(office)


def sign_by_code(hall: Person, letters: Letters) -> str:
    """The third is on a telephone that never had the mail."""
    code = letters.code("bawaslu@karo.example", "Suparman")
    hall.send(
        "/acara/netral-2026/masuk",
        "Masuk",
        region="12.06",
        office="election_supervisor",
        participant_code=code.lower(),
    )
    return sign(hall)


def check_digits(web: APIRequestContext, address: str, seen: str, name: str) -> None:
    """What the QR says proves itself: with the published key, by a library that is not ours."""
    parts = urlsplit(seen)
    assert f"{parts.scheme}://{parts.netloc}" == address
    assert re.fullmatch(r"[0-9]+", parts.fragment)
    published = web.get(f"{address}/.well-known/jwks.json").json()["keys"]
    live = [key for key in published if key.get("purpose") != "sample"]
    keys = [cose(key) for key in live]
    claims = cwt.decode(tokens.undigits(parts.fragment), keys)
    assert claims[7].decode() == parts.path.removeprefix("/v/")
    assert claims[-70001][2] == name
