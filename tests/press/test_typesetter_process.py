"""Plates from the process that builds them: the same ones, no hang, nothing left behind."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from declare.press import composition, template_builder, typesetter_process
from declare.press.typesetter_process import TypesetterProcess, TypesettingFailed
from tests.press.printables import printable

DESIGN = printable().design()
COMPOSITION = composition.compose(printable(), 85)
UNABLE: Any = replace(DESIGN, statement_digest="not hexadecimal")


@pytest.fixture
def made() -> Iterator[TypesetterProcess]:
    opened = TypesetterProcess()
    yield opened
    opened._close()


def process(of: TypesetterProcess) -> int:
    """Its number, while it runs."""
    assert of._running is not None
    return of._running[0].pid


def runs(number: int) -> bool:
    """Whether there is such a process; one that nobody has waited for counts."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_plate_is_the_one_that_would_be_built_here(made: TypesetterProcess) -> None:
    assert made.build(DESIGN, COMPOSITION, None) == template_builder.build(
        DESIGN, COMPOSITION, None
    )


def test_one_process_builds_all_until_nothing_is_new(
    made: TypesetterProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.build(DESIGN, COMPOSITION, None)
    first = process(made)
    monkeypatch.setattr(typesetter_process, "IDLE", 0.05)
    made.build(replace(DESIGN, place="Ambon"), COMPOSITION, None)
    deadline = time.monotonic() + 20
    while runs(first) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(first)
    assert made.build(replace(DESIGN, place="Karo"), COMPOSITION, None).objects


def test_a_fault_is_told_by_its_place_without_words(
    made: TypesetterProcess, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(TypesettingFailed):
        made.build(UNABLE, COMPOSITION, None)
    (line,) = caplog.messages
    assert "template_builder.py:" in line
    assert line.endswith("ValueError")
    assert "not hexadecimal" not in line
    first = process(made)
    made.build(DESIGN, COMPOSITION, None)
    assert process(made) == first


def test_what_takes_too_long_is_ended(
    made: TypesetterProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(typesetter_process, "SECONDS", 0.01)
    with caplog.at_level(logging.ERROR), pytest.raises(TypesettingFailed):
        made.build(DESIGN, COMPOSITION, None)
    assert "the process ended" in caplog.text
    monkeypatch.undo()
    assert made.build(DESIGN, COMPOSITION, None).objects


def test_a_process_that_was_killed_is_started_again(made: TypesetterProcess) -> None:
    made.build(DESIGN, COMPOSITION, None)
    first = process(made)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    made.build(replace(DESIGN, place="Ambon"), COMPOSITION, None)
    assert process(made) != first
    assert not runs(first)


def test_it_is_given_no_secrets(made: TypesetterProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the platform")
    made.build(DESIGN, COMPOSITION, None)
    with open(f"/proc/{process(made)}/environ") as file:
        given = {line.partition("=")[0] for line in file.read().split("\0") if line}
    assert given <= {"HOME", "LANG", "PATH", "TMPDIR", "XDG_CACHE_HOME"}
