"""Child processes that end together, and none of which outlives its parent."""

from __future__ import annotations

import ctypes
import multiprocessing
import multiprocessing.connection
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a process in good order."""

PATIENCE = 25
"""Seconds from the signal that asks a child to end to the one that ends it."""

_PR_SET_PDEATHSIG = 1

_fork = multiprocessing.get_context("fork")


def run_together(works: Sequence[Callable[[], object]]) -> int:
    """Run each in a child of its own until a signal comes or a child ends; then end all of them.

    Returns the exit status: 0 after a signal, 1 where a child ended by itself.
    """
    children: list[BaseProcess] = []
    try:
        with _signals_blocked():
            for number in SIGNALS:
                signal.signal(number, signal.default_int_handler)
            children += [start(work) for work in works]
        multiprocessing.connection.wait([child.sentinel for child in children])
    except KeyboardInterrupt:
        return 0
    finally:
        end(children)
    return 1


def start(work: Callable[[], object]) -> BaseProcess:
    """Start a child; the kernel ends it (SIGTERM) if this process dies without a word."""
    child = _fork.Process(target=_until_parent_ends, args=(work, os.getpid()))
    child.start()
    return child


def end(children: Sequence[BaseProcess]) -> None:
    """Ask children to end, wait, and kill those that do not."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.terminate()
    for child in children:
        child.join(PATIENCE)
        child.kill()
        child.join()


def _until_parent_ends(work: Callable[[], object], parent: int) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the line above
        return
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    work()


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Hold signals back: one between a fork and its note would leave a child behind."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
