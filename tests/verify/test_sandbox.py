"""The process in which files of strangers are read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

import pytest

from config import ROOT
from declare.errors import Busy
from declare.verify import sandbox
from declare.verify.pdf_findings import State


def test_the_process_knows_no_secrets_and_cannot_grow() -> None:
    """What it is, seen from within: a child that tells its limits instead of reading."""
    program = (
        "import json, os, resource, declare.verify.sandbox as own; own.examine = lambda *_: "
        "(_ for _ in ()).throw(SystemExit(json.dumps([resource.getrlimit(resource.RLIMIT_AS)[0], "
        "resource.getrlimit(resource.RLIMIT_CPU)[0]]))); own.main()"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], input=b"{}\n", capture_output=True, cwd=ROOT, check=False
    )
    assert json.loads(told.stderr) == [sandbox.MEMORY, sandbox.SECONDS]


@pytest.mark.parametrize(
    "program", ["raise SystemExit(1)", "import time; time.sleep(60)", "x = bytes(2**62)"]
)
def test_a_reader_that_fails_or_lingers_read_nothing(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sandbox, "_COMMAND", (sys.executable, "-c", program))
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    assert sandbox.read(b"%PDF-", {}).state is State.UNREADABLE


def test_who_comes_when_all_places_are_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_places", BoundedSemaphore(1))
    monkeypatch.setattr(sandbox, "SECONDS", 0.01)
    with sandbox._places, pytest.raises(Busy) as told:
        sandbox.read(b"%PDF-", {})
    assert told.value.status == 503


def test_slow_files_keep_few_threads_and_the_next_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 16 threads of a worker, two read and four wait; signers have the others."""
    monkeypatch.setattr(sandbox, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(sandbox, "SECONDS", 2)
    refused: list[float] = []

    def hand_in(number: int) -> None:
        began = time.monotonic()
        try:
            sandbox.read(b"%PDF-", {})
        except Busy:
            refused.append(time.monotonic() - began)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(hand_in, range(16)))
    assert len([waited for waited in refused if waited < 1]) == 10
