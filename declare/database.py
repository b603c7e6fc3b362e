"""The engine recipe: how SQLite and PostgreSQL are opened, so that what was committed is durable.

SQLite takes its write lock at BEGIN, behind a process lock and a file lock: a transaction that
reads first and writes later fails at once with SQLITE_BUSY, whatever the time-out says
(docs/decisions/0011-engine-recipe.md).
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
"""Errors are logged, and the values of a statement are personal data."""

Row = Mapping[str, Any]
"""The values of a row by column."""

_intends_to_write: ContextVar[bool] = ContextVar("intends_to_write", default=True)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)

    @classmethod
    def table(cls) -> Table:
        """Return the table, for statements that write rows without making objects."""
        return cls.metadata.tables[cls.__tablename__]


if TYPE_CHECKING:

    class RequestSession(Session):
        """The type of `db.session`: the session of this request, which `remove` ends."""

        def __call__(self) -> Session: ...
        def remove(self) -> None: ...


class Database(SQLAlchemy):
    """Flask-SQLAlchemy, with its scoped session typed as the session that services take."""

    if TYPE_CHECKING:
        session: RequestSession  # type: ignore[assignment]


db = Database(model_class=Base, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """A datetime with a time zone, stored in UTC on both databases. Naive ones are refused."""

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
    """Set whether transactions of this context that begin from now on will write."""
    _intends_to_write.set(writing)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions that begin in this block only read; for jobs and commands."""
    with _intending(writing=False):
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Transactions that begin in this block write, where a request began by reading."""
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
    """Return an engine of the recipe without an application, for migrations and tests."""
    engine = create_engine(url, **options(url))
    prepare(engine)
    return engine


def options(url: str) -> dict[str, Any]:
    """Return the keyword arguments of `create_engine` for this address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"isolation_level": None}, "pool_size": 32, **_DISCREET}
    return {"pool_pre_ping": True, "pool_size": 20, **_DISCREET}


def prepare(engine: Engine) -> None:
    """Attach the recipe's event listeners to an engine; PostgreSQL needs none."""
    if engine.dialect.name == "sqlite":
        _Sqlite(engine)


_TOGETHER = "database.together"


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Collect rows passed to `put` and write them at the end of the block.

    One executemany per statement, pipelined on PostgreSQL; nothing is written where the block
    raises. Must not be nested: raises RuntimeError inside another block of the same session.
    """
    if _TOGETHER in session.info:
        raise RuntimeError("together: this session is in such a block already")
    rows_by_statement: dict[Executable, list[Row]] = {}
    session.info[_TOGETHER] = rows_by_statement
    try:
        yield
    finally:
        del session.info[_TOGETHER]
    session.flush()
    with _pipeline(session):
        for statement, rows in rows_by_statement.items():
            session.execute(statement, rows)


def put(session: Session, statement: Executable, row: Row) -> None:
    """Execute a statement that returns nothing: now, or at the end of a block of `together`."""
    rows_by_statement = session.info.get(_TOGETHER)
    if rows_by_statement is None:
        session.execute(statement, row)
    else:
        rows_by_statement.setdefault(statement, []).append(row)


def rewrite(session: Session, entity: Base, **values: Any) -> None:
    """Change an object and, by `put`, its row in the table; the table's key is `id`."""
    row = {"row": entity.id, **values}  # type: ignore[attr-defined]
    put(session, _update_by_id(entity.table()), row)
    for column, value in values.items():
        set_committed_value(entity, column, value)


@contextmanager
def _pipeline(session: Session) -> Iterator[None]:
    """Send the statements of the block without awaiting each answer, where the driver can."""
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    import psycopg  # 8 MiB, not needed on SQLite

    driver: Any = session.connection().connection.driver_connection
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        raise DBAPIError(None, None, error, True, driver.broken) from error


@cache
def _update_by_id(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("row"))


class _Sqlite:
    """Event listeners that make SQLite durable and free of lock errors under many threads."""

    def __init__(self, engine: Engine) -> None:
        self._path = engine.url.database or ""
        self._lock = threading.Lock()
        event.listen(engine, "connect", self._connect)
        event.listen(engine, "begin", self._begin)
        event.listen(engine.pool, "reset", self._release)
        event.listen(engine.pool, "close", self._release)

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
        self._acquire(connection.connection.record_info)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _acquire(self, info: dict[str, Any]) -> None:
        """Wait for the process lock, then for the file lock that all processes share."""
        if info.get("locked"):
            return
        self._lock.acquire()
        info["locked"] = True
        info["lock_file"] = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(info["lock_file"], fcntl.LOCK_EX)

    def _release(self, connection: Any, record: Any, state: Any = None) -> None:
        """Release both locks, after the transaction has certainly ended."""
        if record is None or not record.record_info.get("locked"):
            return
        if state is not None:
            connection.rollback()
        file = record.record_info.pop("lock_file", None)
        if file is not None:
            os.close(file)
        del record.record_info["locked"]
        self._lock.release()
