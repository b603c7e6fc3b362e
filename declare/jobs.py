"""What happens without anybody asking: mail goes out, and what is over is closed.

The queue only wakes somebody up. What there is to do stands in the database, so a lost or doubled
task loses and doubles nothing, and a sweep every minute finds what no task announced.
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from config import Config
from declare.database import db
from declare.messages import delivery, service
from declare.messages.transport import open_transport
from declare.outreach import letters
from declare.pledges import signing_window

if TYPE_CHECKING:
    from huey import Huey

_STORES: Final = {"redis": "redis", "rediss": "redis", "postgresql": "psycopg"}
"""What Huey keeps a queue with, by the scheme of its address."""

_log = logging.getLogger(__name__)

_COMMITTED = "jobs.committed"


def attach(app: Flask) -> None:
    """Give an application its queue, with the tasks that it may carry."""
    config: Config = app.extensions["declare"]
    queue = open_queue(config.queue_url)
    every_minute = _huey(config.queue_url).crontab()

    @queue.task(name="deliver")
    def wake() -> None:
        deliver(app)

    @queue.periodic_task(every_minute, name="sweep")
    def sweep() -> None:
        deliver(app)

    @queue.periodic_task(every_minute, name="settle")
    def close() -> None:
        settle(app)

    app.extensions["queue"] = queue
    app.extensions["wake"] = wake


def open_queue(url: str) -> Huey:
    """The queue at an address: `sqlite:///FILE`, `postgresql://…`, `redis://…` or `memory:`.

    The SQLite file is the queue's own: in the application's its polling would lock signers out. It
    need not wait for the disk: a power cut that loses a task loses no mail.
    """
    huey = _huey(url)
    scheme, _, rest = url.partition(":")
    if scheme == "memory":
        return huey.MemoryHuey("declare", results=False)
    if scheme == "sqlite":
        path = Path(rest.removeprefix("///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return huey.SqliteHuey("declare", filename=str(path), fsync=False, results=False)
    if scheme in {"redis", "rediss"}:
        return huey.RedisHuey("declare", url=url, results=False)
    return huey.PostgresHuey("declare", dsn=url.replace("+psycopg", "", 1), results=False)


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


def work(app: Flask) -> None:
    """Do what the queue brings, until a signal ends it. One thread: mail is sent in order."""
    journal = logging.getLogger("huey")
    journal.handlers[:] = app.logger.handlers  # it leaves the words of a fault out
    journal.setLevel(logging.WARNING)
    app.extensions["queue"].create_consumer(workers=1, max_delay=1.0).run()


def deliver(app: Flask) -> None:
    """Send the mail that is due."""
    config: Config = app.extensions["declare"]
    folder = config.instance_dir / "outbox"
    with app.app_context():
        transport = open_transport(config.smtp_url, folder, config.host)
        try:
            compose = partial(letters.compose, db.session(), app.extensions["keyring"])
            delivery.deliver_due(db.session(), transport, app.config["CLOCK"], compose)
        finally:
            transport.close()


def settle(app: Flask) -> None:
    """Write down the end of every event whose countdown has run out."""
    with app.app_context():
        signing_window.settle_due(db.session, app.extensions["keyring"], app.config["CLOCK"]())
        db.session.commit()


@event.listens_for(db.session, "after_commit")
def _keep(session: Session) -> None:
    """The mail of this transaction is there to stay."""
    if not session.in_nested_transaction() and session.info.pop(service.QUEUED, False):
        session.info[_COMMITTED] = True


@event.listens_for(db.session, "after_transaction_end")
def _announce(session: Session, ended: SessionTransaction) -> None:
    """Wake the worker once for all the mail of a transaction. If that fails, the sweep finds it.

    Not before the connection has been given back: other writers wait for it.
    """
    if ended.parent is not None or not session.info.pop(_COMMITTED, False):
        return
    try:
        current_app.extensions["wake"]()
    except Exception:
        _log.warning("the queue does not answer; mail waits for the next sweep", exc_info=True)


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """A transaction that did not happen left no mail; a savepoint may have left some before it."""
    if not ended.nested:
        session.info.pop(service.QUEUED, None)
