"""`make run`: the platform on this machine, from an empty folder to a page that works.

One process prepares the database, then forks the web server and the queue's worker, so that the
second start loads everything only once.
"""

from __future__ import annotations

import http.client
import io
import multiprocessing
import multiprocessing.connection
import os
import signal
import socket
import sys
import time
from contextlib import redirect_stdout
from functools import partial
from typing import NoReturn

from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from config import ROOT, Config, ConfigError
from declare import demo, jobs, migrations, processes
from declare.accounts import passwords
from declare.app import create_app
from declare.core import link
from declare.database import db
from declare.events.models import Event, Purpose
from declare.pledges.models import Pledge
from declare.registrations.models import Registration, Standing


def main() -> None:
    """Serve until Ctrl-C, or until the server or the worker ends by itself."""
    os.chdir(ROOT)
    try:
        config = Config.from_env()
    except ConfigError as error:
        _stop(str(error))
    _refuse_taken_port(config.port)
    migrations.upgrade(config.migration_url, config.database_url)
    app = create_app(config)
    doors = _furnish(app, config)
    with app.app_context():
        db.engine.dispose()
    _supervise(app, config, doors)


def _stop(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    sys.exit(1)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            _stop(
                f"Port {port} of this machine cannot be used ({error.strerror}): another program "
                f"has it. Choose another one: PORT={port + 1} make run"
            )


def _furnish(app: Flask, config: Config) -> list[tuple[str, str]]:
    """Fill an empty database with the samples; return what there is to open, and how."""
    doors = [("Home", config.public_url)]
    if config.production:
        return doors
    with app.app_context():
        if _is_empty():
            print("Filling the empty database with samples", flush=True)
            _command(app, "demo")
        password = passwords.one_time()
        with redirect_stdout(io.StringIO()):
            _command(app, "create-organiser", demo.ORGANISER, f"--password={password}")
        doors.append(("Organiser", f"{config.public_url}/panitia/  {demo.ORGANISER}  {password}"))
        participant = _participant(app)
        if participant:
            doors.append(("Participant", f"{config.public_url}/m/{participant}"))
        db.session.remove()
    if not config.smtp_url:
        doors.append(("Mail is in", str(config.instance_dir / "outbox")))
    return doors


def _is_empty() -> bool:
    """Nobody has made an event here, and the samples are not complete: somebody may have stopped
    the first start halfway.
    """
    own = select(Event.id).where((Event.purpose != Purpose.SAMPLE) | (Event.slug == "contoh"))
    return db.session.scalar(own.limit(1)) is None


def _command(app: Flask, *words: str) -> None:
    """Run a command of the application, here, as `flask --app wsgi` would."""
    app.cli.main(
        [*words], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app), prog_name="flask"
    )


def _participant(app: Flask) -> str:
    """The personal link of a participant that may sign at `contoh`, preferably unsigned; or ''."""
    link_id = db.session.scalar(
        select(Registration.link_id)
        .join(Event, Event.id == Registration.event_id)
        .outerjoin(Pledge, Pledge.registration_id == Registration.id)
        .where(Event.slug == "contoh", Registration.standing == Standing.ADMITTED)
        .order_by(Pledge.id.is_not(None), Registration.id)
        .limit(1)
    )
    return "" if link_id is None else link.make(app.extensions["keyring"].link, link_id)


def _supervise(app: Flask, config: Config, doors: list[tuple[str, str]]) -> NoReturn:
    """Run server and worker side by side. If one ends, so does the other."""
    for number in processes.SIGNALS:
        signal.signal(number, signal.default_int_handler)
    children = [processes.start(_serve), processes.start(partial(jobs.work, app))]
    status = 0
    try:
        _announce(config.port, doors, children)
        multiprocessing.connection.wait([child.sentinel for child in children])
        status = 1
    except KeyboardInterrupt:
        print("\nStopping", flush=True)
    finally:
        processes.end(children)
    sys.exit(status)


def _serve() -> None:
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["gunicorn", "wsgi:app"]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


def _announce(
    port: int, doors: list[tuple[str, str]], children: list[multiprocessing.process.BaseProcess]
) -> None:
    """Say what to open, once the server answers."""
    while all(child.is_alive() for child in children):
        if _ready(port):
            for name, where in doors:
                print(f"{name + ':':<14}{where}")
            print("Ctrl-C stops everything.", flush=True)
            return
        time.sleep(0.05)


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
