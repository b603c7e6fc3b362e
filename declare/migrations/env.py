"""How Alembic reaches the database: with the owner's role and the engine recipe.

On SQLite foreign keys are off while a migration runs and are checked after it: batch mode copies
tables, and a copy must not fire cascades.
"""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection, event, make_url

from declare import models
from declare.database import open_engine
from declare.migrations.grants import grant


def addresses() -> tuple[str, str]:
    """How the owner connects, and how the application will."""
    given = context.config.attributes
    if given.get("url"):
        return given["url"], given["application_url"]
    settings = current_app.config
    return settings["MIGRATION_URL"], settings["SQLALCHEMY_DATABASE_URI"]


def run() -> None:
    url, application_url = addresses()
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
    try:
        with engine.connect() as connection:
            migrate(connection)
            role = make_url(application_url).username if application_url else None
            if connection.dialect.name == "postgresql" and role != engine.url.username:
                grant(connection, role)
    finally:
        engine.dispose()


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration left {len(broken)} broken references")


run()
