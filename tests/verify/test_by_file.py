"""Files that are handed in: the corpus in the page and by the commands, and its own process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from declare.certificates import service
from declare.certificates.models import Certificate, Status
from declare.core.authority import Chain, make
from declare.core.reason import Reason
from declare.events.models import Purpose
from declare.keys import Keys
from declare.press import pdf
from declare.verify import sandbox
from declare.verify.pdf_findings import Chains, Findings, State, examine
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.corpus import bombs, pdfs
from tests.corpus.pdfs import Case, Original
from tests.factories import World
from tests.press.printables import printable
from tests.verify.test_views import verdicts, words


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def row(made: World) -> Certificate:
    signed(made, factories.event(made, "contoh-uji"))
    return signed(made, factories.event(made, "netral-2026", purpose=Purpose.LIVE), name="Marlina")


def handed_out(made: World, row: Certificate) -> Original:
    """The certificate as a holder has it."""
    content = service.printable(made.session, row)
    seal = pdf.local(made.keys.seal(content.purpose))
    return Original(seal.certify(content, made.now), content, made.now)


class CachingSandbox:
    """In place of the sandbox: reads each file once, those in `sandboxed` in a child process."""

    def __init__(self) -> None:
        self.findings: dict[bytes, Findings] = {}
        self.sandboxed: set[bytes] = set()
        self.slowest = 0.0

    def read(self, data: bytes, chains: Chains) -> Findings:
        if data not in self.findings:
            start = monotonic()
            self.findings[data] = (READ if data in self.sandboxed else examine)(data, chains)
            self.slowest = max(self.slowest, monotonic() - start)
        return self.findings[data]


READ = sandbox.read


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> CachingSandbox:
    cache = CachingSandbox()
    monkeypatch.setattr(sandbox, "read", cache.read)
    return cache


@pytest.fixture
def commands(app: Flask, client: Browser, tmp_path: Path) -> dict[str, Callable[[bytes], str]]:
    """`verify` with the record, and against a saved key set."""
    file, keys = tmp_path / "handed-in.pdf", tmp_path / "jwks.json"
    keys.write_bytes(client.get("/.well-known/jwks.json").data)

    def verify(*more: str) -> Callable[[bytes], str]:
        def run(data: bytes) -> str:
            file.write_bytes(data)
            done = app.test_cli_runner().invoke(args=["verify", str(file), *more])
            verdict = json.loads(done.output)["verdict"]
            assert done.exit_code == (verdict not in ("valid", "authentic", "sample"))
            return str(verdict)

        return run

    return {"record": verify(), "keys": verify("--keys", str(keys))}


def hand_in(client: Browser, data: bytes) -> TestResponse:
    """What a browser sends; werkzeug's own client leaves files of large ones open."""
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = part % (b"csrf_token", b"", client.csrf_token().encode())
    body += part % (b"file", b'; filename="sertifikat.pdf"', data) + b"--x--\r\n"
    return client.post("/verifikasi", data=body, content_type="multipart/form-data; boundary=x")


def in_page(client: Browser, data: bytes) -> str:
    answer = hand_in(client, data)
    if answer.status_code == 422:
        assert "Berkas ini bukan PDF yang dapat dibaca" in answer.text
        return "unreadable"
    (verdict,) = verdicts(answer.text)
    assert answer.status_code == (404 if verdict == "unknown" else 200)
    return verdict


def test_the_corpus_gets_its_verdicts(
    client: Browser,
    made: World,
    row: Certificate,
    cache: CachingSandbox,
    commands: dict[str, Callable[[bytes], str]],
    tmp_path: Path,
) -> None:
    """In the page, by the command with the record, and without it: one verdict for each file."""
    one = handed_out(made, row)
    cases = [*pdfs.cases(one, tmp_path), *of_others(made)]
    cache.sandboxed = {one.data, *(data for _, data, _ in bombs.all_of(one.data))}
    wrong = []
    for case in cases:
        told = [in_page(client, case.data), *(ask(case.data) for ask in commands.values())]
        expected = [{case.verdict}, *(said.get(case.verdict, {case.verdict}) for said in COMMANDS)]
        if not all(one in allowed for one, allowed in zip(told, expected, strict=True)):
            wrong.append((case.what, case.verdict, told))
    assert wrong == []
    assert len(cache.findings) == len(cases) > 40
    assert cache.slowest < 10


NO_PDF = {"unreadable": {"mismatch", "unknown"}}
COMMANDS = (NO_PDF, {**NO_PDF, "valid": {"authentic"}})
"""What a command calls what the page refuses, and what keys alone can say of what is valid."""


def of_others(made: World) -> Iterator[Case]:
    """Certificates that are whole and good, of others than this one."""
    sample = made.session.query(Certificate).order_by(Certificate.id).first()
    assert sample is not None
    yield Case("a sample", handed_out(made, sample).data, "sample")
    content = service.printable(made.session, sample)
    wrong = pdf.local(made.keys.seal("live")).certify(content, made.now)
    yield Case("a sample under the live seal", wrong, "mismatch")


def test_a_strangers_certificate(made: World, client: Browser, cache: CachingSandbox) -> None:
    """It is good where it was issued; its token and its seal are unknown here."""
    theirs = pdf.local(make("Sertifikat Ikrar")).certify(printable(), made.now)
    assert in_page(client, theirs) == "mismatch"
    assert "Marlina" not in hand_in(client, theirs).text


ADDED = "Berkas ini juga ditambahi setelah diterbitkan; gunakan berkas asli."

STATES: dict[str, Callable[[Certificate], Any]] = {
    "revoked": lambda row: setattr(row, "status", Status.REVOKED),
    "superseded": lambda row: setattr(row, "status", Status.SUPERSEDED),
    "archived": lambda row: purge(row),
    "mismatch": lambda row: setattr(row, "name", "Palsu"),
}


def purge(row: Certificate) -> None:
    row.name = row.position = row.payload = row.token = None


@pytest.mark.parametrize("verdict", STATES)
def test_a_status_outranks_what_was_added(
    client: Browser,
    made: World,
    row: Certificate,
    cache: CachingSandbox,
    commands: dict[str, Callable[[bytes], str]],
    verdict: str,
) -> None:
    """One byte more hides no status: the page says the status and that something was added."""
    one = handed_out(made, row)
    STATES[verdict](row)
    row.ended_at = made.now
    made.session.commit()
    assert ADDED not in words(hand_in(client, one.data).text)
    longer = one.data + b"\n"
    for data in (one.data, longer):
        assert in_page(client, data) == commands["record"](data) == verdict
    assert (ADDED in words(hand_in(client, longer).text)) == (verdict != "mismatch")


def test_added_to_a_sample(
    client: Browser,
    made: World,
    row: Certificate,
    cache: CachingSandbox,
    commands: dict[str, Callable[[bytes], str]],
) -> None:
    """On samples *appended* is never the verdict, with the record or without; a check says it."""
    sample = made.session.query(Certificate).order_by(Certificate.id).first()
    assert sample is not None
    longer = handed_out(made, sample).data + b"\n"
    made.session.commit()
    assert [in_page(client, longer), *(ask(longer) for ask in commands.values())] == ["sample"] * 3
    assert ADDED in words(hand_in(client, longer).text)
    sample.status, sample.ended_at, sample.reason = Status.REVOKED, made.now, Reason.TWICE
    made.session.commit()
    revoked = words(hand_in(client, longer).text)
    assert in_page(client, longer) == "revoked"
    assert "DICABUT pada 19 November 2026" in revoked
    assert "CONTOH. Sertifikat latihan" in revoked
    assert ADDED in revoked


def test_a_file_without_its_record_is_unknown(
    client: Browser, made: World, row: Certificate, cache: CachingSandbox
) -> None:
    one = handed_out(made, row)
    made.session.delete(row)
    assert in_page(client, one.data) == "unknown"
    assert in_page(client, one.data + b"\n") == "unknown"


def test_the_page_says_what_was_checked(client: Browser, made: World, row: Certificate) -> None:
    one = handed_out(made, row)
    whole = words(hand_in(client, one.data).text)
    assert "TERCATAT atas nama Dra. Marlina, S.E." in whole
    for ground in ("ditandatangani penerbit", "mencakup seluruh berkas", "Bukti tercatat"):
        assert ground in whole
    assert "Gagal:" not in whole.partition("Apa yang diperiksa Berkas")[2]
    longer = hand_in(client, one.data + b"\n").text
    assert "BERKAS DITAMBAHI" in words(longer)
    assert f'href="/sertifikat/{row.code}.pdf"' in longer
    assert "Gagal: Tanda tangan itu mencakup seluruh berkas" in words(longer)


def examined(one: Original, data: bytes) -> Findings:
    return examine(data, {Keys.LIVE: Chain.read(pdfs.STRANGER).encoded()})


@pytest.fixture(scope="module")
def one() -> Original:
    """A certificate without a platform."""
    at = datetime.fromisoformat("2026-11-19T02:00:00Z")
    content = printable()
    return Original(pdf.local(pdfs.STRANGER).certify(content, at), content, at)


@pytest.mark.parametrize("count", [100, pytest.param(400, marks=pytest.mark.slow)])
def test_no_bit_may_be_turned(one: Original, count: int) -> None:
    assert examined(one, one.data).state is State.WHOLE
    wrong = [
        (place, found.state)
        for place, data in pdfs.flips(one, inside=count, outside=count)
        if (found := examined(one, data)).state is not State.OTHER
    ]
    assert wrong == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(junk=st.binary(max_size=60), at=st.integers(0, 2000), cut=st.integers(0, 400))
def test_junk_near_the_end_is_never_whole(one: Original, junk: bytes, at: int, cut: int) -> None:
    place = len(one.data) - at
    data = one.data[:place] + junk + one.data[place + cut :]
    state = examined(one, data).state
    assert (state is State.WHOLE) == (data == one.data)
    assert (state is State.APPENDED) == (data != one.data and data.startswith(one.data))


@given(st.binary(max_size=300))
def test_junk_is_nothing(data: bytes) -> None:
    for junk in (data, b"%PDF-1.7\n" + data, b"%PDF-1.7\n" + data + b"startxref\n0\n%%EOF"):
        assert examine(junk, {}).state in (State.OTHER, State.UNREADABLE)


def test_slips_at_the_form(client: Browser, row: Certificate) -> None:
    page = client.get("/verifikasi").text
    assert 'enctype="multipart/form-data"' in page
    none = client.submit("/verifikasi", file=(BytesIO(b""), ""))
    assert none.status_code == 422
    assert "Pilih berkas PDF sertifikat." in none.text
    code = client.submit("/verifikasi", file=(BytesIO(b""), ""), code=row.code)
    assert verdicts(code.text) == ["valid"]
    both = client.submit("/verifikasi", file=(BytesIO(b"junk"), "x.pdf"), code=row.code)
    assert both.status_code == 422
    large = hand_in(client, bytes(50 * 1024 * 1024))
    assert large.status_code == 413
    assert "paling besar 10 MB" in large.text
