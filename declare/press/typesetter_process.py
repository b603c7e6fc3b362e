"""The typesetter process: builds plates apart from the web worker, and ends when none is asked for.

WeasyPrint with its fonts takes some 50 MiB, which a web worker would hold for ever. The first plate
starts the process, the next ones use it, and it ends IDLE seconds after the last. It is given a
design and nothing else: no secrets, no database.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import traceback
from functools import lru_cache
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Final

from declare.press.composition import Composition
from declare.press.instruction import Instruction
from declare.press.person import Person
from declare.press.plate import Plate
from declare.press.printable import Printable

SECONDS: Final = 30.0
"""Limit for one plate, which takes 1 s in a new process and less than 0.1 s in a warm one."""
IDLE: Final = 5.0
"""Seconds without a new plate after which the process ends."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_COMMAND: Final = (sys.executable, "-m", "declare.press.typesetter_process")
_GIVEN: Final = ("HOME", "PATH", "TMPDIR", "XDG_CACHE_HOME")  # where fonts are found and kept
_EXIT_SECONDS: Final = 2.0

_log = logging.getLogger(__name__)

Job = tuple[Printable, Composition, Person | None] | Instruction
"""A design whose plate is to be built, or a page that is finished at once."""
Made = Plate | bytes


class TypesettingFailed(RuntimeError):
    """There is no plate; the log says why."""


class TypesetterProcess:
    """The process and the connection to it, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None
        self._closing = threading.Timer(IDLE, self._close)
        # A thread that waited while another had the same plate built reads it here.
        self._recent = lru_cache(maxsize=8)(self._build)

    def build(self, design: Printable, composition: Composition, gaps: Person | None) -> Plate:
        """Run `template_builder.build` in the process. Raises TypesettingFailed."""
        plate = self._make((design, composition, gaps))
        if not isinstance(plate, Plate):
            raise TypesettingFailed
        return plate

    def instruct(self, sheet: Instruction) -> bytes:
        """Run `weasy_layout.instruct` in the process. Raises TypesettingFailed."""
        written = self._make(sheet)
        if not isinstance(written, bytes):
            raise TypesettingFailed
        return written

    def _make(self, job: Job) -> Made:
        with self._lock:
            return self._recent(job)

    def _build(self, job: Job) -> Made:
        self._closing.cancel()
        try:
            made, fault = self._answer(job)
        except (EOFError, OSError) as lost:
            self._stop()
            made, fault = None, f"the process ended: {type(lost).__name__}"
        self._closing = threading.Timer(IDLE, self._close)
        self._closing.daemon = True
        self._closing.start()
        if made is None:
            _log.error("no plate was built: %s", fault)
            raise TypesettingFailed
        return made

    def _answer(self, job: Job) -> tuple[Made | None, str]:
        """The plate, the page, or the fault.

        Raises EOFError or OSError if the process ended or was killed.
        """
        if self._running and self._running[0].poll() is not None:  # it was killed from outside
            self._stop()
        process, connection = self._running = self._running or _start()
        limit = threading.Timer(SECONDS, process.kill)
        limit.start()
        try:
            connection.send(job)
            answer: tuple[Made | None, str] = connection.recv()
        finally:
            limit.cancel()
        return answer

    def _close(self) -> None:
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        """Close the connection, on which the process ends; kill it if it does not."""
        if self._running is None:
            return
        (process, connection), self._running = self._running, None
        connection.close()
        try:
            process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start() -> tuple[subprocess.Popen[bytes], Connection]:
    """Start the process, in a group of its own so that Ctrl-C does not reach it."""
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(  # noqa: S603  # the command is fixed
            (*_COMMAND, str(theirs.fileno())),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8"} | {n: os.environ[n] for n in _GIVEN if n in os.environ},
            pass_fds=(theirs.fileno(),),
            process_group=0,
        )
    return process, ours


_shared = TypesetterProcess()
build = _shared.build
"""Build a plate in the one typesetter process of this worker."""
instruct = _shared.instruct
"""Draw a witness's instruction there."""


def main() -> None:
    """The process itself: jobs in and plates out, over the connection that it was started with."""
    connection = Connection(int(sys.argv[1]))
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        connection.send(_result(job))


def _result(job: Job) -> tuple[Made | None, str]:
    # Nowhere else: see the head of this file.
    from declare.press import template_builder, weasy_layout

    try:
        if isinstance(job, Instruction):
            return weasy_layout.instruct(job), ""
        return template_builder.build(*job), ""
    except Exception as fault:
        return None, _place_of(fault)


def _place_of(fault: BaseException) -> str:
    """The place and the kind of an exception, without its words, which might hold a name."""
    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return " > ".join([*places, type(fault).__qualname__])


if __name__ == "__main__":
    main()
