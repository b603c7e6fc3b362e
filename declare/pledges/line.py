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


class Line(Generic[Wish, Answer]):
    """One line of the threads of this process."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._waiting: list[tuple[Wish, Future[Answer]]] = []
        self._busy = False

    def stand(self, wish: Wish, work: Callable[[list[Wish]], list[Answer]]) -> Answer:
        """Wait for the answer to a wish, or `work` for everybody who waits.

        `work` answers every wish, in their order; or it raises, and has done nothing. Then it is
        tried for each of them alone, and who wished for what cannot be done gets the fault.
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
                first, self._waiting = self._waiting[:LONGEST], self._waiting[LONGEST:]
            _serve(first, work)
            with self._change:
                self._busy = False
                self._change.notify_all()


def _serve(
    places: list[tuple[Wish, Future[Answer]]], work: Callable[[list[Wish]], list[Answer]]
) -> None:
    try:
        answers = work([wish for wish, _ in places])
    except BaseException as fault:
        if len(places) == 1:
            places[0][1].set_exception(fault)
            return
        for place in places:
            _serve([place], work)
        return
    for (_, answer), found in zip(places, answers, strict=True):
        answer.set_result(found)
