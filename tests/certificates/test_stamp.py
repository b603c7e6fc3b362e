"""Certificates that an authority stamps with the time: made once, stored, and never half."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from asn1crypto import cms
from flask import Flask
from flask.testing import FlaskClient
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Config
from declare.certificates.models import Certificate, CertificateFile
from declare.core import authority
from declare.events.models import Purpose
from declare.press import pdf, timestamp
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.certificates.test_seal import ARCHIVE, AT, ROOTS, SHAPES
from tests.conftest import Clock
from tests.press import tsa
from tests.press.paper import run
from tests.press.tsa import Tsa

NOTHING = ("silent", "broken", "junk", "empty", "refused", "other", "turned")
"""Answers of an authority that no certificate is made of."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tsa]:
    with tsa.serving(tmp_path_factory.mktemp("tsa")) as server:
        yield server


@pytest.fixture
def time(server: Tsa) -> Tsa:
    """The authority in its usual mood; no test's application has asked it yet."""
    pdf.local.cache_clear()  # the keys outlive a test, and with them what was measured
    server.mood, server.asked, server.together = "", 0, None
    return server


@pytest.fixture
def config(config: Config, time: Tsa) -> Config:
    return replace(config, timestamp_url=time.url)


@pytest.fixture
def row(app: Flask, session: Session, clock: Clock) -> Certificate:
    made = factories.world(app, session, clock.now)
    return signed(made, factories.event(made, purpose=Purpose.LIVE))


def stored(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CertificateFile)) or 0


def gap(data: bytes) -> tuple[int, int]:
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+ *\]", data)
    assert found
    return int(found[1]), int(found[2])


def info(data: bytes) -> cms.SignerInfo:
    start, stop = gap(data)
    held = cms.ContentInfo.load(bytes.fromhex(data[start + 1 : stop - 1].decode()))
    (signer,) = held["content"]["signer_infos"]
    return signer


def test_tools_of_others_find_the_time_and_the_whole(time: Tsa, tmp_path: Path) -> None:
    data = pdf.certified(ARCHIVE, time.url, SHAPES["short"], AT)
    file = tmp_path / "stamped.pdf"
    file.write_bytes(data)
    said = run("pdfsig", file)
    assert "Signature Validation: Signature is Valid." in said
    assert "  - Total document signed" in said
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    assert "The document is unchanged since signing." in run("mutool", "sign", "-v", file)
    (attribute,) = info(data)["unsigned_attrs"]
    assert attribute["type"].native == "signature_time_stamp_token"
    (token,) = attribute["values"]
    (tmp_path / "token").write_bytes(token.dump())
    (tmp_path / "signature").write_bytes(info(data)["signature"].native)
    verify = ("openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token")
    said = run(*verify, "-data", tmp_path / "signature", "-CAfile", time.root)
    assert "Verification: OK" in said


def test_pyhanko_trusts_the_time_and_the_signer(time: Tsa) -> None:
    data = pdf.certified(ARCHIVE, time.url, SHAPES["long"], AT)
    (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
    (root,) = load_certs_from_pemder_data(ROOTS)
    (above_time,) = load_certs_from_pemder_data(time.root.read_bytes())
    status = validate_pdf_signature(
        signature,
        ValidationContext(trust_roots=[root]),
        ts_validation_context=ValidationContext(trust_roots=[above_time]),
    )
    assert status.bottom_line
    stamped = status.timestamp_validity
    assert stamped is not None
    assert (stamped.valid, stamped.intact, stamped.trusted) == (True, True, True)


def test_its_blank_is_as_long_as_it_needs(time: Tsa) -> None:
    data = pdf.certified(ARCHIVE, time.url, SHAPES["short"], AT)
    start, stop = gap(data)
    held = cms.ContentInfo.load(bytes.fromhex(data[start + 1 : stop - 1].decode()))
    assert 200 < (stop - start - 2) // 2 - len(held.dump()) < 300


@pytest.mark.twin
def test_it_is_made_once(
    client: Browser, session: Session, time: Tsa, row: Certificate, clock: Clock
) -> None:
    first = client.get(f"/sertifikat/{row.code}.pdf")
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-store"
    assert time.asked == 2  # how long its tokens are, and this one
    time.mood = "broken"
    clock.advance(days=1)
    assert client.get(f"/sertifikat/{row.code}.pdf").data == first.data
    assert (time.asked, stored(session)) == (2, 1)
    kept = session.scalars(select(CertificateFile)).one()
    assert (kept.certificate_id, kept.data) == (row.id, first.data)
    assert kept.made_at < clock.now


@pytest.mark.twin
def test_two_who_come_first_get_the_same_bytes(
    app: Flask, session: Session, time: Tsa, row: Certificate
) -> None:
    """Both have their own file from the authority before either is stored."""
    session.commit()
    pdf.local(app.extensions["keyring"].seal("live"), time.url)
    assert time.asked == 1
    time.together = threading.Barrier(2)
    got: list[tuple[int, bytes]] = []

    def download() -> None:
        answer = FlaskClient(app, app.response_class).get(f"/sertifikat/{row.code}.pdf")
        got.append((answer.status_code, answer.data))

    threads = [threading.Thread(target=download) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.asked == 3
    assert [status for status, _ in got] == [200, 200]
    assert got[0][1] == got[1][1]
    assert stored(session) == 1


@pytest.mark.parametrize("measured", [False, True])
@pytest.mark.parametrize("mood", NOTHING)
def test_without_a_time_there_is_no_file(
    app: Flask,
    client: Browser,
    session: Session,
    time: Tsa,
    row: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    mood: str,
    measured: bool,
) -> None:
    monkeypatch.setattr(timestamp, "SECONDS", 2)
    if measured:
        pdf.local(app.extensions["keyring"].seal("live"), time.url)
    time.mood = mood
    answer = client.get(f"/sertifikat/{row.code}.pdf")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "layanan stempel waktu di luar situs ini sedang tidak menjawab" in answer.text
    assert "Coba unduh lagi" in answer.text
    english = client.get(f"/sertifikat/{row.code}.pdf?lang=en")
    assert "a timestamp service outside this site does not answer" in english.text
    assert stored(session) == 0
    time.mood = ""
    assert client.get(f"/sertifikat/{row.code}.pdf").data.startswith(b"%PDF-")
    assert stored(session) == 1


def test_nobody_waits_while_enough_others_do(
    client: Browser, time: Tsa, row: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = BoundedSemaphore(1)
    monkeypatch.setattr(timestamp, "_places", places)
    with places:
        assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 503
    assert time.asked == 0
    assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 200


def test_tokens_that_have_grown_are_measured_again(
    client: Browser, time: Tsa, row: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as smaller:
        smaller.setattr(pdf, "_SLACK_OF_TOKENS", -100)
        assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 503
    assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 200
    assert time.asked == 4


def test_a_token_that_no_reader_here_would_look_at_is_refused(
    time: Tsa, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = authority.make("Sertifikat Ikrar")
    monkeypatch.setattr(pdf, "LONGEST", 2000)
    with pytest.raises(timestamp.Unstamped):
        pdf.certified(archive, time.url, SHAPES["short"], AT)
    assert pdf.certified(archive, "", SHAPES["short"], AT)


def test_what_was_purged_is_gone_though_it_was_stored(
    client: Browser, session: Session, row: Certificate
) -> None:
    assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 200
    row.name = row.position = row.payload = row.token = None
    assert client.get(f"/sertifikat/{row.code}.pdf").status_code == 410


def test_a_stored_file_outlives_its_authority(
    app: Flask, client: Browser, config: Config, row: Certificate
) -> None:
    first = client.get(f"/sertifikat/{row.code}.pdf").data
    app.extensions["declare"] = replace(config, timestamp_url="")
    assert client.get(f"/sertifikat/{row.code}.pdf").data == first


def test_without_an_authority_nothing_is_stored(
    app: Flask, client: Browser, session: Session, config: Config, time: Tsa, row: Certificate
) -> None:
    app.extensions["declare"] = replace(config, timestamp_url="")
    data = client.get(f"/sertifikat/{row.code}.pdf").data
    assert len(info(data)["unsigned_attrs"]) == 0
    assert (time.asked, stored(session)) == (0, 0)
