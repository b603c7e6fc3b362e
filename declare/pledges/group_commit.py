"""Group commit: the first of several concurrent signers signs for all of them in one transaction.

A hall signs within a minute, and every signature waits for the head row of one log. One
transaction each would be as many waits for lock and disk. (FiloSottile/sunlight's sequencer pools
in the same way.)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Request = TypeVar("Request")
Answer = TypeVar("Answer")

LONGEST = 32
"""Requests in one transaction: more would keep the first of them waiting for the last."""

Take = Callable[[], list[Request]]
"""Returns the requests that wait. Called as late as possible, under the lock, so that a request
that arrives meanwhile is in the same transaction."""
Commit = Callable[[Take[Request]], list[Answer]]
"""Answers every request that it took, in their order; or raises, and has committed nothing."""


class GroupCommit(Generic[Request, Answer]):
    """The requests of one event's signers in this process, and which thread commits."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._waiting: list[tuple[Request, Future[Answer]]] = []
        self._busy = False

    def submit(self, request: Request, commit: Commit[Request, Answer]) -> Answer:
        """Return the answer to a request, after `commit` was run by this thread or by another.

        Where a group's commit raises, each of its requests is committed alone, and the caller of
        one that cannot be gets the exception.
        """
        answer: Future[Answer] = Future()
        with self._change:
            self._waiting.append((request, answer))
        while True:
            with self._change:
                self._change.wait_for(lambda: answer.done() or not self._busy)
                if answer.done():
                    return answer.result()
                self._busy = True
            self._serve(commit)
            with self._change:
                self._busy = False
                self._change.notify_all()

    def _serve(self, commit: Commit[Request, Answer]) -> None:
        group: list[tuple[Request, Future[Answer]]] = []

        def take() -> list[Request]:
            with self._change:
                group.extend(self._waiting[:LONGEST])
                del self._waiting[:LONGEST]
            return [request for request, _ in group]

        try:
            answers = commit(take)
        except BaseException as fault:
            if not group:
                take()
            _serve_apart(group, commit, fault)
            return
        for (_, answer), result in zip(group, answers, strict=True):
            answer.set_result(result)


def _serve_apart(
    group: list[tuple[Request, Future[Answer]]],
    commit: Commit[Request, Answer],
    fault: BaseException,
) -> None:
    """Commit each request alone; a request that was alone already gets its `fault`."""
    for request, answer in group:
        try:
            if len(group) == 1:
                raise fault
            answer.set_result(commit(lambda request=request: [request])[0])  # type: ignore[misc]
        except BaseException as own:
            answer.set_exception(own)
