"""The engine recipe: one way to open SQLite and PostgreSQL so that an answer given is durable.

SQLite takes its write lock at BEGIN, behind a process lock and a file lock, because a reader that
turns writer in the middle of a transaction fails at once, whatever the time-out says.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    Table,
    Update,
    bindparam,
    create_engine,
    event,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_DISCREET = {"hide_parameters": True}
"""Errors are logged; the values of a statement are people's names."""

Row = Mapping[str, Any]
"""The values of a row by column."""

_intends_to_write: ContextVar[bool] = ContextVar("intends_to_write", default=True)


class Base(DeclarativeBase):
    """Every table of the platform."""

    metadata = MetaData(naming_convention=NAMING)

    @classmethod
    def table(cls) -> Table:
        """Where these rows are kept, for statements that write a row and want no object."""
        return cls.metadata.tables[cls.__tablename__]


if TYPE_CHECKING:

    class RequestSession(Session):
        """What `db.session` is used as: the session of this request, which can be ended."""

        def __call__(self) -> Session: ...
        def remove(self) -> None: ...


class Database(SQLAlchemy):
    """Flask-SQLAlchemy, whose session services take for what it stands for."""

    if TYPE_CHECKING:
        session: RequestSession  # type: ignore[assignment]


db = Database(model_class=Base, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def intend(writing: bool) -> None:
    """Say whether the transactions of this context that begin from now on will write."""
    _intends_to_write.set(writing)


@contextmanager
def reading() -> Iterator[None]:
    """Begin transactions that only read, in a job or a command."""
    with _intending(writing=False):
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Begin transactions that write, where a request began by reading."""
    with _intending(writing=True):
        yield


@contextmanager
def _intending(*, writing: bool) -> Iterator[None]:
    token = _intends_to_write.set(writing)
    try:
        yield
    finally:
        _intends_to_write.reset(token)


def open_engine(url: str) -> Engine:
    """An engine of the recipe, for whoever works without an application (migrations, tests)."""
    engine = create_engine(url, **options(url))
    prepare(engine)
    return engine


def options(url: str) -> dict[str, Any]:
    """What `create_engine` is given for this address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"isolation_level": None}, "pool_size": 32, **_DISCREET}
    return {"pool_pre_ping": True, "pool_size": 20, **_DISCREET}


def prepare(engine: Engine) -> None:
    """Attach the recipe's events; PostgreSQL needs none."""
    if engine.dialect.name == "sqlite":
        _Sqlite(engine)


_TOGETHER = "database.together"


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Write what is `put` in this block when it ends: many rows with one statement and, where the
    database can (PostgreSQL), all statements at once instead of waiting for the answer of each.
    """
    waiting: dict[Executable, list[Row]] = {}
    session.info[_TOGETHER] = waiting
    try:
        yield
    finally:
        del session.info[_TOGETHER]
    session.flush()
    with _at_once(session):
        for statement, rows in waiting.items():
            session.execute(statement, rows)


def put(session: Session, statement: Executable, row: Row) -> None:
    """Write a row of which nothing comes back: now, or with others of its kind (`together`)."""
    waiting = session.info.get(_TOGETHER)
    if waiting is None:
        session.execute(statement, row)
    else:
        waiting.setdefault(statement, []).append(row)


def rewrite(session: Session, found: Base, **values: Any) -> None:
    """Change an object, and its row by its `id`."""
    row = {"row": found.id, **values}  # type: ignore[attr-defined]
    put(session, _by_id(found.table()), row)
    for column, value in values.items():
        set_committed_value(found, column, value)


@contextmanager
def _at_once(session: Session) -> Iterator[None]:
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    import psycopg  # 8 MiB that nobody needs on SQLite

    driver: Any = session.connection().connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as fault:
        raise DBAPIError(None, None, fault, True, driver.broken) from fault


@cache
def _by_id(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("row"))


class _Sqlite:
    """The events that make SQLite durable and free of lock errors under many threads."""

    def __init__(self, engine: Engine) -> None:
        self._path = engine.url.database or ""
        self._turn = threading.Lock()
        event.listen(engine, "connect", self._connect)
        event.listen(engine, "begin", self._begin)
        event.listen(engine.pool, "reset", self._reset)
        event.listen(engine.pool, "close", self._reset)

    def _connect(self, connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=10000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def _begin(self, connection: Any) -> None:
        if not _intends_to_write.get():
            connection.exec_driver_sql("BEGIN")
            return
        self._take_turn(connection.connection.record_info)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _take_turn(self, info: dict[str, Any]) -> None:
        """Wait in line: first among this process's threads, then among the processes."""
        if info.get("turn"):
            return
        self._turn.acquire()
        info["turn"] = True
        info["file"] = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(info["file"], fcntl.LOCK_EX)

    def _reset(self, connection: Any, record: Any, state: Any = None) -> None:
        """Give the turn back, after the transaction is over for certain."""
        if record is None or not record.record_info.get("turn"):
            return
        if state is not None:
            connection.rollback()
        file = record.record_info.pop("file", None)
        if file is not None:
            os.close(file)
        del record.record_info["turn"]
        self._turn.release()
