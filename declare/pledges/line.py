"""Standing in line: of those who want the same at the same moment, one works for all.

Everybody in a hall signs within a minute, and every signature waits for the head of one log. One
transaction for each would be as many waits for lock and disk; so whoever finds nobody at work does
the work of all who wait, in one transaction, while they wait for his answer. (The way of
FiloSottile/sunlight's sequencer.)
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Wish = TypeVar("Wish")
Answer = TypeVar("Answer")

LONGEST = 32
"""Wishes that are worked on together: more would keep the first of them waiting for the last."""

Take = Callable[[], list[Wish]]
Work = Callable[[Take[Wish]], list[Answer]]
"""Takes those who wait, as late as it can: whoever comes before that is served with them. It
answers every wish that it took, in their order; or it raises, and has done nothing."""


class Line(Generic[Wish, Answer]):
    """One line of the threads of this process."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._waiting: list[tuple[Wish, Future[Answer]]] = []
        self._busy = False

    def stand(self, wish: Wish, work: Work[Wish, Answer]) -> Answer:
        """Wait for the answer to a wish, or `work` for everybody who waits.

        Where it raises it is tried for each of them alone, and who wished for what cannot be done
        gets the fault.
        """
        answer: Future[Answer] = Future()
        with self._change:
            self._waiting.append((wish, answer))
        while True:
            with self._change:
                self._change.wait_for(lambda: answer.done() or not self._busy)
                if answer.done():
                    return answer.result()
                self._busy = True
            self._serve(work)
            with self._change:
                self._busy = False
                self._change.notify_all()

    def _serve(self, work: Work[Wish, Answer]) -> None:
        served: list[tuple[Wish, Future[Answer]]] = []

        def take() -> list[Wish]:
            with self._change:
                served.extend(self._waiting[:LONGEST])
                del self._waiting[:LONGEST]
            return [wish for wish, _ in served]

        try:
            answers = work(take)
        except BaseException as fault:
            if not served:
                take()
            _serve_apart(served, work, fault)
            return
        for (_, answer), found in zip(served, answers, strict=True):
            answer.set_result(found)


def _serve_apart(
    served: list[tuple[Wish, Future[Answer]]], work: Work[Wish, Answer], fault: BaseException
) -> None:
    """Give each his own answer or fault; the `fault` of one who was alone is his own."""
    for wish, answer in served:
        try:
            if len(served) == 1:
                raise fault
            answer.set_result(work(lambda wish=wish: [wish])[0])  # type: ignore[misc]
        except BaseException as own:
            answer.set_exception(own)
