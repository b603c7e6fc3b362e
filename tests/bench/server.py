"""gunicorn with the project's own settings, serving the platform or what stands beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
        """Seconds of processor time that the workers and what they started have used so far."""
        return sum(_cpu(worker) for worker in self.workers)

    def memory(self) -> float:
        """Resident memory of the largest worker, in MiB."""
        return max(_resident(worker) for worker in self.workers)

    def beside(self) -> float:
        """Resident memory of all that the workers have started and that still runs, in MiB."""
        return sum(_resident(child) for worker in self.workers for child in _started(worker))


@contextmanager
def serving(target: str, settings: dict[str, str], workers: int = 2) -> Iterator[Server]:
    """Serve a WSGI application until the block ends; `settings` are those of the README."""
    port = free_port()
    told = {**settings, "PORT": str(port), "WEB_CONCURRENCY": str(workers)}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", target]
    with (Path(settings["KEYS_DIR"]).parent / f"{port}.log").open("wb") as journal:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stderr=journal)
    try:
        await_answer(port, process)
        yield Server(port, _children(process.pid, workers))
    finally:
        process.terminate()
        process.wait(30)


def await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once a server answers. Raises RuntimeError for one that ends, or takes a minute."""
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            with closing(traffic.Client(port)) as client:
                client.send(traffic.get("/healthz"))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def _children(parent: int, count: int) -> tuple[int, ...]:
    words = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    if len(words) != count:
        raise RuntimeError(f"{len(words)} workers instead of {count}")
    return tuple(map(int, words))


def _cpu(process: int) -> float:
    """What a process has used, and every process that it started: ended and waited for, or not."""
    # proc(5): fields 14 to 17 are its user and system time, then those of children that it waited
    # for; the second field may hold spaces.
    fields = _told(process, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK + sum(map(_cpu, _started(process)))


def _started(process: int) -> list[int]:
    """The children of a process that still run, by whichever thread they were started."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for children in threads for child in children.read_text().split()]


def _resident(process: int) -> float:
    lines = (line.split() for line in _told(process, "status").splitlines())
    return sum(int(line[1]) for line in lines if line[0] == "VmRSS:") / 1024


def _told(process: int, what: str) -> str:
    """What the kernel tells about a process: nothing about one that has just ended."""
    try:
        return Path(f"/proc/{process}/{what}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
