"""What tests stand on: a database of either kind, an application on it, a clock to set."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config import Config
from declare.database import db, open_engine
from declare.keys import Keyring
from tests.application import Applications, CompiledTemplates, application
from tests.browser import Browser
from tests.database import Address, Source
from tests.database.postgres import Postgres, server
from tests.database.sqlite import Sqlite
from tests.samples import Sample, shared_sample

KINDS = ("sqlite", "postgresql")
EVERYTHING = "--everything"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        EVERYTHING,
        action="store_true",
        help="run every test of a database on both kinds, and those marked slow",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on SQLite, and once more on PostgreSQL if it is marked `twin` or all are asked."""
    definition = metafunc.definition
    for name in {"database", "filled"} & set(metafunc.fixturenames):
        marks = definition.iter_markers("parametrize")
        if any(name in str(mark.args[0]).split(",") for mark in marks):
            continue
        both = metafunc.config.getoption(EVERYTHING) or definition.get_closest_marker("twin")
        scope = "session" if name == "filled" else None
        metafunc.parametrize(name, KINDS if both else KINDS[:1], indirect=True, scope=scope)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked slow, unless everything is asked for."""
    if config.getoption(EVERYTHING):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Source]:
    with server("fsync=off", "full_page_writes=off") as host:
        source = Postgres(host)
        yield source
        source.close()


@pytest.fixture(scope="session")
def sample(sqlite: Source, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return shared_sample(sqlite, tmp_path_factory.getbasetemp())


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Address]:
    """An empty database of the newest schema: SQLite, and PostgreSQL too where a test is a twin.

    It is the worker's own; a test marked `fresh`, which changes the schema, gets a new one. A test
    of what one kind alone has names it: `@pytest.mark.parametrize("database", ["postgresql"],
    indirect=True)`.
    """
    source: Source = request.getfixturevalue(request.param)
    fresh = request.node.get_closest_marker("fresh")
    with source.fresh() if fresh else source.emptied() as address:
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


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Keyring]:
    """The keys of all tests, made once, and their folder."""
    folder = tmp_path_factory.mktemp("keys")
    return folder, Keyring.open(folder)


@pytest.fixture
def config(database: Address, tmp_path: Path, keys: tuple[Path, Keyring]) -> Config:
    shutil.copytree(keys[0], tmp_path / "keys")
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


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledTemplates:
    return CompiledTemplates(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def applications(compiled: CompiledTemplates, keys: tuple[Path, Keyring]) -> Iterator[Applications]:
    applications = Applications(compiled, keys[1])
    yield applications
    applications.close()


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    config: Config,
    clock: Clock,
    compiled: CompiledTemplates,
    applications: Applications,
) -> Iterator[Flask]:
    """The worker's application, reset; one of its own for a test marked `own_app`, which adds a
    route or changes templates, and on a `fresh` database."""
    own = any(request.node.get_closest_marker(mark) for mark in ("own_app", "fresh"))
    app = application(config, compiled) if own else applications.reset(config)
    app.config["CLOCK"] = clock
    yield app
    with app.app_context():
        db.session.remove()
        if own or db.engine.dialect.name == "sqlite":  # whose file is replaced
            db.engine.dispose()


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Engine]]:
    """The engines of the tests' own sessions on PostgreSQL: connecting costs more than a test."""
    engines: dict[str, Engine] = {}
    yield engines
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def engine(database: Address, engines: dict[str, Engine]) -> Iterator[Engine]:
    if database.url not in engines:
        engines[database.url] = open_engine(database.url)
    yield engines[database.url]
    if engines[database.url].dialect.name == "sqlite":
        engines.pop(database.url).dispose()


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
