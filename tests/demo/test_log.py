"""Both campaigns before programs that nobody here wrote: Go's sumdb/note and sumdb/tlog."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from declare.app import create_app
from declare.core import cosignature, note
from declare.database import db
from declare.events import catalogue
from declare.events.models import Event
from declare.ledger import service as ledger
from tests.demo.conftest import Filled
from tests.go import checker
from tests.go.serving import serving
from tests.samples import BASE, NOW

CAMPAIGNS = {"gnn-asn-2020-1": 529, "gnn-asn-2020-2": 618}
campaign = pytest.mark.parametrize("slug", CAMPAIGNS)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = cosignature.vkey("bawaslu.example", KEY)

Change = Callable[[bytes], bytes]


class Falsified:
    """An application whose answers at some addresses are changed on their way."""

    def __init__(self, app: Flask) -> None:
        self.changes: dict[str, Change] = {}
        self._app = app

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        change = self.changes.get(environ["PATH_INFO"])
        answer = self._app.test_client().get(
            environ["PATH_INFO"], query_string=environ["QUERY_STRING"]
        )
        start(answer.status, [("Content-Type", answer.headers["Content-Type"])])
        return [change(answer.data) if change else answer.data]


@pytest.fixture
def site(filled: Filled, tmp_path: Path) -> Iterator[tuple[Falsified, str]]:
    url = filled.engine.url.render_as_string(hide_password=False)
    app = create_app(
        Config(url, url, "memory:", BASE, "secret", "", filled.keys.marks.parent, tmp_path, 8000)
    )
    falsified = Falsified(app)
    with serving(falsified) as address:
        yield falsified, address
    with app.app_context():
        db.engine.dispose()


def vkey(filled: Filled, event: Event) -> str:
    return note.vkey(event.origin or "", filled.keys.log(event.purpose).public_key())


@campaign
def test_go_accepts_the_whole_log(
    session: Session, filled: Filled, site: tuple[Falsified, str], slug: str
) -> None:
    event = catalogue.find(session, slug)
    checked = checker.run(f"{site[1]}/log/{slug}", vkey(filled, event))
    assert checked.stderr == ""
    found = json.loads(checked.stdout)
    checkpoint = ledger.checkpoint(session, event.log_id or 0)
    assert found["Root"] == base64.b64encode(checkpoint.root).decode()
    assert found["Pledges"] == CAMPAIGNS[slug]
    assert found["Size"] == found["Inclusion"] == CAMPAIGNS[slug] + 2
    assert found["Consistency"] >= 10
    assert found["Proofs"] >= 30


def flip(place: int) -> Change:
    """Change the lowest bit of a byte."""
    return lambda data: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def swap(old: bytes, new: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


LIES: dict[str, tuple[str, Change, str]] = {
    "an entry altered": ("tile/entries/000", flip(5000), "the entries have the root"),
    "a seat altered": ("tile/entries/001", swap(b"_head", b"_hand"), "the entries have the root"),
    "a bundle cut": ("tile/entries/002.p/{rest}", lambda data: data[:-1], "entries, not"),
    "a hash altered": ("tile/0/001", flip(77), "invalid transparency proof"),
    "a hash of the last tile": ("tile/0/002.p/{rest}", flip(0), "inconsistent tile"),
    "a hash above altered": ("tile/1/000.p/2", flip(3), "inconsistent tile"),
    "a smaller checkpoint": ("checkpoint", swap(b"\n6", b"\n5"), "invalid signature"),
    "another history": ("checkpoint/257", swap(b"\n257\n", b"\n256\n"), "invalid signature"),
    "a proof of another entry": ("proof/0", swap(b"index 0", b"index 1"), "unexpected lines"),
    "a proof cut": ("proof/1", lambda data: data.replace(b"=\n\n", b"\n\n", 1), "malformed hash"),
}
"""What is changed on the way, and how the checker names it."""


def test_go_refuses_what_is_not_as_it_was(
    session: Session, filled: Filled, site: tuple[Falsified, str]
) -> None:
    slug = "gnn-asn-2020-2"
    falsified, address = site
    event = catalogue.find(session, slug)
    rest = ledger.checkpoint(session, event.log_id or 0).size % 256
    for lie, (path, change, reason) in LIES.items():
        falsified.changes = {f"/log/{slug}/{path.format(rest=rest)}": change}
        checked = checker.run(f"{address}/log/{slug}", vkey(filled, event))
        assert (checked.returncode, checked.stdout) == (1, ""), lie
        assert reason in checked.stderr, lie


def test_go_refuses_the_key_of_another_log(
    session: Session, filled: Filled, site: tuple[Falsified, str]
) -> None:
    other = catalogue.find(session, "gnn-asn-2020-1")
    checked = checker.run(f"{site[1]}/log/gnn-asn-2020-2", vkey(filled, other))
    assert "no verifiable signatures" in checked.stderr


def test_go_reads_a_witness_under_the_checkpoint(
    session: Session, filled: Filled, site: tuple[Falsified, str]
) -> None:
    slug = "gnn-asn-2020-1"
    falsified, address = site
    event = catalogue.find(session, slug)
    text, _ = note.split(ledger.checkpoint(session, event.log_id or 0).note)
    line = cosignature.line(text, "bawaslu.example", KEY, int(NOW.timestamp())).encode()
    for added, reason in (
        (b"", "no verifiable signatures"),
        (line[:-8] + b"AAAA" + line[-4:], "invalid signature"),
        (line, ""),
    ):
        falsified.changes = {f"/log/{slug}/checkpoint": lambda data, added=added: data + added}  # type: ignore[misc]
        checked = checker.run(f"{address}/log/{slug}", vkey(filled, event), WITNESS)
        assert reason in checked.stderr
        assert (checked.returncode == 0) == (added == line)
