"""Certificates that an agency seals later: what may follow the certified revision, and what not.

The seal is made by pyHanko's own writer, and read by poppler as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.certificates import service
from declare.certificates.models import Certificate, Status
from declare.core import authority
from declare.core.authority import Chain
from declare.core.reason import Reason
from declare.events.models import Purpose
from declare.keys import Keys
from declare.press import pdf
from declare.verify import later_signatures, sandbox
from declare.verify.pdf_findings import Findings, State, examine
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.corpus import pdfs
from tests.factories import World
from tests.press.paper import run
from tests.press.printables import printable
from tests.verify.test_by_file import ADDED, hand_in
from tests.verify.test_views import verdicts, words

ARCHIVE = authority.make("Sertifikat Ikrar")
AGENCY = authority.make("Badan Kepegawaian Daerah")
AT = datetime.fromisoformat("2026-11-19T02:00:00Z")
NAMED = Chain.read(AGENCY).signer.subject.rfc4514_string().removeprefix("CN=")
SENTENCE = (
    f"Sesudahnya dibubuhi tanda tangan atau segel elektronik {NAMED}; "
    "keabsahannya diperiksa pada layanan verifikasi penerbitnya."
)


def signer(archive: bytes = AGENCY) -> signers.SimpleSigner:
    loaded = signers.SimpleSigner.load_pkcs12_data(archive, [])
    assert loaded is not None
    return loaded


def sealed(data: bytes, name: str = "Segel instansi", archive: bytes = AGENCY) -> bytes:
    """The file with a signature more, which covers all of it."""
    metadata = signers.PdfSignatureMetadata(field_name=name)
    out = signers.PdfSigner(metadata, signer(archive)).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(data))
    )
    return bytes(out.getvalue())


def overlaid(data: bytes) -> bytes:
    """The file with another name over the holder's, in an update of its own."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 30 Tf 100 300 Td (Palsu) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def visible(data: bytes) -> bytes:
    """The file with a seal that shows on the page, where it may hide a name."""
    spec = SigFieldSpec("Segel instansi", on_page=0, box=(100, 300, 500, 400))
    metadata = signers.PdfSignatureMetadata(field_name="Segel instansi")
    writer = IncrementalPdfFileWriter(BytesIO(data))
    out = signers.PdfSigner(metadata, signer(), new_field_spec=spec).sign_pdf(writer)
    return bytes(out.getvalue())


def annotated(data: bytes) -> bytes:
    """The file with a note on the page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    row = generic.DictionaryObject(
        {generic.pdf_name(key): generic.pdf_name(value) for key, value in note.items()}
    )
    row["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (100, 300, 500, 400)))
    row["/Contents"] = generic.pdf_string("Palsu")
    page["/Annots"].append(writer.add_object(row))
    writer.update_container(page)
    writer.update_container(page["/Annots"])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def broken(data: bytes) -> bytes:
    """The sealed file with a byte of the seal's own digest turned."""
    whole = sealed(data)
    place = whole.index(b"/M ", len(data))
    turned = bytearray(whole)
    turned[place + 8] ^= 1
    return bytes(turned)


def read(data: bytes) -> Findings:
    return examine(data, {Keys.LIVE: Chain.read(ARCHIVE).encoded()})


@pytest.fixture(scope="module")
def open_file() -> bytes:
    return pdf.local(ARCHIVE).certify(replace(printable(), agency_seal=True), AT)


@pytest.fixture(scope="module")
def closed_file() -> bytes:
    return pdf.local(ARCHIVE).certify(printable(), AT)


def test_poppler_and_pyhanko_see_both_signatures(open_file: bytes, tmp_path: Path) -> None:
    data = sealed(open_file)
    file = tmp_path / "sealed.pdf"
    file.write_bytes(data)
    said = run("pdfsig", "-nocert", file)
    assert said.count("Signature #") == 2
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    first, second = PdfFileReader(BytesIO(data)).embedded_signatures
    assert first.docmdp_level is MDPPerm.FILL_FORMS
    roots = [signer(ARCHIVE).signing_cert, signer().signing_cert]
    for signature in (first, second):
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots))
        assert (status.intact, status.valid, status.docmdp_ok) == (True, True, True)


def test_a_later_seal_is_found_and_named(open_file: bytes) -> None:
    assert read(open_file).state is State.WHOLE
    once = sealed(open_file)
    assert (read(once).state, read(once).sealed_by) == (
        State.SEALED,
        (NAMED,),
    )
    twice = read(sealed(once, "Segel kedua"))
    assert (twice.state, len(twice.sealed_by)) == (State.SEALED, 2)
    assert sandbox.read(once, {Keys.LIVE: Chain.read(ARCHIVE).encoded()}) == read(once)


NOT_SEALED: dict[str, Callable[[bytes], bytes]] = {
    "a byte": lambda data: data + b"\n",
    "a byte after the seal": lambda data: sealed(data) + b"\n",
    "an overlay": overlaid,
    "an overlay, then a seal": lambda data: sealed(overlaid(data)),
    "a seal, then an overlay": lambda data: overlaid(sealed(data)),
    "a note, then a seal": lambda data: sealed(annotated(data)),
    "a seal that shows": visible,
    "a seal that does not hold": broken,
}


@pytest.mark.parametrize("what", NOT_SEALED)
def test_anything_else_is_appended(open_file: bytes, what: str) -> None:
    found = read(NOT_SEALED[what](open_file))
    assert (found.state, found.sealed_by) == (State.APPENDED, ())


def test_without_the_setting_a_seal_is_appended(closed_file: bytes) -> None:
    assert read(pdfs.countersigned(closed_file)).state is State.APPENDED


def test_the_certified_revision_stays_as_it_is(open_file: bytes) -> None:
    """What is changed in it is no certificate, whatever seal covers it."""
    forged = open_file.replace(b"/Title", b"/Titlf", 1)
    assert forged != open_file
    assert read(sealed(forged)).state is State.OTHER
    assert read(sealed(open_file, archive=ARCHIVE)).state is State.SEALED


@pytest.mark.parametrize("name", ["Badan\u202eKPK", "\x07"])
def test_a_name_that_cannot_be_shown_is_not(open_file: bytes, name: str) -> None:
    data = sealed(open_file, archive=authority.make(name))
    assert later_signatures.signers(data, len(open_file)) == ("",)


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def row(made: World) -> Certificate:
    event = factories.event(made, "netral-2026", purpose=Purpose.LIVE)
    assert event.design is not None
    event.design.agency_seal = True
    return signed(made, event, name="Marlina")


def test_a_sealed_file_keeps_its_status(client: Browser, made: World, row: Certificate) -> None:
    data = sealed(client.get(f"/sertifikat/{row.code}.pdf").data)
    answer = hand_in(client, data).text
    assert verdicts(answer) == ["valid"]
    assert SENTENCE in words(answer)
    assert ADDED not in words(answer)
    assert verdicts(hand_in(client, data + b"\n").text) == ["appended"]
    assert verdicts(hand_in(client, sealed(overlaid(data), "Segel kedua")).text) == ["appended"]
    row.status, row.ended_at, row.reason = Status.REVOKED, made.now, Reason.TWICE
    revoked = hand_in(client, data).text
    assert verdicts(revoked) == ["revoked"]
    assert SENTENCE in words(revoked)


def test_a_design_of_before_allows_no_seal(made: World, row: Certificate) -> None:
    """A frozen design that names no such setting is read as before."""
    frozen = service.frozen(made.session, row)
    assert frozen.agency_seal
    old = frozen.encode().replace(b'"agency_seal": true, ', b"")
    assert old != frozen.encode()
    assert not type(frozen).decode(old).agency_seal


def test_the_setting_is_fixed_at_publishing(client: Browser, made: World) -> None:
    values = {
        "place": "Jakarta",
        "on": "2026-12-05",
        "official_name": "Prof. Dr. Zudan",
        "official_position": "Kepala BKN",
        "number_pattern": "{urut}",
    }
    draft = factories.draft(made, "acara-rancang")
    published = factories.event(made, "acara-terbit")
    for event in (draft, published):
        factories.sign_in(
            client, factories.member(made, event, Role.ORGANISER, f"{event.slug}@u.id")
        )
        path = f"/panitia/acara/{event.slug}/rancangan"
        assert ('name="agency_seal"' in client.get(path).text) == (event is draft)
        client.submit(path, **values, agency_seal="y")
    assert draft.design is not None
    assert published.design is not None
    assert (draft.design.agency_seal, published.design.agency_seal) == (True, False)
    assert published.design.official_name == "Prof. Dr. Zudan"
