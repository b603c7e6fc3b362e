"""PostgreSQL: a server of our own on a socket in a temporary folder; one database, emptied.

Two roles as in a deployment: the owner migrates, the application may not change the ledger.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection

from declare import migrations
from tests.database import Address

OWNER, APPLICATION = "declare_owner", "declare_app"


@contextmanager
def server(*settings: str) -> Iterator[Path]:
    """Run a server until the block ends; yield the folder of its socket, which is its host name.

    `settings` such as `fsync=off` trade durability for speed, where a test does not ask for it.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    _give(folder)
    data = folder / "data"
    _run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    given = [word for setting in settings for word in ("-c", setting)]
    where = ["-D", str(data), "-k", str(folder), "-c", "listen_addresses="]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [_program("postgres"), *where, "-c", "max_connections=300", *given],
            stderr=log,
            preexec_fn=_end_with_parent,
            **_identity(),
        )
    try:
        _await(folder, process)
        yield folder
    finally:
        process.send_signal(signal.SIGINT)  # fast shutdown: it waits for nobody
        process.wait(30)
        shutil.rmtree(folder)


class Postgres:
    """Databases on one server."""

    def __init__(self, host: Path) -> None:
        self._host = host
        self._numbers = itertools.count(1)
        for role in (OWNER, APPLICATION):
            self._do(f"CREATE ROLE {role} LOGIN")
        self._do(f"CREATE DATABASE model OWNER {OWNER}")
        model = self._address("model")
        migrations.upgrade(model.owner_url, model.url)

    @contextmanager
    def emptied(self) -> Iterator[Address]:
        yield self._address(self._shared)
        self._empty()

    @contextmanager
    def fresh(self) -> Iterator[Address]:
        name = f"test_{next(self._numbers)}"
        self._create(name)
        yield self._address(name)
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Close the connection that empties."""
        self._superuser.close()

    @cached_property
    def _shared(self) -> str:
        self._create("shared")
        return "shared"

    @cached_property
    def _superuser(self) -> Connection:
        """A connection to the shared database for which no trigger and no foreign key is checked:
        the ledger's own refuse to delete."""
        connection = psycopg.connect(
            host=str(self._host), dbname=self._shared, user="postgres", autocommit=True
        )
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET lock_timeout = '5s'")
        return connection

    @cached_property
    def _emptying(self) -> bytes:
        """Statements that delete every row and restart every sequence. DELETE takes 3 ms where
        TRUNCATE, which makes new files for each table and index, takes 100."""
        tables = self._superuser.execute(
            "SELECT tablename FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        ).fetchall()
        sequences = self._superuser.execute(
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        statements = [f'DELETE FROM "{table}"' for (table,) in tables]
        statements += [f"SELECT setval('\"{name}\"', 1, false)" for (name,) in sequences]
        return ";".join(statements).encode()

    def _empty(self) -> None:
        """Delete what a test has committed, once nobody holds a transaction open any more."""
        self._superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s "
            "AND pid <> pg_backend_pid() AND state <> 'idle'",
            [self._shared],
        )
        self._superuser.execute(self._emptying)

    def _create(self, name: str) -> None:
        self._do(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE model STRATEGY FILE_COPY")

    def _address(self, name: str) -> Address:
        url = "postgresql+psycopg://{}@/" + f"{name}?host={self._host}"
        return Address(url.format(APPLICATION), url.format(OWNER))

    def _do(self, statement: str) -> None:
        with psycopg.connect(host=str(self._host), user="postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def _program(name: str) -> str:
    """The newest installed one: Debian keeps them out of PATH, side by side."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda file: int(file.parts[4])
    )
    if found:
        return str(found[-1])
    raise FileNotFoundError(f"{name} of PostgreSQL is not installed: run make test")


def _identity() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; root runs it as the user that Debian made for it."""
    if os.getuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": "/"}


def _end_with_parent() -> None:
    """Let the kernel stop the server when a test run is killed and can no longer do so itself."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _give(folder: Path) -> None:
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)


def _run(name: str, *arguments: str) -> None:
    subprocess.run([_program(name), *arguments], check=True, capture_output=True, **_identity())


def _await(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError((folder / "log").read_text())
        try:
            psycopg.connect(host=str(folder), user="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL does not answer")
