"""What was published is remembered outside the database, which is halted when it falls behind."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from declare.core import note
from declare.database import reading
from declare.errors import Halted, NotFound
from declare.events.models import Event
from declare.ledger import high_water_marks
from declare.ledger import service as ledger
from declare.ledger.models import Checkpoint, Log
from tests import factories
from tests.browser import Browser
from tests.factories import World
from tests.ledger.conftest import grow

ORIGIN = "ikrar.test/log/acara-uji"
LOG = "/log/acara-uji/"


def mark(made: World) -> note.Checkpoint | None:
    return high_water_marks.read(made.keys.marks, ORIGIN)


def published(made: World, event: Event, size: int | None = None) -> Checkpoint:
    return high_water_marks.publish(made.session, made.keys.marks, event.log_id or 0, size)


def pretend(made: World, size: int, root: bytes = bytes(32)) -> None:
    """Leave the mark of a log that had another history."""
    made.keys.marks.mkdir(exist_ok=True)
    text = note.Checkpoint(ORIGIN, size, root).text()
    (made.keys.marks / "ikrar.test%2Flog%2Facara-uji").write_text(text)


def test_what_was_shown_is_marked_and_nothing_else(client: Browser, made: World) -> None:
    event = factories.event(made)
    grow(made, event, 5)
    assert mark(made) is None
    for path, size in (("checkpoint/2", 2), ("checkpoint", 5), ("checkpoint/3", 5)):
        assert client.get(LOG + path).status_code == 200
        found = mark(made)
        assert found
        kept = ledger.checkpoint(made.session, event.log_id or 0, size)
        assert found == note.Checkpoint(ORIGIN, size, kept.root)


@pytest.mark.parametrize(
    ("path", "size"),
    [("tile/0/000.p/4", 4), ("tile/entries/000.p/6", 6), ("proof/1?size=3", 3), ("proof/1", 7)],
)
def test_no_file_leaves_without_its_mark(
    client: Browser, made: World, path: str, size: int
) -> None:
    grow(made, factories.event(made), 7)
    assert client.get(LOG + path).status_code == 200
    assert mark(made).size == size  # type: ignore[union-attr]


@pytest.mark.twin
def test_a_mark_is_on_the_disk_before_anything_leaves(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File and folder are synced, in this order, before and after the file takes its place."""
    event = factories.event(made)
    done: list[str] = []
    real = os.fsync

    def fsync(file: int) -> None:
        folder = stat.S_ISDIR(os.fstat(file).st_mode)
        done.append("folder" if folder else "file")
        assert (mark(made) is not None) == folder
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    published(made, event)
    assert done == ["file", "folder"]
    published(made, event)
    assert done == ["file", "folder"]


def test_a_mark_never_goes_back(made: World) -> None:
    event = factories.event(made)
    grow(made, event, 40)

    def publish(size: int) -> None:
        with reading(), Session(made.session.get_bind()) as session:
            high_water_marks.publish(session, made.keys.marks, event.log_id or 0, size)

    threads = [threading.Thread(target=publish, args=(size,)) for size in range(40, 0, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mark(made).size == 40  # type: ignore[union-attr]
    assert [path.name for path in made.keys.marks.iterdir() if path.suffix == ".new"] == []


def test_a_log_that_is_smaller_than_its_mark_is_halted(client: Browser, made: World) -> None:
    event = factories.event(made)
    grow(made, event, 5)
    pretend(made, 6)
    for path in ("checkpoint", "checkpoint/2", "tile/0/000.p/1", "proof/0"):
        answer = client.get(LOG + path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
        assert "dihentikan" in answer.text
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    log = ledger.lock(made.session, event.log_id or 0)
    with pytest.raises(Halted):
        ledger.append(made.session, log, b"x", made.keys, event.purpose, made.now)


def test_a_log_with_another_root_than_its_mark_is_halted(made: World) -> None:
    event = factories.event(made)
    grow(made, event, 5)
    pretend(made, 4)
    with pytest.raises(Halted):
        published(made, event)
    with pytest.raises(Halted):
        grow(made, event, 6)


def test_what_a_log_has_not_reached_is_not_published(made: World) -> None:
    event = factories.event(made)
    with pytest.raises(NotFound):
        published(made, event, 2)
    assert mark(made) is None


@pytest.mark.twin
def test_a_reader_who_began_before_the_mark_is_not_mistaken(made: World, engine: Engine) -> None:
    """Another process publishes what it committed after this transaction began."""
    event = factories.event(made)
    grow(made, event, 3)
    with reading(), Session(engine) as early:
        log = early.get_one(Log, event.log_id)
        assert ledger.checkpoint(early, log.id).size == 3
        grow(made, event, 4)
        published(made, event)
        high_water_marks.refuse(early, made.keys.marks, ORIGIN, log.id)


def test_appending_looks_at_the_file_only(
    made: World, monkeypatch: pytest.MonkeyPatch, queries: Callable[[], int]
) -> None:
    event = factories.event(made)
    grow(made, event, 4)
    published(made, event)
    log = ledger.lock(made.session, event.log_id or 0)
    high_water_marks.refuse_to_append(made.session, made.keys.marks, log)
    before = queries()
    monkeypatch.setattr(Path, "read_text", None)
    high_water_marks.refuse_to_append(made.session, made.keys.marks, log)
    assert queries() == before


def test_a_broken_mark_lets_nothing_pass(made: World) -> None:
    event = factories.event(made)
    pretend(made, 1)
    (path,) = made.keys.marks.iterdir()
    path.write_text("junk\n")
    with pytest.raises(Halted):
        published(made, event)


@pytest.mark.twin
def test_publishing_an_event_again_after_its_log_was_lost_is_halted(
    app: Flask, made: World
) -> None:
    """A backup from before the event was published knows nothing of the log."""
    pretend(made, 3)
    with pytest.raises(Halted):
        factories.event(made)
