"""The process in which files of strangers are read."""

from __future__ import annotations

import json
import subprocess
import sys
from threading import BoundedSemaphore

import pytest

from config import ROOT
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
    with sandbox._places, pytest.raises(sandbox.Busy) as told:
        sandbox.read(b"%PDF-", {})
    assert told.value.status == 503
