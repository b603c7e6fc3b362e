"""The certified file, as tools see it that nobody here wrote: poppler, OpenSSL, qpdf, mutool."""

from __future__ import annotations

import asyncio
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy.orm import Session

from declare.certificates.enclosure import enclosed
from declare.core import authority, note
from declare.core.proof import Proof
from declare.keys import Keyring
from declare.press import pdf
from declare.press.signature_placeholder import SignaturePlaceholder
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.press.paper import run
from tests.press.printables import LONG_NAME, LONG_POSITION, printable

AT = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
ARCHIVE = authority.make("Sertifikat Ikrar")
ROOTS = authority.Chain.read(ARCHIVE).roots()
ENCLOSED = enclosed(b"token", Proof(b"entry", 3, (bytes(32),), "checkpoint"))
SHAPES = {
    "short": printable(attachments=ENCLOSED),
    "long": printable(LONG_NAME, LONG_POSITION, purpose="sample", attachments=ENCLOSED),
    "not in the plate": printable("Şükrü Łoś, S.H.", attachments=ENCLOSED),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sealed")
    made = {shape: folder / f"{shape}.pdf" for shape in SHAPES}
    for shape, path in made.items():
        path.write_bytes(pdf.local(ARCHIVE).certify(SHAPES[shape], AT))
    return made


@pytest.fixture(scope="module", params=SHAPES)
def file(request: pytest.FixtureRequest, files: dict[str, Path]) -> Path:
    return files[request.param]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of NSS, which poppler asks, that knows our authority."""
    folder = tmp_path_factory.mktemp("nss")
    (folder / "ca.pem").write_bytes(ROOTS)
    store = f"sql:{folder}"
    run("certutil", "-N", "-d", store, "--empty-password")
    run("certutil", "-A", "-d", store, "-n", "ikrar", "-t", "C,C,C", "-i", folder / "ca.pem")
    return folder


def test_poppler_calls_it_valid_trusted_and_signed_as_a_whole(file: Path, trust: Path) -> None:
    said = run("pdfsig", "-nssdir", f"sql:{trust}", file)
    assert said.count("Signature #") == 1
    assert "Signature Validation: Signature is Valid." in said
    assert "Certificate Validation: Certificate is Trusted." in said
    assert "  - Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said


def test_poppler_trusts_nobody_else(trust: Path, tmp_path: Path) -> None:
    file = tmp_path / "stranger.pdf"
    stranger = pdf.local(authority.make("Sertifikat Ikrar"))
    file.write_bytes(stranger.certify(SHAPES["short"], AT))
    said = run("pdfsig", "-nssdir", f"sql:{trust}", file)
    assert "Signature Validation: Signature is Valid." in said
    assert "Certificate is Trusted" not in said


def test_openssl_verifies_the_signature(file: Path, tmp_path: Path) -> None:
    data = file.read_bytes()
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+) *\]", data)
    assert found
    start, stop, rest = map(int, found.groups())
    assert stop + rest == len(data)
    cms = bytes.fromhex(data[start + 1 : stop - 1].decode())
    for name, content in {
        "cms": cms[: 4 + int.from_bytes(cms[2:4])],
        "content": data[:start] + data[stop:],
        "other": data[:start] + data[stop:] + b"\n",
        "ca.pem": ROOTS,
    }.items():
        (tmp_path / name).write_bytes(content)
    command = ("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms")
    command += ("-CAfile", tmp_path / "ca.pem", "-out", tmp_path / "out", "-content")
    run(*command, tmp_path / "content")
    with pytest.raises(subprocess.CalledProcessError):
        run(*command, tmp_path / "other")


def test_qpdf_and_mutool_find_nothing_wrong(file: Path) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", file)
    assert "The document is unchanged since signing." in run("mutool", "sign", "-v", file)


def test_pyhanko_finds_it_valid_and_closed_to_changes(file: Path) -> None:
    reader = PdfFileReader(BytesIO(file.read_bytes()))
    (signature,) = reader.embedded_signatures
    (root,) = load_certs_from_pemder_data(ROOTS)
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    assert status.bottom_line
    assert status.docmdp_ok
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert status.signer_reported_dt == AT


def test_every_signature_is_another_and_nothing_else_is(files: dict[str, Path]) -> None:
    again = pdf.local(ARCHIVE).certify(SHAPES["short"], AT)
    first = files["short"].read_bytes()
    assert again != first
    without = [re.sub(rb"/Contents <[0-9a-f]*>", b"", each) for each in (first, again)]
    assert without[0] == without[1]


class Token(Signer):
    """Signs as pyHanko's `PKCS11Signer` does: in a thread that is waited for, and what it needs it
    fetches there before its first signature.
    """

    def __init__(self) -> None:
        self.key = SimpleSigner.load_pkcs12_data(ARCHIVE, [])
        self.fetched: asyncio.Event | None = None
        self.threads: list[str] = []
        super().__init__(signing_cert=self.key.signing_cert, cert_registry=self.key.cert_registry)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        assert not dry_run, "its room is measured, not guessed"
        loop = asyncio.get_running_loop()
        if self.fetched is None:
            self.fetched = asyncio.Event()
            await loop.run_in_executor(None, threading.Event().wait, 0.05)
            self.fetched.set()
        else:
            await self.fetched.wait()
        return await loop.run_in_executor(None, self._sign, data, digest_algorithm)

    def _sign(self, data: bytes, digest_algorithm: str) -> bytes:
        self.threads.append(threading.current_thread().name)
        return bytes(self.key.sign_raw(data, digest_algorithm))


def test_a_signer_may_sign_in_a_thread_of_its_own(trust: Path, tmp_path: Path) -> None:
    """Four requests at once, each with a loop of its own, through one signer."""
    token = Token()
    seal = pdf.LocalSigner.of(token)
    with ThreadPoolExecutor(4, "request") as requests:
        made = list(requests.map(lambda _: seal.certify(SHAPES["short"], AT), range(4)))
    assert len(token.threads) == 5  # the first measured its room
    assert all(name.startswith("asyncio_") for name in token.threads)
    assert len(set(made)) == 4
    for data in made:
        file = tmp_path / "token.pdf"
        file.write_bytes(data)
        said = run("pdfsig", "-nssdir", f"sql:{trust}", file)
        assert "Signature Validation: Signature is Valid." in said
        assert "Certificate Validation: Certificate is Trusted." in said
        assert "  - Total document signed" in said


def test_a_signature_too_long_for_its_blank_is_refused(files: dict[str, Path]) -> None:
    blank = SignaturePlaceholder(AT, 10)
    file = b"/ByteRange [" + b" " * 36 + b"] /Contents <" + b"00" * 10 + b">"
    assert b"/Contents <6161" in blank.fill(file, lambda digest: b"aa")
    with pytest.raises(ValueError, match="longer than its blank"):
        blank.fill(file, lambda digest: b"a" * 11)


@pytest.mark.parametrize("purpose", ["live", "rehearsal", "sample"])
def test_what_is_handed_out(
    app: Flask, session: Session, client: Browser, now: datetime, tmp_path: Path, purpose: str
) -> None:
    """Signed under the published authority of its purpose, with token and proof inside."""
    made = factories.world(app, session, now)
    event = factories.event(made, purpose=purpose)
    row = signed(made, event)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(client.get(f"/sertifikat/{row.code}.pdf").data)
    (signature,) = PdfFileReader(BytesIO(file.read_bytes())).embedded_signatures
    for published, good in (("", purpose == "live"), ("-sample", purpose != "live")):
        answer = client.get(f"/.well-known/declare-ca{published}.pem")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        (root,) = load_certs_from_pemder_data(answer.data)
        context = ValidationContext(trust_roots=[root])
        assert validate_pdf_signature(signature, context).bottom_line is good
    run("pdfdetach", "-saveall", "-o", tmp_path, file)
    assert (tmp_path / "sertifikat.cwt").read_bytes() == row.token
    proof = Proof.read((tmp_path / "bukti.tlog-proof").read_text())
    vkey = note.vkey(event.origin or "", made.keys.log(purpose).public_key())
    assert proof.verify(event.origin or "", [note.Verifier(vkey)]).size == row.index + 1
    assert (proof.entry, proof.index) == (row.entry, row.index)


def test_a_signer_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    first, again = Keyring.open(tmp_path), Keyring.open(tmp_path)
    for purpose, folder in (("live", tmp_path), ("sample", tmp_path / "sample")):
        path = folder / "pdf.p12"
        assert path.stat().st_mode & 0o777 == 0o600
        assert first.seal(purpose) == again.seal(purpose) == path.read_bytes()
    assert first.seal("live") != first.seal("sample")
    (tmp_path / "pdf.p12").write_bytes(b"no archive")
    with pytest.raises(authority.AuthorityError):
        Keyring.open(tmp_path)
