"""The instruction for a witness: one tagged page, whatever the event is called; and the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.press import typesetter_process
from declare.press.instruction import Instruction
from tests import factories
from tests.browser import Browser
from tests.press import paper

SHEET = Instruction(
    event_title="Deklarasi Netralitas ASN",
    host="Badan Kepegawaian Negara",
    page_url="https://ikrar.example/acara/netral-2026/saksi",
    log_url="https://ikrar.example/log/netral-2026",
    log_vkey="ikrar.example/log/netral-2026+0123abcd+AUpKx2Zs3rV9m1hQwYt5bN8cL0dE7fG4iJ6kM2oP",
    fingerprint="0123456789abcdef" * 4,
    contact="Narahubung Uji, narahubung@uji.example",
)
LONG = "Sekretariat Jenderal Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi "
LONGEST = replace(
    SHEET,
    event_title=(LONG * 3)[:200],
    host=(LONG * 3)[:200],
    page_url=f"https://{'sangat-panjang.' * 8}go.id/acara/{'n' * 51}/saksi",
    log_url=f"https://{'sangat-panjang.' * 8}go.id/log/{'n' * 51}",
    log_vkey=f"{'sangat-panjang.' * 8}go.id/log/{'n' * 51}+0123abcd+{'A' * 44}",
    contact=f"{'Narahubung Uji ' * 13}, {'n' * 240}@uji.example, +62 811 0000 0001",
)


@pytest.mark.parametrize("sheet", [SHEET, LONGEST], ids=["usual", "longest"])
def test_it_is_one_tagged_page(sheet: Instruction, tmp_path: Path) -> None:
    file = tmp_path / "petunjuk.pdf"
    file.write_bytes(typesetter_process.instruct(sheet))
    told = paper.run("pdfinfo", file)
    for line in ("Pages: 1", "Tagged: yes", "Page size: 595.276 x 841.89 pts (A4)"):
        assert line in " ".join(told.split())
    assert "Petunjuk untuk Saksi" in told
    assert "No syntax or stream encoding errors" in paper.run("qpdf", "--check", file)
    said = " ".join(paper.text(file))
    for words in ("Bubuhkan Tanda Tangan Saksi", "terdaftar, belum dicocokkan", "0123 4567 89ab"):
        assert words in said
    fonts = paper.run("pdffonts", file)
    assert {line.split()[0].partition("+")[2][:4] for line in fonts.splitlines()[2:]} <= {
        "Plus",
        "Sour",
    }


def test_what_no_bundled_font_prints_is_a_question_mark() -> None:
    assert replace(SHEET, host="Badan 統計").printable().host == "Badan ??"


def test_an_address_in_a_title_is_only_text(tmp_path: Path) -> None:
    file = tmp_path / "petunjuk.pdf"
    title = '<img src="http://127.0.0.1:9/x"> url(http://127.0.0.1:9/y) {{ 7*7 }}'
    file.write_bytes(typesetter_process.instruct(replace(SHEET, event_title=title)))
    assert "{{ 7*7 }}" in " ".join(paper.text(file))


def test_organisers_fetch_letter_and_instruction(
    app: Flask, client: Browser, session: Session, now: datetime, tmp_path: Path
) -> None:
    made = factories.world(app, session, now)
    event = factories.event(made)
    draft = factories.draft(made, "acara-rancang")
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    page = f"/panitia/acara/{event.slug}/saksi"
    listing = client.get(page).text
    assert f'href="{page}/petunjuk.pdf"' in listing
    assert f'href="{page}/surat.txt"' in listing
    letter = client.get(f"{page}/surat.txt")
    assert letter.mimetype == "text/plain"
    assert f"http://ikrar.test/acara/{event.slug}/saksi" in letter.text
    answer = client.get(f"{page}/petunjuk.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    file = tmp_path / "petunjuk.pdf"
    file.write_bytes(answer.data)
    assert "Deklarasi Uji" in paper.text(file)
    factories.sign_in(client, factories.member(made, draft, Role.ORGANISER, "lain@uji.example"))
    assert client.get(f"/panitia/acara/{draft.slug}/saksi/petunjuk.pdf").status_code == 404
