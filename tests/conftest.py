"""What tests stand on: a database of either kind, an application on it, a clock to set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config import Config
from declare.database import open_engine
from tests.browser import Browser
from tests.database import Address, Source
from tests.database.postgres import Postgres, server
from tests.database.sqlite import Sqlite


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Source]:
    with server("fsync=off", "full_page_writes=off") as host:
        yield Postgres(host)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Address]:
    """An empty database of the newest schema, once of each kind.

    A test that needs one kind only: `@pytest.mark.parametrize("database", ["sqlite"],
    indirect=True)`.
    """
    source: Source = request.getfixturevalue(request.param)
    with source.fresh() as address:
        yield address


@pytest.fixture
def database_url(database: Address) -> str:
    return database.url


class Clock:
    """The platform's clock, standing until a test moves it: 19 November 2026, 09.00 WIB."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> datetime:
        """Move on by what `timedelta` takes, and return the moment it is then."""
        self.now += timedelta(**amount)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now


@pytest.fixture
def config(database: Address, tmp_path: Path) -> Config:
    return Config(
        database_url=database.url,
        migration_url=database.owner_url,
        queue_url="memory:",
        public_url="http://ikrar.test",
        secret_key="a secret for tests",
        smtp_url="",
        keys_dir=tmp_path / "keys",
        instance_dir=tmp_path,
        port=8000,
    )


class Compiled(FileSystemBytecodeCache):
    """Keeps what was compiled for each language apart."""

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        language = getattr(environment, "language", "")
        return super().get_bucket(environment, f"{language}/{name}", filename, source)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates, compiled once for all the applications of a run."""
    return Compiled(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(config: Config, clock: Clock, compiled: FileSystemBytecodeCache) -> Iterator[Flask]:
    from declare.app import create_app
    from declare.database import db

    app = create_app(config)
    app.testing = True
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = compiled
    app.config["CLOCK"] = clock
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def engine(database: Address) -> Iterator[Engine]:
    engine = open_engine(database.url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """The test's own session. `client` commits what it leaves open before a request."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def client(app: Flask, session: Session) -> Browser:
    client = app.test_client()
    assert isinstance(client, Browser)
    client.beside = session
    return client
