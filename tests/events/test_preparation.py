"""The organiser's forms: they save, keep what was typed, and take no harm from junk."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry
from declare.events import publication
from declare.events.models import Admission, Design, Event, Purpose
from tests import factories
from tests.browser import Browser
from tests.factories import World

BASE = "/panitia/acara/acara-uji"

FORMS: dict[str, dict[str, str]] = {
    "identitas": {
        "title": "Deklarasi Baru",
        "theme": "Tema",
        "host": "Badan Baru",
        "election": "Pilkada 2026",
        "purpose": "rehearsal",
        "slug": "lain",
    },
    "jadwal": {
        "on": "2026-12-05",
        "starts": "09:30",
        "ends": "11:30",
        "zone": "WITA",
        "call_url": "https://rapat.example/j/1?pwd=x",
        "letter_number": "B-12/KASN/2026",
        "letter_date": "2026-11-20",
    },
    "penerimaan": {"admission": "domain", "domains": "karokab.go.id"},
    "narahubung": {
        "contact_name": "Sekretariat",
        "contact_email": "humas@bkn.example",
        "contact_phone": "021 555",
    },
    "naskah": {"title": "Ikrar", "opening": "Kami:", "clauses": "Netral.", "closing": "Demikian."},
    "rancangan": {
        "place": "Jakarta",
        "on": "2026-12-05",
        "official_name": "Prof. Dr. Zudan",
        "official_position": "Kepala BKN",
        "number_pattern": "{urut}/BKN/{romawi}/{tahun}",
    },
}
JUNK = ["\x01", "x" * 30_000, "\u202e\x7f", "é" * 400, "9" * 400, "{{7*7}}{urut", "😀"]


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World, client: Browser) -> Event:
    event = factories.draft(made, purpose=Purpose.LIVE)
    factories.sign_in(client, factories.member(made, event, "organiser"))
    return event


@pytest.mark.twin
@pytest.mark.parametrize("page", FORMS)
def test_a_form_saves_records_and_shows_itself_filled(
    client: Browser, session: Session, event: Event, page: str
) -> None:
    assert client.submit(f"{BASE}/{page}", **FORMS[page]).status_code == 303
    assert session.scalars(select(AuditEntry)).one().account_id is not None
    shown = client.get(f"/panitia/acara/{event.slug}/{page}").text
    hidden = {"slug", "purpose", "admission", "zone"}
    for name, value in FORMS[page].items():
        assert name in hidden or value.replace("&", "&amp;") in shown, name


@pytest.mark.parametrize("page", FORMS)
def test_junk_in_any_field_is_no_fault(client: Browser, event: Event, page: str) -> None:
    for junk in JUNK:
        spoilt = [FORMS[page] | {name: junk} for name in FORMS[page]]
        for fields in (*spoilt, dict.fromkeys(FORMS[page], junk)):
            answer = client.submit(f"/panitia/acara/{event.slug}/{page}", **fields)
            assert answer.status_code in {303, 422}, fields
            assert "Not a valid" not in answer.text


@pytest.mark.parametrize("page", FORMS)
def test_a_form_that_is_emptied_is_refused_in_words(
    client: Browser, event: Event, page: str
) -> None:
    answer = client.submit(f"{BASE}/{page}", **dict.fromkeys(FORMS[page], ""))
    assert answer.status_code == 422
    assert "Ada isian yang perlu diperbaiki" in answer.text


@pytest.mark.parametrize(
    ("page", "fields", "words"),
    [
        ("jadwal", {"ends": "09:30"}, "Jam selesai harus sesudah jam mulai."),
        ("jadwal", {"on": "05/12/2026"}, "Isi tanggal yang benar"),
        ("jadwal", {"on": "0001-01-01"}, "Periksa tahun"),
        ("jadwal", {"starts": "pagi"}, "Isi jam dan menit"),
        ("jadwal", {"zone": "CET"}, "Pilih dari pilihan yang ada."),
        ("jadwal", {"call_url": "javascript:alert(1)"}, "Alamat harus diawali"),
        ("jadwal", {"call_url": "https://[x"}, "Alamat harus diawali"),
        ("penerimaan", {"domains": "bukan domain!"}, "bukan domain surel"),
        ("penerimaan", {"domains": ""}, "Isi sedikitnya satu domain."),
        ("penerimaan", {"admission": "open"}, "Pilih dari pilihan yang ada."),
        ("narahubung", {"contact_email": "humas"}, "Alamat surel tidak lengkap."),
        ("narahubung", {"contact_email": "", "contact_phone": ""}, "Isi surel atau telepon"),
        ("rancangan", {"number_pattern": "{tahun}"}, "Pola harus memuat {urut}"),
        ("rancangan", {"number_pattern": "{urut}{urut}"}, "hanya boleh sekali"),
        ("rancangan", {"number_pattern": "{urut}/{hari}"}, "Yang dapat dipakai hanya"),
        ("identitas", {"slug": "gladi-x-1", "purpose": "live"}, "hanya untuk gladi"),
        ("identitas", {"slug": "Tidak Boleh"}, "huruf kecil"),
        ("identitas", {"theme": "x" * 201}, "paling panjang 200 karakter"),
    ],
)
def test_a_refusal_says_why_and_keeps_the_rest(
    client: Browser, event: Event, page: str, fields: dict[str, str], words: str
) -> None:
    answer = client.submit(f"{BASE}/{page}", **FORMS[page] | fields)
    assert answer.status_code == 422
    assert words in answer.text
    for name, value in (FORMS[page] | fields).items():
        odd = name in {"purpose", "admission", "zone"}
        assert odd or value.replace("&", "&amp;") in answer.text, name


def test_hours_are_those_of_the_chosen_zone(client: Browser, event: Event) -> None:
    client.submit(f"{BASE}/jadwal", **FORMS["jadwal"])
    assert event.starts_at == datetime(2026, 12, 5, 1, 30, tzinfo=UTC)
    assert event.ends_at == datetime(2026, 12, 5, 3, 30, tzinfo=UTC)
    client.submit(
        f"{BASE}/jadwal", **FORMS["jadwal"] | {"starts": "09.30", "ends": "", "zone": "WIT"}
    )
    assert event.starts_at == datetime(2026, 12, 5, 0, 30, tzinfo=UTC)
    assert event.ends_at is None


def test_domains_are_kept_plain(client: Browser, event: Event) -> None:
    typed = "@Karokab.GO.ID, bkn.go.id\nbkn.go.id; "
    assert client.submit(f"{BASE}/penerimaan", admission="domain", domains=typed).status_code == 303
    assert event.mail_domains == ["karokab.go.id", "bkn.go.id"]


def test_everybody_at_once_is_offered_to_exercises_only(client: Browser, event: Event) -> None:
    assert 'value="open"' not in client.get(f"{BASE}/penerimaan").text
    event.purpose = Purpose.SAMPLE
    assert client.submit(f"{BASE}/penerimaan", admission="open", domains="").status_code == 303
    assert event.admission == Admission.OPEN


def test_a_published_event_keeps_its_address_and_purpose(
    client: Browser, made: World, event: Event
) -> None:
    publication.publish(made.session, event, made.keys, made.base_url, made.now)
    assert 'name="slug"' not in client.get(f"{BASE}/identitas").text
    assert client.submit(f"{BASE}/identitas", **FORMS["identitas"]).status_code == 303
    assert (event.slug, event.purpose) == ("acara-uji", Purpose.LIVE)
    assert event.title == "Deklarasi Baru"


def test_a_pattern_shows_what_it_writes(client: Browser, event: Event) -> None:
    client.submit(f"{BASE}/rancangan", **FORMS["rancangan"])
    assert "137/BKN/XII/2026" in client.get(f"{BASE}/rancangan").text


def test_a_frozen_design_is_only_shown(client: Browser, session: Session, event: Event) -> None:
    assert event.design is not None
    event.design.frozen = b"{}"
    assert "dibekukan sejak ikrar pertama" in client.get(f"{BASE}/rancangan").text
    assert client.submit(f"{BASE}/rancangan", **FORMS["rancangan"]).status_code == 409
    assert session.scalars(select(Design.official_name)).one() == "Dr. Ratna"


def test_an_event_without_design_gets_one(client: Browser, session: Session, event: Event) -> None:
    event.design = None
    session.flush()
    assert client.get(f"{BASE}/rancangan").status_code == 200
    assert client.submit(f"{BASE}/rancangan", **FORMS["rancangan"]).status_code == 303
    assert session.scalars(select(Design)).one().place == "Jakarta"


@pytest.mark.twin
def test_who_makes_an_event_organises_it(client: Browser, session: Session, made: World) -> None:
    factories.sign_in(client, factories.account(made))
    answer = client.submit("/panitia/acara-baru", title="Ikrar Netralitas", purpose="live")
    assert answer.headers["Location"] == "/panitia/acara/ikrar-netralitas/persiapan"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "Ikrar Netralitas" in client.get("/panitia/").text
    assert session.scalars(select(AuditEntry.what)).all() == ["event.created"]
    again = client.submit("/panitia/acara-baru", title="Ikrar Netralitas", purpose="live")
    assert again.status_code == 422
    assert "sudah dipakai" in again.text


def test_junk_makes_no_event(client: Browser, made: World) -> None:
    factories.sign_in(client, factories.account(made))
    for junk in JUNK:
        for fields in ({"title": junk, "slug": junk}, {"title": "Baik", "purpose": junk}):
            assert client.submit("/panitia/acara-baru", **fields).status_code == 422


def test_who_may_not_create_is_told_whom_to_ask(client: Browser, made: World) -> None:
    factories.sign_in(client, factories.account(made, may_create=False))
    assert "Minta panitia" in client.get("/panitia/").text
    assert client.get("/panitia/acara-baru").status_code == 403


@pytest.mark.parametrize("step", ["buka", "jeda", "tutup"])
def test_registration_s_door_asks_first(
    client: Browser, session: Session, made: World, event: Event, step: str
) -> None:
    publication.publish(made.session, event, made.keys, made.base_url, made.now)
    path = f"{BASE}/pendaftaran/{step}"
    assert "pendaftaran?" in client.get(path).text
    assert event.registration == "shut"
    answers = {"buka": (303, "open"), "jeda": (409, "shut"), "tutup": (303, "closed")}
    assert (client.submit(path).status_code, event.registration) == answers[step]


def test_the_dates_of_the_letter_may_be_missing(client: Browser, event: Event) -> None:
    fields = FORMS["jadwal"] | {"letter_date": "", "letter_number": "", "call_url": ""}
    event.letter_date = date(2020, 1, 1)
    assert client.submit(f"{BASE}/jadwal", **fields).status_code == 303
    assert event.letter_date is None
