"""The engine recipe: many threads, no lock errors, nothing lost, and a turn always given back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from declare.database import UtcDateTime, intend, put, reading, together

pytestmark = pytest.mark.twin

INSERT = text("INSERT INTO attempt (scope, subject, at) VALUES ('x', :n, '2026-01-01 00:00:00')")
COUNT = text("SELECT count(*) FROM attempt")


def in_threads(count: int, work: list[object]) -> list[Exception]:
    """Run each callable of `work` in `count` threads at once; what they raised."""
    faults: list[Exception] = []

    def run(job: object) -> None:
        try:
            job()  # type: ignore[operator]
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(job,)) for job in work for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_writers_that_read_first_and_readers_do_not_disturb_each_other(engine: Engine) -> None:
    def write() -> None:
        for _ in range(5):
            with engine.begin() as connection:
                before = connection.scalar(COUNT)
                connection.execute(INSERT, {"n": str(before)})

    def read() -> None:
        with reading():
            for _ in range(5):
                with engine.begin() as connection:
                    connection.scalar(COUNT)

    assert in_threads(20, [write, read]) == []
    with engine.begin() as connection:
        assert connection.scalar(COUNT) == 100


def test_a_failed_writer_gives_its_turn_back(engine: Engine) -> None:
    for _ in range(3):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO attempt (scope) VALUES ('x')")
    with engine.begin() as connection:
        connection.execute(INSERT, {"n": "after"})
        assert connection.scalar(COUNT) == 1


def test_a_lost_connection_gives_its_turn_back(engine: Engine) -> None:
    connection = engine.connect()
    connection.execute(INSERT, {"n": "lost"})
    connection.invalidate()
    connection.close()
    with engine.begin() as other:
        assert other.scalar(COUNT) == 0


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.execute(INSERT, {"n": "1"})
        seen: list[int] = []

        def read() -> None:
            intend(writing=False)
            with engine.begin() as reader:
                seen.append(reader.scalar(COUNT))

        thread = threading.Thread(target=read)
        thread.start()
        thread.join(timeout=5)
        assert seen == [0]


def test_rows_that_are_written_together_need_one_statement(session: Session) -> None:
    inserts: list[bool] = []

    @event.listens_for(session.get_bind(), "before_cursor_execute")
    def count(*values: object) -> None:
        if str(values[2]).startswith("INSERT"):
            inserts.append(bool(values[5]))

    with together(session):
        for number in range(3):
            put(session, INSERT, {"n": str(number)})
        assert session.scalar(COUNT) == 0
    assert session.scalar(COUNT) == 3
    assert inserts == [True]


def test_a_block_of_together_is_not_nested(session: Session) -> None:
    with together(session):
        put(session, INSERT, {"n": "first"})
        with pytest.raises(RuntimeError, match="already"), together(session):
            pytest.fail("the inner block must not begin")
        put(session, INSERT, {"n": "second"})
    assert session.scalar(COUNT) == 2
    with together(session):
        put(session, INSERT, {"n": "third"})
    assert session.scalar(COUNT) == 3


def test_a_block_of_together_that_fails_writes_nothing(session: Session) -> None:
    def write_and_fail() -> None:
        with together(session):
            put(session, INSERT, {"n": "first"})
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_and_fail()
    assert session.scalar(COUNT) == 0
    put(session, INSERT, {"n": "alone"})
    assert session.scalar(COUNT) == 1


def test_moments_are_kept_in_utc_and_need_a_zone() -> None:
    kind, dialect = UtcDateTime(), sqlite.dialect()
    at = datetime(2020, 8, 5, 9, 30, tzinfo=timezone(timedelta(hours=7)))
    stored = kind.process_bind_param(at, dialect)
    assert stored == datetime(2020, 8, 5, 2, 30)  # noqa: DTZ001
    assert kind.process_result_value(stored, dialect) == datetime(2020, 8, 5, 2, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        kind.process_bind_param(datetime(2020, 8, 5), dialect)  # noqa: DTZ001
