"""Plates are cast in a process of their own, which is there only while designs are new.

WeasyPrint with its fonts takes some 50 MiB, and a web worker needs it for a moment of its life. So
the first plate starts this process, those after it find it warm, and soon after the last it ends.
It is given a design and nothing else: no secrets, no database.
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
from declare.press.person import Person
from declare.press.plate import Plate
from declare.press.printable import Printable

SECONDS: Final = 30.0
"""Within which a plate is cast; it takes one, or less than a tenth where the process is warm."""
IDLE: Final = 5.0
"""Seconds without a new plate after which the process ends."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_COMMAND: Final = (sys.executable, "-m", "declare.press.typesetter_process")
_GIVEN: Final = ("HOME", "PATH", "TMPDIR", "XDG_CACHE_HOME")  # where fonts are found and kept
_FAREWELL: Final = 2.0

_log = logging.getLogger(__name__)

Wish = tuple[Printable, Composition, Person | None]


class TypesettingFailed(RuntimeError):
    """There is no plate; the log says why."""


class TypesetterProcess:
    """The process and who talks to it: one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None
        self._closing = threading.Timer(IDLE, self._close)
        # Whoever waited while another had the same plate cast finds it here.
        self._known = lru_cache(maxsize=8)(self._cast)

    def cast(self, design: Printable, composition: Composition, gaps: Person | None) -> Plate:
        """Have `casting.cast` done over there. Raises Miscast where it fails or takes too long."""
        with self._lock:
            return self._known((design, composition, gaps))

    def _cast(self, wish: Wish) -> Plate:
        self._closing.cancel()
        try:
            plate, fault = self._answer(wish)
        except (EOFError, OSError) as lost:
            self._stop()
            plate, fault = None, f"the process ended: {type(lost).__name__}"
        self._closing = threading.Timer(IDLE, self._close)
        self._closing.daemon = True
        self._closing.start()
        if plate is None:
            _log.error("no plate was cast: %s", fault)
            raise TypesettingFailed
        return plate

    def _answer(self, wish: Wish) -> tuple[Plate | None, str]:
        """What the process says; EOFError or OSError if it died, or took too long and had to."""
        if self._running and self._running[0].poll() is not None:  # somebody has killed it
            self._stop()
        process, line = self._running = self._running or _start()
        limit = threading.Timer(SECONDS, process.kill)
        limit.start()
        try:
            line.send(wish)
            answer: tuple[Plate | None, str] = line.recv()
        finally:
            limit.cancel()
        return answer

    def _close(self) -> None:
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        """Hang up, so that the process ends; kill it if it does not."""
        if self._running is None:
            return
        (process, line), self._running = self._running, None
        line.close()
        try:
            process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start() -> tuple[subprocess.Popen[bytes], Connection]:
    """The process, in a group of its own so that Ctrl-C is not its business, and a line to it."""
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


_foundry = TypesetterProcess()
cast = _foundry.cast
"""The one of this process."""


def main() -> None:
    """Be that process: wishes come and plates go over the connection that it was started with."""
    line = Connection(int(sys.argv[1]))
    while True:
        try:
            wish: Wish = line.recv()
        except EOFError:
            return
        line.send(_made(wish))


def _made(wish: Wish) -> tuple[Plate | None, str]:
    from declare.press import template_builder  # nowhere else: see the head of this file

    try:
        return template_builder.build(*wish), ""
    except Exception as fault:
        return None, _told(fault)


def _told(fault: BaseException) -> str:
    """Where it happened and what kind it is; its words might quote a person's."""
    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return " > ".join([*places, type(fault).__qualname__])


if __name__ == "__main__":
    main()
