"""What the worker does: it sends mail, writes down the end of signing, and does long work.

A queue's task only wakes the worker. What there is to do stands in the database, so a lost or
doubled task loses and doubles nothing, and a sweep every minute finds what no task announced.
There are two queues, so that long work keeps no mail waiting.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from config import Config
from declare import processes
from declare.database import db
from declare.messages import delivery, service
from declare.messages.transport import open_transport
from declare.outreach import letters, lost_link
from declare.pledges import signing_window
from declare.work import running
from declare.work import service as orders

if TYPE_CHECKING:
    from huey import Huey
    from huey.consumer import Consumer

_STORES: Final = {"redis": "redis", "rediss": "redis", "postgresql": "psycopg"}
"""What Huey keeps a queue with, by the scheme of its address."""

_log = logging.getLogger(__name__)

MAIL, WORK = "queue", "work_queue"
"""The two queues among `app.extensions`: mail and closing; long work."""

KINDS: Final[dict[str, running.Piece]] = {}
"""What does the next piece of each kind of long work."""

_PATIENCE = 20
"""Seconds that a task may go on after a signal: less than `processes.PATIENCE`."""
_TURN = 30
"""Seconds of one delivery."""
_HEALTH = 10
"""Seconds between two looks at the consumer's threads."""

_WAKES: Final = {service.QUEUED: "wake", orders.ORDERED: "wake_work"}
"""The task that a transaction calls for, by the key that it left in `Session.info`."""
_COMMITTED = "jobs.committed"


def attach(app: Flask) -> None:
    """Give an application its two queues, with the tasks of each."""
    config: Config = app.extensions["declare"]
    app.extensions["stopping"] = threading.Event()
    _attach_mail(app, open_queue(config.queue_url), _huey(config.queue_url).crontab())
    _attach_work(
        app, open_queue(config.queue_url, "declare-work"), _huey(config.queue_url).crontab()
    )


def _attach_mail(app: Flask, queue: Huey, every_minute: Callable[..., bool]) -> None:
    @queue.task(name="deliver")
    def wake() -> None:
        deliver(app)

    @queue.periodic_task(every_minute, name="sweep")
    def sweep() -> None:
        deliver(app)

    @queue.periodic_task(every_minute, name="settle")
    def close() -> None:
        settle(app)

    app.extensions[MAIL] = queue
    app.extensions["wake"] = wake


def _attach_work(app: Flask, queue: Huey, every_minute: Callable[..., bool]) -> None:
    @queue.task(name="work")
    def wake() -> None:
        do_work(app)

    @queue.periodic_task(every_minute, name="sweep_work")
    def sweep() -> None:
        do_work(app)

    app.extensions[WORK] = queue
    app.extensions["wake_work"] = wake


def open_queue(url: str, name: str = "declare") -> Huey:
    """Open a queue of this name.

    `url` is `sqlite:///FILE`, `postgresql://…`, `redis://…` or `memory:`.

    The SQLite file is the queue's own: in the application's its polling would lock signers out. It
    need not wait for the disk: a power cut that loses a task loses no mail.
    """
    huey = _huey(url)
    scheme, _, rest = url.partition(":")
    if scheme == "memory":
        return huey.MemoryHuey(name, results=False)
    if scheme == "sqlite":
        path = Path(rest.removeprefix("///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return huey.SqliteHuey(name, filename=str(path), fsync=False, results=False)
    if scheme in {"redis", "rediss"}:
        return huey.RedisHuey(name, url=url, results=False)
    return huey.PostgresHuey(name, dsn=url.replace("+psycopg", "", 1), results=False)


def _huey(url: str) -> Any:
    """Huey, with no other store than the queue at `url` has.

    It takes whatever is installed: redis and psycopg, 14 MiB in each worker. For an import, a
    module that is None is not there.
    """
    store = _STORES.get(url.partition(":")[0].partition("+")[0])
    spared = {*_STORES.values()} - {store} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(spared))  # type: ignore[arg-type]
    try:
        return import_module("huey")
    finally:
        for name in spared:
            del sys.modules[name]


def work(app: Flask) -> NoReturn:
    """Run the worker's two children until a signal; exit with 1 if one of them ends by itself."""
    for name in (MAIL, WORK):
        app.extensions[name].storage.close()  # a connection is not carried through a fork
    sys.exit(processes.run_together([partial(consume, app, name) for name in (MAIL, WORK)]))


def consume(app: Flask, name: str) -> None:
    """Do what one queue brings, until a signal ends it. One thread: mail is sent in order.

    After the signal the mail or piece in hand is finished, for at most 20 seconds.
    """
    for journal in (logging.getLogger("huey"), logging.getLogger("declare.work")):
        journal.handlers[:] = app.logger.handlers  # they leave the words of an error out
        journal.setLevel(logging.WARNING)
    consumer = app.extensions[name].create_consumer(
        workers=1, max_delay=1.0, shutdown_timeout=_PATIENCE
    )
    signals: list[int] = []
    for number in processes.SIGNALS:
        signal.signal(number, lambda number, _: signals.append(number))
    consumer._signal_actions.clear()  # its own handlers would break off a mail that is being sent
    consumer.start()
    _watch(consumer, lambda: bool(signals))
    app.extensions["stopping"].set()
    consumer.stop(graceful=True)


def _watch(consumer: Consumer, stopped: Callable[[], bool]) -> None:
    """Wait for a signal, and replace a thread of the consumer that died."""
    checked = time.monotonic()
    while not stopped():
        time.sleep(0.1)
        if time.monotonic() - checked > _HEALTH:
            consumer.check_worker_health()
            checked = time.monotonic()


def deliver(app: Flask) -> None:
    """Send the mail that is due, until nothing is.

    After half a minute the rest goes to the end of the queue, so that closing is not kept waiting.
    """
    config: Config = app.extensions["declare"]
    stopping, until = app.extensions["stopping"], time.monotonic() + _TURN
    with app.app_context():
        session = db.session()
        transport = open_transport(config.smtp_url, config.instance_dir / "outbox", config.host)
        compose = partial(letters.compose, session, app.extensions["keyring"])
        try:
            _find_links(session, app.config["CLOCK"])
            delivery.deliver_due(
                session,
                transport,
                app.config["CLOCK"],
                compose,
                lambda: not stopping.is_set() and time.monotonic() < until,
            )
        finally:
            transport.close()
    if time.monotonic() >= until and not stopping.is_set():
        app.extensions["wake"]()


def _find_links(session: Session, clock: Callable[[], datetime]) -> None:
    """Queue the links that were asked for again; each try is a transaction."""
    while lost_link.answer_next(session, clock()):
        session.commit()
    session.commit()


def do_work(app: Flask) -> None:
    """Do the long work that waits, until none does."""
    stopping = app.extensions["stopping"]
    with app.app_context():
        running.run_due(db.session(), KINDS, app.config["CLOCK"], lambda: not stopping.is_set())


def settle(app: Flask) -> None:
    """Append the `close` of every event whose countdown has ended."""
    with app.app_context():
        signing_window.settle_due(db.session, app.extensions["keyring"], app.config["CLOCK"]())
        db.session.commit()


@event.listens_for(db.session, "after_commit")
def _keep(session: Session) -> None:
    """Note which tasks the committed transaction calls for."""
    if session.in_nested_transaction():
        return
    for key, task in _WAKES.items():
        if session.info.pop(key, False):
            session.info.setdefault(_COMMITTED, []).append(task)


@event.listens_for(db.session, "after_transaction_end")
def _announce(session: Session, ended: SessionTransaction) -> None:
    """Wake the worker once for all the mail of a transaction. If that fails, the sweep finds it.

    Not before the connection has been given back: other writers wait for it.
    """
    if ended.parent is not None:
        return
    for task in session.info.pop(_COMMITTED, ()):
        try:
            current_app.extensions[task]()
        except Exception:
            _log.warning("the queue does not answer; it waits for the next sweep", exc_info=True)


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """A transaction that was rolled back calls for no task; a savepoint's rollback forgets none."""
    if not ended.nested:
        for key in _WAKES:
            session.info.pop(key, None)
