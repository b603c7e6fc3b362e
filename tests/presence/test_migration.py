"""A database from before presence had rows keeps who was there, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, select

from declare import migrations
from declare.presence.models import Presence, Way
from tests.database import Address
from tests.database.old import fill, old_schema

pytestmark = [pytest.mark.twin, pytest.mark.fresh]

EARLY = datetime(2020, 8, 5, 2, 30, 1, 5000, tzinfo=UTC)
LATE = datetime(2020, 8, 5, 3, 0, tzinfo=UTC)
PEOPLE = {1: EARLY, 2: None, 3: LATE}
"""The time of presence of each registration, as the column says it."""


def person(number: int, at: datetime | None, connection: Connection) -> dict[str, Any]:
    naive = at.replace(tzinfo=None) if at and connection.dialect.name == "sqlite" else at
    names = {"public_id": f"p{number}", "name": "Nama", "name_key": f"nama{number}"}
    return {
        "id": number,
        "event_id": 7,
        "link_id": bytes([number] * 8),
        "present_at": naive,
        **names,
    }


def test_who_was_there_is_there_after_it(database: Address) -> None:
    engine = old_schema(database, "0007")
    with engine.begin() as connection:
        people = [person(number, at, connection) for number, at in PEOPLE.items()]
        fill(connection, {"event": [{"id": 7, "slug": "lama"}], "registration": people})
    migrations.upgrade(database.owner_url, database.url)
    with engine.connect() as connection:
        rows = connection.execute(select(Presence.table())).mappings().all()
        kept = connection.exec_driver_sql("SELECT id, name_key FROM registration ORDER BY id")
        assert [tuple(row) for row in kept] == [(number, f"nama{number}") for number in PEOPLE]
        columns = {column["name"] for column in inspect(connection).get_columns("registration")}
    engine.dispose()
    assert "present_at" not in columns
    row = {"event_id": 7, "way": Way.ROOM, "minutes": None, "batch": None}
    assert [dict(each) for each in rows] == [
        row | {"id": 1, "registration_id": 1, "at": EARLY},
        row | {"id": 2, "registration_id": 3, "at": LATE},
    ]
