"""A log as a program sees it over HTTP: the files of C2SP tlog-tiles, and proofs of any entry."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import bundle, cosignature, merkle, note
from declare.core.note import Checkpoint, Verifier
from declare.core.proof import Proof
from declare.core.tiles import Tile
from declare.events.models import Event
from declare.ledger import witness
from tests import factories
from tests.browser import Browser
from tests.factories import World
from tests.ledger.conftest import grow
from tests.ledger.witnesses import registered

ORIGIN = "ikrar.test/log/acara-uji"
LOG = "/log/acara-uji/"
FOR_EVER = "public, max-age=31536000, immutable"


def verifier(made: World, event: Event) -> Verifier:
    return Verifier(note.vkey(ORIGIN, made.keys.log(event.purpose).public_key()))


def head(made: World, event: Event, text: str) -> Checkpoint:
    return Checkpoint.read(note.read(text, [verifier(made, event)]))


def root(entries: list[bytes]) -> bytes:
    return merkle.root([merkle.leaf_hash(each) for each in entries])


@pytest.mark.twin
def test_every_size_has_its_checkpoint(client: Browser, made: World) -> None:
    event = factories.event(made)
    entries = grow(made, event, 20)
    assert head(made, event, client.get(LOG + "checkpoint").text).size == 20
    for size in range(1, 21):
        found = head(made, event, client.get(f"{LOG}checkpoint/{size}").text)
        assert found == Checkpoint(ORIGIN, size, root(entries[:size]))


def hashes_of(tile: Tile, entries: list[bytes]) -> list[bytes]:
    """The definition of the specification, over the entries themselves."""
    wide = 1 << tile.height
    places = range(tile.start, tile.start + tile.width)
    return [root(entries[place * wide : (place + 1) * wide]) for place in places]


@pytest.mark.twin
def test_tiles_hold_what_the_entries_say(client: Browser, made: World) -> None:
    entries = grow(made, factories.event(made), 600)
    for tile in (
        *(Tile(0, 0, width) for width in (1, 2, 255, 256)),
        *(Tile(0, 2, width) for width in (1, 87, 88)),
        *(Tile(1, 0, width) for width in (1, 2)),
    ):
        answer = client.get(f"{LOG}tile/{tile.path()}")
        assert answer.data == b"".join(hashes_of(tile, entries)), tile


@pytest.mark.twin
def test_bundles_hold_the_entries(client: Browser, made: World) -> None:
    entries = grow(made, factories.event(made), 600)
    for number, widths in ((0, (1, 255, 256)), (2, (1, 88))):
        for width in widths:
            tile = Tile(None, number, width)
            found = bundle.read(client.get(f"{LOG}tile/{tile.path()}").data, width)
            assert found == entries[tile.start : tile.start + width], tile


def test_nothing_is_there_beyond_the_published_size(client: Browser, made: World) -> None:
    grow(made, factories.event(made), 257)
    for path in (
        *("tile/0/001.p/2", "tile/0/001", "tile/0/002.p/1", "tile/1/000.p/2", "tile/1/000"),
        *("tile/2/000.p/1", "tile/entries/001.p/2", "tile/entries/001", "tile/6/000"),
        *("checkpoint/258", "checkpoint/0", "checkpoint/999999999999999"),
        *("proof/257", "proof/0?size=258", "proof/5?size=5", "proof/0?size=0"),
    ):
        answer = client.get(LOG + path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store"), path
    assert client.get(LOG + "tile/0/001.p/1").status_code == 200
    assert client.get("/log/acara-lain/checkpoint").status_code == 404


ODD = (
    *("checkpoint/01", "checkpoint/-1", "checkpoint/+1", "checkpoint/١", "checkpoint/1.0"),
    *("checkpoint/" + "9" * 5000, "proof/00", "proof/0?size=", "proof/0?size=01", "proof/x"),
    *("proof/0?size=1e0", "proof/%00", "tile/0/0", "tile/0/000.p/256", "tile/00/000"),
    *("tile/0/x000/000", "tile/0/000/", "tile/data/000", "tile/63/000", "tile/", "tile", ""),
)


def test_odd_spellings_are_not_found(client: Browser, made: World) -> None:
    grow(made, factories.event(made), 300)
    assert [path for path in ODD if client.get(LOG + path).status_code != 404] == []


@pytest.mark.twin
def test_any_entry_is_proven_under_any_size(client: Browser, made: World) -> None:
    event = factories.event(made)
    entries = grow(made, event, 300)
    known = [verifier(made, event)]
    for size in (1, 2, 7, 255, 256, 257, 300):
        for index in {0, size // 2, size - 1}:
            proof = Proof.read(client.get(f"{LOG}proof/{index}?size={size}").text)
            assert (proof.index, proof.entry) == (index, entries[index])
            assert proof.verify(ORIGIN, known).size == size


def test_without_a_size_the_proof_is_under_the_latest(client: Browser, made: World) -> None:
    event = factories.event(made)
    grow(made, event, 9)
    proof = Proof.read(client.get(f"{LOG}proof/3").text)
    assert proof.verify(ORIGIN, [verifier(made, event)]).size == 9


def test_witnesses_stand_under_the_note(client: Browser, made: World) -> None:
    event = factories.event(made)
    grow(made, event, 3)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    vkey = cosignature.vkey("bawaslu.example", key)
    registered(made, event, vkey)
    text, _ = note.split(client.get(LOG + "checkpoint/2").text)
    line = cosignature.line(text, "bawaslu.example", key, int(made.now.timestamp()))
    witness.take(made.session, event.log_id or 0, line, made.now)
    known = [cosignature.Witness(vkey)]
    for path in ("checkpoint/2", "proof/1?size=2"):
        signed = client.get(LOG + path).text.rpartition("\n\n")
        found = cosignature.read(text + "\n" + signed[2], known)
        assert [each.witness.name for each in found] == ["bawaslu.example"]
    assert cosignature.read(client.get(LOG + "checkpoint").text, known) == []


FILES = {
    "checkpoint": ("text/plain; charset=utf-8", "public, max-age=2"),
    "checkpoint/2": ("text/plain; charset=utf-8", "public, max-age=60"),
    "proof/1": ("text/plain; charset=utf-8", "public, max-age=2"),
    "proof/1?size=2": ("text/plain; charset=utf-8", "public, max-age=60"),
    "tile/0/000": ("application/octet-stream", FOR_EVER),
    "tile/0/000.p/3": ("application/octet-stream", FOR_EVER),
    "tile/entries/000": ("application/octet-stream", FOR_EVER),
    "tile/entries/001.p/1": ("application/octet-stream", FOR_EVER),
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_cache_may_stand_in_front(client: Browser, made: World, method: str) -> None:
    """Also for a client with a cookie that asks for another language."""
    grow(made, factories.event(made), 260)
    client.get("/?lang=en")
    for path, (kind, kept) in FILES.items():
        for address in (LOG + path, LOG + path + ("&" if "?" in path else "?") + "lang=id"):
            answer = client.open(address, method=method)
            headers = answer.headers
            assert answer.status_code == 200
            assert (headers["Content-Type"], headers["Cache-Control"]) == (kind, kept)
            assert headers["Access-Control-Allow-Origin"] == "*"
            assert {"Set-Cookie", "Vary"} & set(headers.keys()) == set()
            assert (method == "HEAD") == (answer.data == b"")
            again = client.open(address, method=method, headers={"If-None-Match": headers["ETag"]})
            assert again.status_code == 304


def test_refusals_are_open_too(client: Browser, made: World) -> None:
    grow(made, factories.event(made), 3)
    for path in ("", "tile", "nothing", "checkpoint/99", "tile/0/999"):
        answer = client.get(LOG + path)
        assert answer.status_code == 404
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers


def test_nobody_posts_to_a_log(client: Browser, made: World) -> None:
    factories.event(made)
    assert client.submit(LOG + "checkpoint").status_code == 405
