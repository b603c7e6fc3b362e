"""The list as a file: the same people, no formulas, contacts for organisers only."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry
from declare.counts import service
from declare.pledges import abstention
from declare.reports.csv_export import cell
from tests.browser import Browser
from tests.counts.hall import Hall

FILE = "/panitia/acara/acara-uji/peserta.csv"


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-2", "@sum", "\tx", "\rx", "＝1", "=", "+"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ani", "S.E., M.Si", "a=b", " =1", "'x", "12.06"])
def test_what_does_not_is_left_alone(text: str) -> None:
    assert cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not cell(text).startswith(tuple("=+-@\t\r"))
    assert cell(text).endswith(text)


@pytest.mark.twin
def test_the_file_holds_whom_the_event_counts(
    session: Session, hall: Hall, observer: Browser, now: datetime
) -> None:
    hall.signs("Ani", region="12.06", office="regional_secretary", represents="regional_head")
    hall.comes("Budi", position="-1+1 Kepala")
    hall.registers("Citra")
    count = service.count(session, hall.event, now)
    answer = observer.get(FILE)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == "attachment; filename=peserta-acara-uji.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    rows = read(answer.data)
    assert len(rows) == count.registered
    assert sum(bool(row["Hadir (WIB)"]) for row in rows) == count.present
    assert sum(bool(row["Menandatangani (WIB)"]) for row in rows) == count.signed
    assert rows[0] == {
        "Gelar depan": "Dra.",
        "Nama": "Ani",
        "Gelar belakang": "S.E.",
        "Kelompok jabatan": "Sekretaris Daerah",
        "Jabatan": "Sekretaris Daerah Kabupaten Karo",
        "Kode daerah": "12.06",
        "Daerah": "Kabupaten Karo",
        "Provinsi": "Sumatera Utara",
        "Instansi": "",
        "Mewakili": "Kepala Daerah",
        "Surat tugas": "Surat tugas 800/1",
        "Pendaftaran": "Disetujui",
        "Hadir (WIB)": "2026-11-19 09:00:00",
        "Menandatangani (WIB)": "2026-11-19 09:00:00",
        "Penanda tangan ke-": "1",
    }
    assert rows[1]["Jabatan"] == "'-1+1 Kepala"
    assert b"karo.example" not in answer.data


def test_the_file_with_contacts_is_posted_for_and_recorded(
    session: Session, hall: Hall, organiser: Browser, now: datetime
) -> None:
    declined = hall.comes("Ani", phone="+6281234567890")
    abstention.decline(session, hall.event, declined, now)
    row = read(organiser.submit(FILE).data)[0]
    assert (row["Surel"], row["Telepon"]) == ("setda@karo.example", "'+6281234567890")
    assert row["Memilih tidak menandatangani (WIB)"] == "2026-11-19 09:00:00"
    assert session.scalars(select(AuditEntry.what)).all() == ["participants.exported"]
    assert b"karo.example" not in organiser.get(FILE).data


def test_observers_get_no_contacts(hall: Hall, observer: Browser) -> None:
    assert observer.submit(FILE).status_code == 403


def test_a_long_list_is_whole(hall: Hall, observer: Browser) -> None:
    for number in range(205):
        hall.registers(f"Peserta {number}")
    rows = read(observer.get(FILE).data)
    assert {row["Nama"] for row in rows} == {f"Peserta {number}" for number in range(205)}
