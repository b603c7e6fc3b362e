"""`audit` and `cosign` as they are typed, against the running platform with both campaigns.

`http_proxy` leads to it, so that its log is asked for under its own name.
"""

from __future__ import annotations

import csv
import shutil
import sqlite3
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from declare import demo
from declare.accounts import directory
from declare.app import create_app
from declare.core import note
from declare.database import db, open_engine
from declare.events import catalogue
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import witness, witness_list
from declare.ledger.models import Log
from declare.ledger.witness_list import Institution
from declare.outside import audit, cosign
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.demo.conftest import Filled
from tests.demo.test_filling import CAMPAIGNS, campaign
from tests.journeys.conftest import Site
from tests.ports import free_port
from tests.samples import BASE

pytestmark = pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
SIGNED = {slug: signed for slug, (_, _, signed, _) in CAMPAIGNS.items()}
PLACE = "https://bawaslu.example/kunci"


@dataclass(frozen=True)
class Live:
    """The running platform: where it answers, and its database, keys and organiser's browser."""

    port: int
    session: Session
    keys: Keyring
    organiser: Browser

    def url(self, slug: str) -> str:
        return f"{BASE}/log/{slug}"

    def vkey(self, slug: str) -> str:
        event = catalogue.find(self.session, slug)
        return note.vkey(str(event.origin), self.keys.log(event.purpose).public_key())

    def people(self, slug: str) -> list[Registration]:
        query = select(Registration).join(Event, Event.id == Registration.event_id)
        return list(self.session.scalars(query.where(Event.slug == slug)))


@pytest.fixture(scope="module")
def live(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A copy of the sample events, served."""
    folder: Path = tmp_path_factory.mktemp("live")
    with sqlite3.connect(str(filled.engine.url.database)) as source:
        source.execute("VACUUM INTO ?", (str(folder / "declare.db"),))
    source.close()
    shutil.copytree(filled.keys.marks.parent, folder / "keys")
    address, port = f"sqlite:///{folder}/declare.db", free_port()
    config = Config(
        database_url=address,
        migration_url=address,
        queue_url="memory:",
        public_url=BASE,
        secret_key="a secret for tests",
        smtp_url="",
        keys_dir=folder / "keys",
        instance_dir=folder,
        port=port,
    )
    app, engine = create_app(config), open_engine(address)
    app.test_client_class = Browser
    site = Site(app, config)
    with Session(engine, expire_on_commit=False) as session:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        browser.beside = session
        yield Live(port, session, app.extensions["keyring"], _signed_in(browser))
    site.stop()
    engine.dispose()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _signed_in(browser: Browser) -> Browser:
    organiser = directory.by_email(browser.beside, demo.ORGANISER)
    assert organiser is not None
    organiser.one_time = False
    browser.beside.commit()
    return factories.sign_in(browser, organiser)


@contextmanager
def through(monkeypatch: pytest.MonkeyPatch, port: int) -> Iterator[None]:
    """Ask whatever listens at this port, under the name of the platform."""
    with monkeypatch.context() as patch:
        patch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        patch.setenv("no_proxy", "")
        patch.setattr(urllib.request, "_opener", None)  # the last one knows of no such way
        yield


@pytest.fixture
def reached(live: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with through(monkeypatch, live.port):
        yield


def run(command: object, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])  # type: ignore[arg-type]


def passed(answer: Result) -> str:
    assert answer.exit_code == 0, answer.output
    assert "REFUTED" not in answer.output
    assert answer.output.endswith("Nothing refutes.\n")
    return " ".join(answer.output.split())


@campaign
@pytest.mark.usefixtures("reached")
def test_what_was_announced_is_recomputed(live: Live, slug: str) -> None:
    told = passed(run(audit.command, live.url(slug)))
    assert f"size {SIGNED[slug] + 2}, signed by the log" in told
    assert f"signed {SIGNED[slug]}; closed " in told
    assert f" at {SIGNED[slug]} " in told
    assert f"{live.vkey(slug)} is from the site: not independent" in told


@campaign
@pytest.mark.usefixtures("reached")
def test_organisers_hand_out_what_finds_ghosts(live: Live, slug: str, tmp_path: Path) -> None:
    """The export of the payloads, a roster, and a checkpoint that was kept during the signing."""
    exported = live.organiser.submit(f"/panitia/acara/{slug}/muatan.txt")
    assert exported.status_code == 200
    payloads, roster, since = tmp_path / "payloads", tmp_path / "roster.csv", tmp_path / "since"
    payloads.write_bytes(exported.data)
    people = [(p.name, p.position, p.office, p.region) for p in live.people(slug)]
    with roster.open("w", newline="") as file:
        csv.writer(file).writerows([("name", "position", "office", "region"), *people])
    with urllib.request.urlopen(f"{live.url(slug)}/checkpoint/300", timeout=30) as answer:
        since.write_bytes(answer.read())
    given = ("--vkey", live.vkey(slug), "--since", since, "--roster", roster)
    told = passed(run(audit.command, live.url(slug), *given, "--payloads", payloads))
    assert "the log continues the kept checkpoint of size 300" in told
    assert f"{SIGNED[slug]} of {SIGNED[slug]} pledges have one" in told
    payloads.write_bytes(b"".join(exported.data.splitlines(keepends=True)[1:]))
    missing = run(audit.command, live.url(slug), *given, "--payloads", payloads)
    assert (missing.exit_code, missing.output.count("REFUTED")) == (1, 1)


@pytest.mark.usefixtures("reached")
def test_a_witness_is_found_on_the_closing_checkpoint(live: Live, tmp_path: Path) -> None:
    slug, key = "gnn-asn-2020-2", tmp_path / "saksi.key"
    signed = run(cosign.command, live.url(slug), "--key", key, "--name", "bawaslu.example")
    assert signed.exit_code == 0, signed.output
    from_site = f"Key: {live.vkey(slug)} is from the site: not independent."
    assert from_site in signed.stderr
    assert from_site not in run(cosign.command, live.url(slug), "--key", key).stderr
    vkey = signed.stderr.splitlines()[0].removeprefix("Witness: ")
    asked = (live.url(slug), "--vkey", live.vkey(slug), "--witness", vkey)
    assert run(audit.command, *asked).exit_code == 1
    event = catalogue.find(live.session, slug)
    log, today = live.session.get_one(Log, event.log_id), datetime.now(UTC)
    row = witness_list.register(live.session, log, Institution("Bawaslu", vkey, PLACE), 1, today)
    witness_list.match(live.session, row, 2, today)
    witness.take(live.session, log.id, signed.stdout, datetime.now(UTC))
    live.session.commit()
    told = passed(run(audit.command, *asked))
    assert f"checkpoint {SIGNED[slug] + 2} cosigned by bawaslu.example" in told


@contextmanager
def between(live: Live, alter: Callable[[str, bytes], bytes]) -> Iterator[int]:
    """The port of somebody who passes the platform's files on, altered."""

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            asked = urllib.request.Request(f"http://127.0.0.1:{live.port}{path}")
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked) as got:
                data = alter(path, got.read())
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def other_office(path: str, data: bytes) -> bytes:
    """One pledge of a secretary moves to another province; everything stays as long as it was."""
    if "/tile/entries/" not in path:
        return data
    place = data.index(b'"office":"regional_secretary","region":"') + 40
    return data[:place] + (b"9" if data[place : place + 1] != b"9" else b"8") + data[place + 1 :]


@campaign
def test_an_entry_that_was_altered_on_the_way_is_refused(
    live: Live, monkeypatch: pytest.MonkeyPatch, slug: str
) -> None:
    with between(live, lambda path, data: data) as port, through(monkeypatch, port):
        passed(run(audit.command, live.url(slug)))
    with between(live, other_office) as port, through(monkeypatch, port):
        for given in ((), ("--vkey", live.vkey(slug))):
            answer = run(audit.command, live.url(slug), *given)
            assert answer.exit_code == 1
            assert "REFUTED root " in answer.output
            assert "not the signed root" in answer.output
            assert "Nothing refutes." not in answer.output
