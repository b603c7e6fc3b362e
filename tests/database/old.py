"""Databases of an older schema, for tests of a migration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, MetaData, insert

from declare import migrations
from declare.database import open_engine
from tests.database import Address


def old_schema(address: Address, revision: str) -> Engine:
    """Give this database the schema of a revision, with nothing in it."""
    engine = open_engine(address.owner_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        else:
            for table in reversed(reflected(connection).sorted_tables):
                connection.exec_driver_sql(f"DROP TABLE {table.name}")
    command.upgrade(migrations.configuration(address.owner_url, address.url), revision)
    return engine


def reflected(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    return tables


def fill(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Insert rows; a column without a value gets one of its type if it needs one."""
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    values: dict[type, Any] = {str: "", int: 1, bool: False, bytes: b"", datetime: moment}
    tables = reflected(connection)
    for name, some in rows.items():
        for row in some:
            filled = {
                column.name: values.get(column.type.python_type, {})
                for column in tables.tables[name].columns
                if not column.nullable and not column.primary_key
            }
            connection.execute(insert(tables.tables[name]).values({**filled, **row}))
