"""The sample events, made once for all tests that only look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from declare import demo
from declare.database import open_engine
from declare.keys import Keyring
from tests.database import Source

NOW = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
BASE = "http://ikrar.test"


@dataclass(frozen=True)
class Filled:
    """A database with the sample events, its keys, and what was told while it was filled."""

    engine: Engine
    keys: Keyring
    made: list[str]
    told: list[tuple[str, int, int]]


@pytest.fixture(scope="session")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    source: Source = request.getfixturevalue(request.param)
    keys = Keyring.open(tmp_path_factory.mktemp("keys"))
    told: list[tuple[str, int, int]] = []
    with source.fresh() as address:
        engine = open_engine(address.url)
        with Session(engine, expire_on_commit=False) as session:
            made = demo.fill(session, keys, BASE, NOW, lambda *step: told.append(step))
        yield Filled(engine, keys, made, told)
        engine.dispose()


@pytest.fixture
def session(filled: Filled) -> Iterator[Session]:
    """What a test changes in here is rolled back."""
    with Session(filled.engine, expire_on_commit=False) as session:
        yield session
