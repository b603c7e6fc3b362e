"""A database from before presence had rows keeps who was there, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url

from declare import migrations
from declare.database import UtcDateTime, open_engine
from declare.presence.models import Presence, Way
from tests.database import Address

BEFORE = "0006"
EARLY = datetime(2020, 8, 5, 2, 30, 1, 5000, tzinfo=UTC)
LATE = datetime(2020, 8, 5, 3, 0, tzinfo=UTC)
PEOPLE = {1: EARLY, 2: None, 3: LATE}
"""The time of presence of each registration, as the column says it."""


@pytest.fixture
def old(database: Address) -> Iterator[Engine]:
    """A database at the revision before, with three people at one event."""
    empty(database)
    command.upgrade(migrations.configuration(database.owner_url), BEFORE)
    engine = open_engine(database.owner_url)
    with engine.begin() as connection:
        fill(connection)
    yield engine
    engine.dispose()


def empty(database: Address) -> None:
    url = make_url(database.owner_url)
    if url.get_backend_name() == "sqlite":
        assert url.database
        Path(url.database).unlink()
        return
    engine = open_engine(database.owner_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP OWNED BY CURRENT_USER CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS public")
    engine.dispose()


def fill(connection: Connection) -> None:
    add(connection, "event", id=7, slug="lama")
    for number, at in PEOPLE.items():
        values = {"id": number, "event_id": 7, "public_id": f"p{number}"}
        values |= {"name_key": f"nama{number}", "link_id": bytes([number] * 8)}
        add(connection, "registration", **values, present_at=at)


def add(connection: Connection, table: str, **values: Any) -> None:
    """A row of a table as it is now; what is not said and may not be NULL is empty."""
    columns = {}
    for column in sa.inspect(connection).get_columns(table):
        name, kind = column["name"], column["type"]
        if name in values and isinstance(values[name], datetime):
            columns[sa.column(name, UtcDateTime())] = values[name]
        elif name in values or not column["nullable"]:
            columns[sa.column(name, kind)] = values.get(name, blank(kind))
    connection.execute(sa.insert(sa.table(table, *columns)).values(list(columns.values())))


def blank(kind: sa.types.TypeEngine[Any]) -> Any:
    """A value of a column that says nothing."""
    if isinstance(kind, sa.DateTime):
        return EARLY.replace(tzinfo=None)
    if isinstance(kind, sa.JSON):
        return []
    return {bytes: b"", bool: False, int: 0, str: ""}[kind.python_type]


def test_who_was_there_is_there_after_it(old: Engine, database: Address) -> None:
    command.upgrade(migrations.configuration(database.owner_url), "head")
    with old.connect() as connection:
        rows = connection.execute(sa.select(Presence.table())).mappings().all()
        people = connection.exec_driver_sql("SELECT id, name_key FROM registration ORDER BY id")
        assert [tuple(row) for row in people] == [(n, f"nama{n}") for n in PEOPLE]
        columns = {column["name"] for column in sa.inspect(connection).get_columns("registration")}
    assert "present_at" not in columns
    row = {"event_id": 7, "way": Way.ROOM, "minutes": None, "batch": None}
    assert [dict(each) for each in rows] == [
        row | {"id": 1, "registration_id": 1, "at": EARLY},
        row | {"id": 2, "registration_id": 3, "at": LATE},
    ]
