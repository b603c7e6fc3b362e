"""A backup is put back that lacks pledges: nothing is published, and every page says why."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.database import db
from declare.events import catalogue
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.pledges import signing_window, tally
from declare.pledges.models import Pledge
from tests import factories
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World

STOPPED = "Buku ikrar acara ini dihentikan"
SILENT = (
    "/log/acara-uji/checkpoint",
    "/log/acara-uji/checkpoint/1",
    "/log/acara-uji/tile/0/000.p/1",
    "/log/acara-uji/tile/entries/000.p/1",
    "/log/acara-uji/proof/0",
    "/acara/acara-uji/hitung.json",
    "/acara/acara-uji/layar",
    "/acara/acara-uji/buku-ikrar",
)
"""What is not published by a halted log."""


class Disk:
    """The file of the database, of which copies are kept and put back."""

    def __init__(self, app: Flask, session: Session) -> None:
        self._app, self._session = app, session
        self.file = Path(str(session.get_bind().engine.url.database))

    def keep(self, name: str) -> None:
        with sqlite3.connect(self.file) as here, sqlite3.connect(self._copy(name)) as there:
            here.backup(there)

    def put_back(self, name: str) -> None:
        self._session.close()
        self._session.get_bind().engine.dispose()
        with self._app.app_context():
            db.engine.dispose()
        for left in ("-wal", "-shm"):
            Path(f"{self.file}{left}").unlink(missing_ok=True)
        self._copy(name).replace(self.file)

    def _copy(self, name: str) -> Path:
        return self.file.with_suffix(f".{name}")


@pytest.fixture
def disk(app: Flask, session: Session) -> Disk:
    return Disk(app, session)


def root(client: Browser) -> str:
    return client.get("/log/acara-uji/checkpoint").text


def refuses(client: Browser, made: World) -> None:
    """Nothing is published or signed, and the pages say why."""
    assert {path: client.get(path).status_code for path in SILENT} == dict.fromkeys(SILENT, 503)
    page = client.get("/acara/acara-uji").text
    assert STOPPED in page
    assert "pejabat menandatangani ikrar" not in page
    assert "Akar titik periksa" not in page
    assert "menandatangani" not in client.get("/").text.partition("<article")[2]
    assert STOPPED in client.get("/acara/acara-uji/buku-ikrar").text
    for path in ("", "/peserta", "/penandatanganan", "/saksi", "/pengumuman", "/pengumuman/baru"):
        page = client.get(f"/panitia/acara/acara-uji{path or '/'}").text
        assert STOPPED in page, path
        assert "docs/recovery.md" in page, path
    event = catalogue.find(made.session, "acara-uji")
    person = factories.participant(made, event, name="Yang Terlambat")
    made.session.commit()
    factories.come_in(client, made, person)
    assert STOPPED in client.get("/acara/acara-uji/ikrar").text
    answer = client.submit("/acara/acara-uji/ikrar", registration=person.public_id, agree="y")
    assert answer.status_code == 503
    assert STOPPED in answer.text
    assert tally.current(made.session, person) is None


def organised(client: Browser, made: World) -> Event:
    event = factories.event(made)
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER))
    signed(made, event, name="Pertama")
    made.session.commit()
    return event


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_restored_database_publishes_nothing(client: Browser, made: World, disk: Disk) -> None:
    event = organised(client, made)
    disk.keep("backup")
    code = signed(made, event, name="Kedua").code
    before = root(client)
    disk.keep("newest")
    disk.put_back("backup")
    refuses(client, made)
    assert client.get(f"/v/{code}").status_code == 404
    disk.put_back("newest")
    assert root(client) == before
    assert STOPPED not in client.get("/acara/acara-uji").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nor_does_one_that_has_grown_again(client: Browser, made: World, disk: Disk) -> None:
    """An operator removes the marks, signing goes on, and the marks are put back."""
    event = organised(client, made)
    disk.keep("backup")
    signed(made, event, name="Kedua")
    before = root(client)
    disk.put_back("backup")
    event = catalogue.find(made.session, "acara-uji")
    marks = made.keys.marks
    marks.rename(marks.with_name("elsewhere"))
    for name in ("Ketiga", "Keempat"):
        signed(made, event, name=name)
    made.session.commit()
    size = ledger.checkpoint(made.session, event.log_id or 0).size
    assert size > int(before.split("\n")[1])
    marks.with_name("elsewhere").rename(marks)
    refuses(client, made)
    log_id = catalogue.find(made.session, "acara-uji").log_id or 0
    assert ledger.checkpoint(made.session, log_id).size == size


@pytest.mark.twin
def test_a_halted_log_does_not_keep_others_from_closing(client: Browser, made: World) -> None:
    """On both databases: the mark is of a history that this one never had."""
    halted, whole = factories.event(made), factories.event(made, "acara-lain")
    for event in (halted, whole):
        signing_window.begin_closing(made.session, event, made.now)
    made.keys.marks.mkdir(exist_ok=True)
    name = "ikrar.test%2Flog%2Facara-uji"
    (made.keys.marks / name).write_text(f"ikrar.test/log/acara-uji\n9\n{'A' * 43}=\n")
    over = made.now + signing_window.COUNTDOWN
    assert signing_window.settle_due(made.session, made.keys, over) == 1
    assert (halted.closed_at, whole.closed_at) == (None, over)
    made.session.commit()
    factories.sign_in(client, factories.member(made, halted, Role.ORGANISER))
    refuses(client, made)
    assert made.session.query(Pledge).count() == 0
    assert client.get("/log/acara-lain/checkpoint").status_code == 200


@pytest.mark.twin
def test_a_certificate_is_handed_out_with_its_mark(client: Browser, made: World) -> None:
    event = organised(client, made)
    row = signed(made, event, name="Kedua")
    assert client.get(f"/sertifikat/{row.code}.json").status_code == 200
    (mark,) = (path for path in made.keys.marks.iterdir() if path.name.startswith("ikrar"))
    assert mark.read_text().split("\n")[1] == str(row.index + 1)
