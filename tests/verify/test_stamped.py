"""A certificate with a timestamp that is handed in: the file that was stored, and others."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import algos, cms, core, tsp
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from config import Config
from declare.certificates import service
from declare.certificates.models import Certificate, CertificateFile
from declare.core.authority import Chain
from declare.events.models import Purpose
from declare.keys import Keys
from declare.press import pdf
from declare.verify import by_file, sandbox
from declare.verify.pdf_findings import State, examine
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World
from tests.press import tsa
from tests.press.tsa import Tsa
from tests.verify.test_by_file import hand_in, in_page
from tests.verify.test_views import words

Change = Callable[[cms.ContentInfo], None]


@pytest.fixture(scope="module")
def time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tsa]:
    with tsa.serving(tmp_path_factory.mktemp("tsa")) as server:
        yield server


@pytest.fixture
def config(config: Config, time: Tsa) -> Config:
    return replace(config, timestamp_url=time.url)


@pytest.fixture
def made(app: Flask, session: Session, config: Config) -> World:
    return factories.world(app, session, app.config["CLOCK"]())


@pytest.fixture
def row(made: World) -> Certificate:
    return signed(made, factories.event(made, purpose=Purpose.LIVE))


@pytest.fixture
def file(client: Browser, row: Certificate) -> bytes:
    """As its holder got it."""
    return client.get(f"/sertifikat/{row.code}.pdf").data


def changed(data: bytes, change: Change) -> bytes:
    """The file with other things in its gap that the issuer's signature does not cover."""
    place = data.rindex(b"/Contents <") + len(b"/Contents <")
    width = data.index(b">", place) - place
    held = cms.ContentInfo.load(bytes.fromhex(data[place : place + width].decode()))
    change(held)
    told = held.dump().hex().encode()
    assert len(told) <= width
    return data[:place] + told.ljust(width, b"0") + data[place + width :]


def signer(held: cms.ContentInfo) -> cms.SignerInfo:
    return held["content"]["signer_infos"][0]


def token(time: Tsa, digest: bytes) -> cms.ContentInfo:
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"})}
    query = {"message_imprint": {**imprint, "hashed_message": digest}, "cert_req": True}
    told = time.reply(tsp.TimeStampReq({"version": 1, **query}).dump())
    return tsp.TimeStampResp.load(told)["time_stamp_token"]


def put(*attributes: tuple[str, list[core.Asn1Value]]) -> Change:
    made = [cms.CMSAttribute({"type": name, "values": values}) for name, values in attributes]

    def change(held: cms.ContentInfo) -> None:
        signer(held)["unsigned_attrs"] = cms.CMSAttributes(made)

    return change


def unstamped(held: cms.ContentInfo) -> None:
    del signer(held)["unsigned_attrs"]


def imprint(data: bytes) -> bytes:
    """What the stamp in a file is for."""
    kept: list[bytes] = []

    def look(held: cms.ContentInfo) -> None:
        stamp = signer(held)["unsigned_attrs"][0]["values"][0]
        told = stamp["content"]["encap_content_info"]["content"].parsed
        kept.append(told["message_imprint"]["hashed_message"].native)

    changed(data, look)
    return kept[0]


def test_what_was_handed_out_is_valid(client: Browser, row: Certificate, file: bytes) -> None:
    assert in_page(client, file) == "valid"
    page = words(hand_in(client, file).text)
    assert "Berkas beserta stempel waktunya sama dengan yang disimpan saat dibuat" in page
    assert "Gagal:" not in page.partition("Apa yang diperiksa Berkas")[2]
    assert in_page(client, file + b"\n") == "appended"


def test_commands_say_the_same(app: Flask, client: Browser, file: bytes, tmp_path: Path) -> None:
    handed, keys = tmp_path / "handed-in.pdf", tmp_path / "jwks.json"
    handed.write_bytes(file)
    keys.write_bytes(client.get("/.well-known/jwks.json").data)
    for more, verdict in (((), "valid"), (("--keys", str(keys)), "authentic")):
        done = app.test_cli_runner().invoke(args=["verify", str(handed), *more])
        assert (done.exit_code, json.loads(done.output)["verdict"]) == (0, verdict)


def test_a_file_from_before_the_authority_is_valid_too(
    client: Browser, made: World, row: Certificate, file: bytes
) -> None:
    content = service.printable(made.session, row)
    before = pdf.local(made.keys.seal(content.purpose)).certify(content, made.now)
    assert in_page(client, before) == "valid"


def test_a_file_whose_copy_was_lost_is_valid(
    client: Browser, session: Session, row: Certificate, file: bytes
) -> None:
    """The database was restored to before; perhaps the file was made again since."""
    session.execute(delete(CertificateFile))
    assert in_page(client, file) == "valid"
    again = client.get(f"/sertifikat/{row.code}.pdf").data
    assert again != file
    assert (in_page(client, again), in_page(client, file)) == ("valid", "valid")


def test_another_token_of_the_same_signature_is_not_what_was_stored(
    client: Browser, time: Tsa, file: bytes
) -> None:
    other = changed(file, put(("signature_time_stamp_token", [token(time, imprint(file))])))
    assert other != file
    assert in_page(client, other) == "mismatch"
    assert in_page(client, other + b"\n") == "mismatch"


def test_a_token_that_is_not_sound_is_never_certified(
    app: Flask, session: Session, made: World, time: Tsa, file: bytes
) -> None:
    """Seen in the file alone, as without the site."""
    chains = {Keys.LIVE: Chain.read(made.keys.seal("live")).encoded()}
    stamp = token(time, imprint(file))
    good = ("signature_time_stamp_token", [stamp])
    bare = cms.ContentInfo({"content_type": "data"})
    assert examine(changed(file, put(good)), chains).stamped
    wrong: dict[str, Change] = {
        "of something else": put(("signature_time_stamp_token", [token(time, bytes(32))])),
        "taken out": unstamped,
        "nothing in its place": put(),
        "none in it": put(("signature_time_stamp_token", [])),
        "no token": put(("signature_time_stamp_token", [bare])),
        "beside another thing": put(good, ("content_type", [cms.ContentType("data")])),
    }
    for what, change in wrong.items():
        assert examine(changed(file, change), chains).state is State.OTHER, what


@pytest.mark.parametrize("tries", [15, pytest.param(50, marks=pytest.mark.slow)])
def test_no_bit_may_be_turned(
    session: Session, made: World, file: bytes, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    monkeypatch.setattr(sandbox, "read", examine)
    assert by_file.verify(session, made.keys, file).result == "valid"
    start = file.rindex(b"/Contents <")
    chance = random.Random(5)
    places = [chance.randrange(start, file.index(b">", start)) for _ in range(5 * tries)]
    places += [chance.randrange(len(file)) for _ in range(tries)]
    for place in places:
        turned = bytearray(file)
        turned[place] ^= 1 << chance.randrange(8)
        found = by_file.verify(session, made.keys, bytes(turned)).result
        assert found in ("mismatch", "unknown"), place
