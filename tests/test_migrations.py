"""The schema: models equal migrations, and the ledger's tables only grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from declare import migrations
from declare.accounts.models import Account
from declare.database import open_engine
from declare.messages.models import Message
from declare.migrations.grants import LEDGER
from declare.models import Base
from tests.database import Address
from tests.database.old import fill, old_schema

pytestmark = [pytest.mark.twin, pytest.mark.fresh]

ROOT = Path(__file__).resolve().parent.parent
ROWS = {
    "ledger_entry": "(1, {number}, {blob})",
    "ledger_hash": "(1, 0, {number}, {blob})",
    "ledger_checkpoint": "(1, {number} + 1, {blob}, 'note', '2026-11-22 00:00:00')",
}
"""A row of each table, as its columns stand, whose number counts from nought."""


@pytest.fixture
def owner(database: Address) -> Iterator[Connection]:
    """A connection of the role that owns the tables, with one row in each of the ledger's."""
    engine = open_engine(database.owner_url)
    with engine.connect() as connection:
        connection.execute(
            text(
                "INSERT INTO ledger_log (id, origin, size, pledges, frontier) "
                "VALUES (1, 'x/log/y', 0, 0, '')"
            )
        )
        for table in LEDGER:
            insert(connection, table, 0)
        connection.commit()
        yield connection
    engine.dispose()


def insert(connection: Connection, table: str, number: int, verb: str = "INSERT") -> None:
    blob = "x'00'" if connection.dialect.name == "sqlite" else "'\\x00'"
    row = ROWS[table].format(number=number, blob=blob)
    connection.exec_driver_sql(f"{verb} INTO {table} VALUES {row}")


def refused(connection: Connection, statement: str, because: str) -> None:
    with pytest.raises(DBAPIError, match=because):
        connection.exec_driver_sql(statement)
    connection.rollback()


def test_the_models_are_what_the_migrations_make(owner: Connection) -> None:
    context = MigrationContext.configure(owner, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_the_papers_say_of_every_table_what_it_holds() -> None:
    paper = (ROOT / "docs" / "data.md").read_text()
    assert [name for name in Base.metadata.tables if f"`{name}`" not in paper] == []


@pytest.mark.parametrize("table", LEDGER)
def test_a_row_of_the_ledger_is_never_changed(owner: Connection, table: str) -> None:
    refused(owner, f"UPDATE {table} SET log_id = log_id", "only grows")
    refused(owner, f"DELETE FROM {table}", "only grows")
    if owner.dialect.name == "postgresql":
        refused(owner, f"TRUNCATE {table} CASCADE", "only grows")


@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_row_of_the_ledger_has_the_next_number(
    owner: Connection, table: str, number: int
) -> None:
    with pytest.raises(DBAPIError):
        insert(owner, table, number)
    owner.rollback()
    insert(owner, table, 1)


@pytest.mark.parametrize("table", LEDGER)
def test_a_row_of_the_ledger_is_not_replaced(owner: Connection, table: str) -> None:
    if owner.dialect.name == "sqlite":
        with pytest.raises(DBAPIError, match="no gaps"):
            insert(owner, table, 0, "INSERT OR REPLACE")
    else:
        columns = ", ".join(f'"{c.name}"' for c in Base.metadata.tables[table].primary_key)
        row = ROWS[table].format(number=0, blob="'\\x01'")
        refused(
            owner,
            f"INSERT INTO {table} VALUES {row} ON CONFLICT ({columns}) DO UPDATE SET log_id = 1",
            "no gaps",
        )


def test_the_application_may_not_touch_the_past(owner: Connection, database_url: str) -> None:
    """On PostgreSQL it connects as a role of its own, which lacks the very right to try."""
    owner.close()  # On SQLite a connection keeps its turn to write until it is given back.
    engine = open_engine(database_url)
    with engine.connect() as connection:
        because = "only grows" if engine.dialect.name == "sqlite" else "permission denied"
        for table in LEDGER:
            refused(connection, f"UPDATE {table} SET log_id = log_id", because)
            refused(connection, f"DELETE FROM {table}", because)
            insert(connection, table, 1)
            connection.rollback()
    engine.dispose()


BEFORE: dict[str, list[dict[str, Any]]] = {
    "ledger_log": [{"id": 1, "origin": "x/log/y", "size": 0, "pledges": 0, "frontier": b""}],
    "event": [{"id": 1, "slug": "acara-uji", "log_id": 1}],
    "account": [
        {"id": 1, "email": "panitia@uji.example", "may_create": True},
        {"id": 2, "email": "tim@uji.example"},
        {"id": 3, "email": "sekali@uji.example", "may_create": True, "one_time": True},
    ],
    "membership": [
        {"id": 1, "account_id": 3, "event_id": 1, "role": "observer"},
        {"id": 2, "account_id": 2, "event_id": 1, "role": "organiser"},
        {"id": 3, "account_id": 1, "event_id": 1, "role": "organiser"},
    ],
    "registration": [{"id": 7, "public_id": "p7", "name": "Ani", "name_key": "ani"}],
    "pledge": [{"id": 5, "registration_id": 7, "ordinal": 1, "code": "0123456789AF"}],
    "correction": [
        {"id": 1, "pledge_id": 5, "name": "Anie", "decision": "pending"},
        {"id": 2, "pledge_id": 5, "name": "Anna", "decision": "accepted"},
        {"id": 3, "pledge_id": 5, "name": "Anni", "decision": "accepted"},
    ],
    "message": [
        {"id": 1, "message_id": "a", "subject": "S", "body": "waits", "state": "queued"},
        {"id": 2, "message_id": "b", "subject": "S", "body": "/m/link", "state": "sent"},
    ],
    "deed": [
        {"id": 4, "account_id": 1, "what": "event.created", "detail": "live"},
        {"id": 9, "account_id": None, "what": "count.announced", "detail": "1 / 2"},
    ],
    "attempt": [{"id": 3, "door": "sign-in", "subject": "abc"}],
}
"""Rows of a database at 0006, with the columns that a test looks at; `fill` adds the others."""


def rows_of(connection: Connection, table: str, *columns: str) -> list[tuple[Any, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    query = f"SELECT {names} FROM {table} ORDER BY id"
    return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_filled_database_keeps_its_rows(database: Address) -> None:
    """What stood in it at 0006, before columns were ready to be emptied and tables renamed."""
    engine = old_schema(database, "0006")
    with engine.begin() as connection:
        fill(connection, BEFORE)
    migrations.upgrade(database.owner_url, database.url)
    with engine.connect() as connection:
        the_rows_are_there(connection)
    engine.dispose()


def the_rows_are_there(connection: Connection) -> None:
    assert rows_of(connection, "registration", "id", "public_id", "name", "name_key") == [
        (7, "p7", "Ani", "ani")
    ]
    assert rows_of(connection, "correction", "id", "name", "decision") == [
        (1, "Anie", "pending"),
        (2, "Anna", "accepted"),
        (3, "Anni", "accepted"),
    ]
    assert rows_of(connection, "message", "message_id", "subject", "body", "state") == [
        ("a", "S", "waits", "queued"),
        ("b", None, None, "sent"),
    ]
    assert connection.execute(select(Message.values)).scalars().all() == [{}, {}]
    assert rows_of(connection, "audit_entry", "id", "account_id", "what", "detail") == [
        (4, 1, "event.created", "live"),
        (9, None, "count.announced", "1 / 2"),
    ]
    assert rows_of(connection, "attempt", "id", "scope", "subject") == [(3, "sign-in", "abc")]
    the_team_is_there(connection)
    with pytest.raises(IntegrityError):
        fill(connection, {"correction": [{"id": 4, "pledge_id": 5, "decision": "pending"}]})
    connection.rollback()
    fill(connection, {"audit_entry": [{"event_id": None, "what": "account.created"}]})
    assert rows_of(connection, "audit_entry", "id")[-1] == (10,)


def the_team_is_there(connection: Connection) -> None:
    """The oldest organiser owns the event; accounts that a team page made are not proved."""
    assert rows_of(connection, "membership", "account_id", "role") == [
        (3, "observer"),
        (2, "owner"),
        (1, "organiser"),
    ]
    query = select(Account.id, Account.proved_at == Account.created_at).order_by(Account.id)
    assert [tuple(row) for row in connection.execute(query)] == [(1, True), (2, None), (3, None)]
    assert rows_of(connection, "account", "admin") == [(False,)] * 3


def test_the_newest_revision_is_known_without_alembic() -> None:
    assert migrations.newest() == ScriptDirectory(str(migrations.FOLDER)).get_current_head()


def test_the_operator_migrates_by_command(app: Flask) -> None:
    """`db` with what it takes itself, and what its commands do."""
    run = app.test_cli_runner()
    for words in (("upgrade",), ("--directory", str(migrations.FOLDER), "check")):
        ended = run.invoke(args=["db", *words])
        assert ended.exit_code == 0, ended.output
    assert "downgrade" in run.invoke(args=["db", "--help"]).output


def test_a_refused_person_is_free_and_borrowed_consent_ends(database: Address) -> None:
    """0014: uniqueness among pending and admitted; consent that an organiser ticked goes."""
    engine = old_schema(database, "0013")
    added = datetime(2026, 11, 20, tzinfo=UTC)
    people = [
        {"id": 1, "public_id": "a", "link_id": b"1", "name_key": "ani", "decided_by": 1},
        {"id": 2, "public_id": "b", "link_id": b"2", "name_key": "budi", "decided_by": None},
        {"id": 3, "public_id": "c", "link_id": b"3", "name_key": "citra", "standing": "refused"},
    ]
    common = {"event_id": 4, "show_name": True, "created_at": added, "decided_at": added}
    standing = {"standing": "admitted"}
    mails = [("admitted", 0), ("received", 1), ("receipt", 1), ("corrected", 2)]
    with engine.begin() as connection:
        fill(
            connection,
            {
                "account": [{"id": 1, "email": "a@b.example"}],
                "event": [{"id": 4, "slug": "acara"}],
                "registration": [common | standing | person for person in people],
                "message": [{"message_id": kind, "kind": kind} for kind, _ in mails],
            },
        )
    migrations.upgrade(database.owner_url, database.url)
    with engine.connect() as connection:
        assert rows_of(connection, "registration", "id", "show_name", "repeats") == [
            (1, False, 0),
            (2, True, 0),
            (3, True, 0),
        ]
        urgencies = {tuple(row) for row in rows_of(connection, "message", "kind", "urgency")}
        assert urgencies == set(mails)
        again = {"id": 4, "public_id": "d", "link_id": b"4", "name_key": "citra"}
        fill(connection, {"registration": [common | standing | again]})
        twice = {"id": 5, "public_id": "e", "link_id": b"5", "name_key": "ani"}
        with pytest.raises(IntegrityError):
            fill(connection, {"registration": [common | standing | twice]})
    engine.dispose()
