"""A certificate with a timestamp that is handed in: the file that was stored, and others."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from asn1crypto import algos, cms, parser, tsp
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


def gap(data: bytes) -> slice:
    """Return where the signature stands, in hexadecimal."""
    place = data.rindex(b"/Contents <") + len(b"/Contents <")
    return slice(place, data.index(b">", place))


def changed(data: bytes, unsigned: bytes) -> bytes:
    """The file with other unsigned attributes, which the issuer's signature does not cover."""
    place = gap(data)
    padded = bytes.fromhex(data[place].decode())
    told = replaced(padded[: parser.peek(padded)], 4, unsigned).hex().encode()
    width = place.stop - place.start
    assert len(told) <= width
    return data[: place.start] + told.ljust(width, b"0") + data[place.stop :]


def replaced(encoded: bytes, depth: int, last: bytes) -> bytes:
    """Put other bytes in the place of the element that is the last one at that depth.

    With the parser alone: asn1crypto cannot write every token that it has read.
    """
    tag_class, method, tag, _, contents, _ = parser.parse(encoded)
    start = 0
    while start + (length := parser.peek(contents[start:])) < len(contents):
        start += length
    if depth:
        last = replaced(contents[start:], depth - 1, last)
    return parser.emit(tag_class, method, tag, contents[:start] + last)


def signer(data: bytes) -> cms.SignerInfo:
    held = cms.ContentInfo.load(bytes.fromhex(data[gap(data)].decode()))
    return held["content"]["signer_infos"][0]


def token(time: Tsa, digest: bytes, *, nonce: int = 0) -> bytes:
    """Make a token; the octets of the nonce make it longer."""
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"})}
    query = {"message_imprint": {**imprint, "hashed_message": digest}, "cert_req": True}
    if nonce:
        query["nonce"] = 1 << 8 * nonce - 2
    told = time.reply(tsp.TimeStampReq({"version": 1, **query}).dump())
    return parser.emit(0, 1, 16, tsp.TimeStampResp.load(told)["time_stamp_token"].contents)


def attribute(kind: str, *values: bytes) -> bytes:
    contents = cms.CMSAttributeType(kind).dump() + parser.emit(0, 1, 17, b"".join(values))
    return parser.emit(0, 1, 16, contents)


def put(*attributes: bytes) -> bytes:
    return parser.emit(2, 1, 1, b"".join(attributes))


def stamps(*tokens: bytes) -> bytes:
    return attribute("signature_time_stamp_token", *tokens)


def imprint(data: bytes) -> bytes:
    """What the stamp in a file is for."""
    stamp = signer(data)["unsigned_attrs"][0]["values"][0]
    told = stamp["content"]["encap_content_info"]["content"].parsed
    return told["message_imprint"]["hashed_message"].native


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
    other = changed(file, put(stamps(token(time, imprint(file)))))
    assert other != file
    assert in_page(client, other) == "mismatch"
    assert in_page(client, other + b"\n") == "mismatch"


def test_a_token_that_is_not_sound_is_never_certified(
    app: Flask, session: Session, made: World, time: Tsa, file: bytes
) -> None:
    """Seen in the file alone, as without the site."""
    chains = {Keys.LIVE: Chain.read(made.keys.seal("live")).encoded()}
    good = stamps(token(time, imprint(file)))
    bare = cms.ContentInfo({"content_type": "data"}).dump()
    another = attribute("content_type", cms.ContentType("data").dump())
    assert examine(changed(file, put(good)), chains).stamped
    wrong = {
        "of something else": put(stamps(token(time, bytes(32)))),
        "taken out": b"",
        "nothing in its place": put(),
        "none in it": put(stamps()),
        "no token": put(stamps(bare)),
        "beside another thing": put(good, another),
    }
    for what, change in wrong.items():
        assert examine(changed(file, change), chains).state is State.OTHER, what


def test_a_token_is_sound_whatever_its_length(made: World, time: Tsa, file: bytes) -> None:
    """asn1crypto takes a length that ends in 80 hexadecimal for an indefinite one."""
    chains = {Keys.LIVE: Chain.read(made.keys.seal("live")).encoded()}
    nonce, lacking = 150, 1
    while lacking:
        stamped = changed(file, put(stamps(token(time, imprint(file), nonce=nonce))))
        lacking = (0x80 - len(signer(stamped).contents)) % 256
        nonce += lacking if lacking < 128 else lacking - 256  # signatures differ by octets
    assert examine(stamped, chains).state is State.WHOLE


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
