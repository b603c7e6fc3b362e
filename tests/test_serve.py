"""`make run`'s last step: one command that serves, says what to open, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.samples import Sample

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(sample: Sample, tmp_path: Path) -> Path:
    """A folder with the databases of a platform that was filled at an earlier start."""
    sample.copy(tmp_path)
    return tmp_path


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Start the platform on databases in `folder`; kill it if the test has not ended it."""
    settings = {
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder}/declare.db",
        "QUEUE_URL": f"sqlite:///{folder}/queue.db",
        "KEYS_DIR": f"{folder}/keys",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.serve"],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    """What it prints until it says how to stop it."""
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def children(process: subprocess.Popen[str]) -> list[int]:
    """Everything that it started, and what those started."""
    found, waiting = [], [process.pid]
    while waiting:
        number = waiting.pop()
        below = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        waiting += [int(child) for child in below]
        found += [int(child) for child in below]
    return found


def gone(numbers: list[int]) -> bool:
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{number}").exists() for number in numbers):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_serves_says_what_to_open_and_stops(folder: Path) -> None:
    serves_and_stops(folder)


@pytest.mark.slow
def test_it_fills_an_empty_database_first(tmp_path: Path) -> None:
    serves_and_stops(tmp_path)


def serves_and_stops(folder: Path) -> None:
    port = free_port()
    with served(folder, port) as process:
        text = said(process)
        home = f"http://127.0.0.1:{port}"
        assert re.search(rf"^Home: +{home}$", text, re.MULTILINE)
        assert re.search(
            rf"^Organiser: +{home}/panitia/ +panitia@contoh\.example +\S{{12,}}$",
            text,
            re.MULTILINE,
        )
        assert re.search(r"^Mail is in: +/.*outbox$", text, re.MULTILINE)
        link = re.search(r"^Participant: +(\S+)$", text, re.MULTILINE)
        assert link is not None
        for address in (home, link[1]):
            with urllib.request.urlopen(address) as answer:
                assert answer.status == 200
        started = children(process)
        assert len(started) >= 4
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert gone(started)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_it(folder: Path, number: signal.Signals) -> None:
    with served(folder, free_port()) as process:
        said(process)
        started = children(process)
        process.send_signal(number)
        process.wait(30)
        assert gone(started)


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "tools.serve"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
