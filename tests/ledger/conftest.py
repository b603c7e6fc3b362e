"""A published log of any length, and the checker's view of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session

from declare.database import together
from declare.events.models import Event
from declare.ledger import append_batch
from declare.ledger import service as ledger
from tests import factories
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def grow(made: World, event: Event, size: int) -> list[bytes]:
    """Append to the log of an event until it has `size` entries; return all of them."""
    log = ledger.lock(made.session, event.log_id or 0)
    batch = append_batch.AppendBatch(made.session, log, made.keys, event.purpose)
    while batch.size < size:
        batch.append(b"entry %d" % batch.size, made.now)
    with together(made.session):
        batch.store(made.session)
    made.session.commit()
    return list(ledger.entries(made.session, log.id))


@pytest.fixture
def queries(engine: Engine) -> Iterator[Callable[[], int]]:
    """How many statements the test's own session has sent so far."""
    sent: list[str] = []

    def count(*values: object) -> None:
        sent.append(str(values[2]))

    sqlalchemy_event.listen(engine, "before_cursor_execute", count)
    yield lambda: len(sent)
    sqlalchemy_event.remove(engine, "before_cursor_execute", count)
