"""The sample events, made once for all tests that only look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from declare.database import open_engine
from declare.keys import Keyring
from tests.database import Source
from tests.samples import Sample, fill


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
    if request.param == "sqlite":
        yield from _copied(request.getfixturevalue("sample"), tmp_path_factory.mktemp("filled"))
    else:
        source: Source = request.getfixturevalue(request.param)
        yield from _filled(source, Keyring.open(tmp_path_factory.mktemp("keys")))


def _copied(sample: Sample, folder: Path) -> Iterator[Filled]:
    sample.copy(folder)
    engine = open_engine(f"sqlite:///{folder}/declare.db")
    yield Filled(engine, Keyring.open(folder / "keys"), sample.made, sample.told)
    engine.dispose()


def _filled(source: Source, keys: Keyring) -> Iterator[Filled]:
    with source.fresh() as address:
        engine = open_engine(address.url)
        with Session(engine, expire_on_commit=False) as session:
            made, told = fill(session, keys)
        yield Filled(engine, keys, made, told)
        engine.dispose()


@pytest.fixture
def session(filled: Filled) -> Iterator[Session]:
    """What a test changes in here is rolled back."""
    with Session(filled.engine, expire_on_commit=False) as session:
        yield session
