"""The queue: woken once for each transaction that left mail, never for one that did not happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from huey import MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey

from config import Config
from declare import jobs
from declare.database import db, options, prepare
from declare.messages import service
from declare.messages.models import Delivery, Message
from tests.conftest import Clock
from tests.database import Address

pytestmark = pytest.mark.twin


@pytest.fixture
def app(config: Config, clock: Clock) -> Iterator[Flask]:
    """No more of the platform than the outbox stands on."""
    app = Flask(__name__)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=options(config.database_url),
        CLOCK=clock,
    )
    app.extensions["declare"] = config
    app.extensions["keyring"] = None  # no letter of this file needs one
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
        jobs.attach(app)
        yield app
        db.session.remove()
        db.engine.dispose()


def leave(now: datetime, to: str = "a@b.example") -> Message:
    service.enqueue(db.session, to=to, kind="link", now=now)
    return db.session.scalars(db.select(Message).order_by(Message.id.desc()).limit(1)).one()


def woken(app: Flask) -> int:
    pending: int = app.extensions["queue"].pending_count()
    return pending


def test_a_transaction_wakes_the_queue_once_for_all_its_mail(app: Flask, now: datetime) -> None:
    for number in range(3):
        leave(now, f"a{number}@b.example")
    assert woken(app) == 0
    db.session.commit()
    assert woken(app) == 1
    db.session.commit()
    assert woken(app) == 1


def test_a_savepoint_wakes_nobody(app: Flask, now: datetime) -> None:
    with db.session.begin_nested():
        leave(now)
    assert woken(app) == 0
    db.session.commit()
    assert woken(app) == 1


def test_what_is_rolled_back_wakes_nobody(app: Flask, now: datetime) -> None:
    leave(now)
    db.session.rollback()
    db.session.execute(db.select(Message))
    db.session.commit()
    assert woken(app) == 0


def test_a_savepoint_that_fails_keeps_the_mail_around_it(app: Flask, now: datetime) -> None:
    leave(now)
    with pytest.raises(service.UnsendableMessage), db.session.begin_nested():
        leave(now, "a@b\nc.example")
    db.session.commit()
    assert woken(app) == 1


def test_a_queue_that_is_away_refuses_nobody(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise ConnectionError

    monkeypatch.setitem(app.extensions, "wake", away)
    message = leave(now)
    db.session.commit()
    assert db.session.get_one(Message, message.id).state == Delivery.QUEUED


def test_the_task_sends_what_is_due(app: Flask, now: datetime, tmp_path: Path) -> None:
    message = leave(now)
    message.subject, message.body = "Ikrar", "Salam\n"
    db.session.commit()
    queue = app.extensions["queue"]
    queue.execute(queue.dequeue())
    assert [file.suffix for file in (tmp_path / "outbox").iterdir()] == [".eml"]
    db.session.expire_all()
    assert db.session.get_one(Message, message.id).state == Delivery.SENT


def test_mail_is_swept_and_events_are_closed_every_minute(app: Flask) -> None:
    tasks = app.extensions["queue"].read_periodic(datetime(2026, 11, 19, 2, 1))  # noqa: DTZ001
    assert {task.name for task in tasks} == {"sweep", "settle"}


@pytest.mark.fresh
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_carries_the_queue(database: Address) -> None:
    queue = jobs.open_queue(database.owner_url)
    assert isinstance(queue, PostgresHuey)
    queue.storage.enqueue(b"task")
    assert queue.storage.dequeue() == b"task"
    queue.storage.close()


def test_the_address_names_the_kind_of_queue(tmp_path: Path) -> None:
    file = tmp_path / "a folder" / "queue.db"
    queue = jobs.open_queue(f"sqlite:///{file}")
    assert isinstance(queue, SqliteHuey)
    queue.storage.enqueue(b"task")
    assert queue.storage.dequeue() == b"task"
    queue.storage.close()
    assert file.exists()
    assert isinstance(jobs.open_queue("redis://127.0.0.1:6379/0"), RedisHuey)
    assert isinstance(jobs.open_queue("memory:"), MemoryHuey)
