from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from declare.accounts.models import Attempt
from declare.certificates.models import Certificate, Status
from declare.core import code as codes
from declare.core import token as tokens
from declare.core.reason import Reason
from declare.database import db
from declare.events.models import Purpose
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World

UNKNOWN = "000000000000"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def row(made: World) -> Certificate:
    return signed(
        made,
        factories.event(made, "netral-2026", purpose=Purpose.LIVE),
        phone="+628110000001",
        nip="196805121993031002",
    )


def verdicts(page: str) -> list[str]:
    return re.findall(r'<main[^>]* data-verdict="([^"]*)"', page)


def words(page: str) -> str:
    """What stands on a page, as a reader has it."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


@pytest.mark.parametrize(
    "spell", [str, str.lower, codes.printed, lambda text: f" {text[:4]} {text[4:]} "]
)
def test_every_spelling_of_a_code_opens_it(client: Browser, row: Certificate, spell: Any) -> None:
    answer = client.get(f"/v/{spell(row.code)}")
    assert (answer.status_code, verdicts(answer.text)) == (200, ["valid"])


def test_typing_the_code_answers_with_the_verdict(client: Browser, row: Certificate) -> None:
    assert client.get("/verifikasi").status_code == 200
    address = f"http://ikrar.test/v/{row.code}"
    digits = tokens.digits(row.token or b"")
    for typed in (codes.printed(row.code), address, f"{address}#{digits}", digits):
        answer = client.submit("/verifikasi", code=typed)
        assert (answer.status_code, verdicts(answer.text)) == (200, ["valid"])


def test_pasted_digits_are_held_against_the_record(client: Browser, row: Certificate) -> None:
    digits = tokens.digits(row.token or b"")
    for typed, names in (
        (f"http://ikrar.test/v/{row.code}#{digits[:-1]}", True),
        (digits[:-1], False),
    ):
        answer = client.submit("/verifikasi", code=typed)
        assert (answer.status_code, verdicts(answer.text)) == (200, ["mismatch"])
        assert ("Marlina" in words(answer.text)) == names


def test_the_page_names_the_person_and_tells_nothing_else(
    client: Browser, row: Certificate
) -> None:
    page = client.get(f"/v/{row.code}").text
    assert "Dra. Marlina, S.E." in page
    assert "Sekretaris Daerah Kabupaten Karo" in page
    for secret in ("setda@karo", "+62811", "19680512", "Rahmat"):
        assert secret not in page


SENTENCES = {
    "valid": "TERCATAT atas nama Dra. Marlina, S.E. Sekretaris Daerah Kabupaten Karo "
    "Cocokkan dengan sertifikat yang Anda pegang. Jika berbeda, jangan diterima.",
    "superseded": "SUDAH DIKOREKSI Sertifikat ini asli, tetapi diganti pada 19 November 2026. "
    "Gunakan versi terbaru.",
    "revoked": "DICABUT pada 19 November 2026 Alasan: orang yang sama tercatat lebih "
    "dari sekali. Tidak berlaku lagi.",
    "archived": "PERNAH DITERBITKAN Rincian telah dihapus sesuai masa simpan; "
    "cocokkan dengan isi QR.",
    "mismatch": "TIDAK COCOK Isi tidak sama dengan yang diterbitkan. Jangan digunakan; "
    "hubungi Narahubung Uji.",
}


def bring_about(row: Certificate, now: datetime, result: str) -> None:
    if result in ("superseded", "revoked"):
        row.status, row.ended_at, row.reason = Status(result), now, Reason.TWICE
    if result == "superseded":
        row.successor = "0123456789AF"
    if result == "archived":
        row.name = row.position = row.payload = row.token = None
    if result == "mismatch":
        row.name = "Palsu"


@pytest.mark.parametrize("result", SENTENCES)
def test_each_verdict_in_its_words(
    client: Browser, row: Certificate, now: datetime, result: str
) -> None:
    bring_about(row, now, result)
    answer = client.get(f"/v/{row.code}")
    assert (answer.status_code, verdicts(answer.text)) == (200, [result])
    said = words(answer.text)
    assert SENTENCES[result] in said
    assert "Ragu? Minta konfirmasi panitia: narahubung@uji.example" in said
    assert "bukan tanda tangan elektronik tersertifikasi (PSrE/BSrE)." in said
    assert ("Marlina" in said) == (result != "archived")
    assert ("/v/0123456789AF" in answer.text) == (result == "superseded")
    assert "Palsu" not in said


def test_a_sample_says_so(client: Browser, made: World) -> None:
    answer = client.get(f"/v/{signed(made, factories.event(made)).code}")
    assert verdicts(answer.text) == ["sample"]
    assert (
        "CONTOH atas nama Dra. Marlina, S.E. Sekretaris Daerah Kabupaten Karo "
        "Sertifikat latihan; tidak menyatakan ikrar siapa pun." in words(answer.text)
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("superseded", "diganti pada 19 November 2026. Gunakan versi terbaru."),
        (
            "revoked",
            "DICABUT pada 19 November 2026 Alasan: orang yang sama tercatat lebih dari sekali.",
        ),
    ],
)
def test_a_sample_that_ended_reads_so_and_sample(
    client: Browser, made: World, now: datetime, status: str, said: str
) -> None:
    row = signed(made, factories.event(made))
    bring_about(row, now, status)
    row.reason = Reason.TWICE if status == "revoked" else ""
    answer = client.get(f"/v/{row.code}")
    assert verdicts(answer.text) == [status]
    assert said in words(answer.text)
    assert "CONTOH. Sertifikat latihan; tidak menyatakan ikrar siapa pun." in words(answer.text)
    assert ("/v/0123456789AF" in answer.text) == (status == "superseded")


@pytest.mark.parametrize("typed", [UNKNOWN, "satu", "0" * 5000, "'; --", "０１２"])
def test_what_is_unknown_is_said_to_be(client: Browser, typed: str) -> None:
    answer = client.submit("/verifikasi", code=typed)
    assert (answer.status_code, verdicts(answer.text)) == (404, ["unknown"])
    assert (
        "TIDAK DITEMUKAN Periksa kembali kode. Jika sudah benar, sertifikat ini tidak tercatat "
        "di sini." in words(answer.text)
    )


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_a_slip(client: Browser, typed: str) -> None:
    answer = client.submit("/verifikasi", code=typed)
    assert (answer.status_code, verdicts(answer.text)) == (422, [])
    assert "Isi kode sertifikat" in answer.text


@pytest.mark.twin
def test_an_unknown_code_gets_its_verdict_however_many_there_were(
    client: Browser, session: Session
) -> None:
    """Behind a proxy everybody has one address: a limit would hide every forged certificate."""
    for place in range(130):
        asked = (
            client.get(f"/v/{UNKNOWN}") if place % 2 else client.submit("/verifikasi", code=UNKNOWN)
        )
        assert (asked.status_code, verdicts(asked.text)) == (404, ["unknown"])
    assert session.scalar(select(func.count(Attempt.id))) == 0


@pytest.mark.parametrize("path", [f"/v/{UNKNOWN}", f"/sertifikat/{UNKNOWN}.pdf"])
def test_an_unknown_code_begins_no_writing_transaction(
    app: Flask, client: Browser, path: str
) -> None:
    statements: list[str] = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 404
    finally:
        event.remove(engine, "before_cursor_execute", note)
    kinds = {statement.partition(" ")[0] for statement in statements}
    assert kinds - {"BEGIN"} == {"SELECT"}
    assert "BEGIN IMMEDIATE" not in statements


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(text=st.text(min_size=1, max_size=40).filter(lambda text: "/" not in text))
def test_junk_never_breaks_the_page(client: Browser, text: str) -> None:
    assert client.get(f"/v/{text}").status_code == 404
    refused = {400} if "\x00" in text else {404, 422}
    assert client.submit("/verifikasi", code=text).status_code in refused


def test_pages_are_in_english_too(client: Browser, row: Certificate) -> None:
    page = client.get(f"/v/{row.code}?lang=en").text
    assert '<html lang="en">' in page
    assert "TERCATAT" not in words(page)
    assert "Dra. Marlina, S.E." in page
