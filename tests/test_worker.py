"""The `worker` command and its two children; what a web worker does without.

Memory is for pages, and there are several web workers.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from declare import jobs
from declare.database import db
from declare.jobs import deliver
from declare.messages.models import Message
from declare.messages.transport import Folder
from declare.work import service as orders
from declare.work.models import Work
from tests import factories
from tests.certificates.issued import signed

ROOT = Path(__file__).resolve().parent.parent
NEVER = {"alembic", "flask_migrate", "fontTools", "psycopg", "pydyf", "redis", "weasyprint"}
"""Libraries for who migrates, for who casts plates, and for databases that are not this one."""

SERVE = """
import json, sys
from wsgi import app
answers = [app.test_client().get(path) for path in sys.argv[1:]]
print(json.dumps([[a.status_code for a in answers], [m for m in sys.modules if "." not in m]]))
"""
OPEN = """
import sys
from declare import jobs
queue = jobs.open_queue(sys.argv[1])
print(type(queue).__name__, "redis" in sys.modules, "psycopg" in sys.modules)
"""


def told(program: str, *arguments: str, **settings: str) -> str:
    """What a Python program prints in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_that_served_pages_has_not_loaded_what_others_need(
    app: Flask, session: Session, config: Config, now: datetime
) -> None:
    world = factories.world(app, session, now)
    event = factories.event(world)
    code = signed(world, event).code
    session.commit()
    paths = ["/", "/readyz", f"/acara/{event.slug}", f"/sertifikat/{code}.pdf", f"/v/{code}"]
    settings = {
        "DATABASE_URL": config.database_url,
        "MIGRATION_URL": "",
        "QUEUE_URL": f"sqlite:///{config.instance_dir}/queue.db",
        "PUBLIC_URL": config.public_url,
        "SECRET_KEY": config.secret_key,
        "KEYS_DIR": str(config.keys_dir),
    }
    statuses, modules = json.loads(told(SERVE, *paths, **settings))
    assert statuses == [200] * len(paths)
    assert {"flask", "huey", "pyhanko"} <= set(modules)
    assert set(modules) & NEVER == set()


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("memory:", "MemoryHuey False False"),
        ("redis://127.0.0.1:1/0", "RedisHuey True False"),
    ],
)
def test_a_queue_loads_its_own_store_only(address: str, opened: str) -> None:
    assert told(OPEN, address).strip() == opened


def enqueue(session: Session, number: int, now: datetime) -> None:
    """Leave letters as they waited before kinds were known: their text is in the row."""
    for each in range(number):
        message = Message(
            message_id=f"m{each}",
            kind="link",
            recipient=f"p{each}@a.example",
            subject="Ikrar",
            body="Salam\n",
            created_at=now,
            due_at=now,
        )
        session.add(message)
    session.commit()


def settings(config: Config, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": config.database_url,
        "MIGRATION_URL": "",
        "QUEUE_URL": f"sqlite:///{config.instance_dir}/queue.db",
        "PUBLIC_URL": config.public_url,
        "SECRET_KEY": config.secret_key,
        "KEYS_DIR": str(config.keys_dir),
        **more,
    }


@contextmanager
def worker(config: Config, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "worker"],
        cwd=ROOT,
        env=settings(config, **more),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def eventually(fact: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def children(process: subprocess.Popen[bytes]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in path.read_text().split()] if path.exists() else []


def runs(number: int) -> bool:
    """Whether this process is there, and not only its exit status."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("which", [0, 1])
def test_either_child_ends_both(config: Config, which: int) -> None:
    with worker(config) as process:
        eventually(lambda: len(children(process)) == 2)
        both = children(process)
        os.kill(both[which], signal.SIGKILL)
        assert process.wait(30) == 1
        assert not any(runs(number) for number in both)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_good_order(config: Config, number: signal.Signals) -> None:
    with worker(config) as process:
        eventually(lambda: len(children(process)) == 2)
        both = children(process)
        process.send_signal(number)
        assert process.wait(30) == 0
        assert not any(runs(number) for number in both)


def test_a_parent_that_is_killed_leaves_no_orphan(config: Config) -> None:
    with worker(config) as process:
        eventually(lambda: len(children(process)) == 2)
        both = children(process)
        process.kill()
        process.wait(30)
        eventually(lambda: not any(runs(number) for number in both))


def states(session: Session) -> Counter[str]:
    counts = Counter(session.scalars(select(Message.state)))
    session.rollback()
    return counts


def test_the_worker_sends_more_than_a_batch(
    app: Flask, config: Config, session: Session, now: datetime
) -> None:
    enqueue(session, 250, now)
    deliver(app)
    assert states(session) == {"sent": 250}
    assert len(list((config.instance_dir / "outbox").iterdir())) == 250


def test_a_minute_takes_what_the_server_bears(
    app: Flask, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue(session, 20, now)
    monkeypatch.setattr(Folder, "per_minute", 8)
    deliver(app)
    deliver(app)
    assert states(session) == {"sent": 8, "queued": 12}


def test_a_stop_ends_the_delivery_before_the_next_mail(
    app: Flask, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Folder.send

    def send_and_stop(folder: Folder, mail: EmailMessage, name: str) -> None:
        send(folder, mail, name)
        app.extensions["stopping"].set()

    enqueue(session, 3, now)
    monkeypatch.setattr(Folder, "send", send_and_stop)
    deliver(app)
    assert states(session) == {"sent": 1, "queued": 2}


def test_a_delivery_takes_turns_with_closing(
    app: Flask, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue(session, 3, now)
    monkeypatch.setattr(jobs, "_TURN", -1)
    deliver(app)
    assert states(session) == {"queued": 3}
    assert app.extensions["queue"].pending_count() == 1


def test_ordered_work_wakes_the_other_queue(app: Flask, now: datetime) -> None:
    done = []

    def piece(session: Session, work: Work, now: datetime) -> None:
        done.append(work.arguments)
        orders.finish(session, work, {}, now)

    with app.app_context():
        orders.order(db.session(), "toy", {"number": 7}, now)
        assert app.extensions["work_queue"].pending_count() == 0
        db.session.commit()
    assert app.extensions["queue"].pending_count() == 0
    queue = app.extensions["work_queue"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(jobs.KINDS, "toy", piece)
        queue.execute(queue.dequeue())
    assert done == [{"number": 7}]


def test_long_work_is_swept_every_minute(app: Flask) -> None:
    tasks = app.extensions["work_queue"].read_periodic(datetime(2026, 11, 19, 2, 1))  # noqa: DTZ001
    assert {task.name for task in tasks} == {"sweep_work"}
