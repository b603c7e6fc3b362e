"""gunicorn with the project's own settings, serving the platform or what stands beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from tests.bench import traffic
from tests.ports import free_port

PLATFORM = "wsgi:app"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server: its port and the process ids of its workers."""

    port: int
    workers: tuple[int, ...]

    def cpu(self) -> float:
        """Seconds of processor time that the workers have used so far."""
        return sum(_cpu(worker) for worker in self.workers)

    def memory(self) -> float:
        """Resident memory of the largest worker, in MiB."""
        return max(_resident(worker) for worker in self.workers)


@contextmanager
def serving(target: str, settings: dict[str, str], workers: int = 2) -> Iterator[Server]:
    """Serve a WSGI application until the block ends; `settings` are those of the README."""
    port = free_port()
    told = {**settings, "PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", target]
    with (Path(settings["KEYS_DIR"]).parent / f"{port}.log").open("wb") as journal:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stderr=journal)
    try:
        _await(port, process)
        yield Server(port, _children(process.pid, workers))
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        try:
            traffic.Client(port).send(traffic.get("/healthz"))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn does not answer")


def _children(parent: int, count: int) -> tuple[int, ...]:
    words = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    if len(words) != count:
        raise RuntimeError(f"{len(words)} workers instead of {count}")
    return tuple(map(int, words))


def _cpu(process: int) -> float:
    # proc(5): user and system time are fields 14 and 15; the second may hold spaces.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
