"""One works for all who wait; each gets the answer to his own wish."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from declare.pledges.group_commit import LONGEST, GroupCommit, Take

PEOPLE = 100


class Desk:
    """Work that takes as long as it is told to, and remembers what came together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = threading.Event()
        self._alone = threading.Lock()

    def __call__(self, take: Take[int]) -> list[int]:
        assert self._alone.acquire(blocking=False), "two work at the same time"
        try:
            self.open.wait(10)
            wishes = take()
            self.batches.append(wishes)
            if -1 in wishes:
                raise ValueError("no such wish")
            return [wish * wish for wish in wishes]
        finally:
            self._alone.release()


def test_nobody_waits_for_company() -> None:
    desk, line = Desk(), GroupCommit[int, int]()
    desk.open.set()
    assert [line.submit(3, desk), line.submit(4, desk)] == [9, 16]
    assert desk.batches == [[3], [4]]


def test_who_comes_meanwhile_is_served_together() -> None:
    desk, line = Desk(), GroupCommit[int, int]()
    with ThreadPoolExecutor(PEOPLE) as threads:
        answers = [threads.submit(line.submit, wish, desk) for wish in range(PEOPLE)]
        while len(line._waiting) < PEOPLE:
            threading.Event().wait(0.01)
        desk.open.set()
        assert [answer.result(10) for answer in answers] == [n * n for n in range(PEOPLE)]
    sizes = [len(batch) for batch in desk.batches]
    assert sizes == [LONGEST, LONGEST, LONGEST, PEOPLE - 3 * LONGEST]
    assert sorted(wish for batch in desk.batches for wish in batch) == list(range(PEOPLE))


def test_a_wish_that_cannot_be_fulfilled_harms_nobody_else() -> None:
    desk, line = Desk(), GroupCommit[int, int]()
    with ThreadPoolExecutor(10) as threads:
        good = [threads.submit(line.submit, wish, desk) for wish in range(9)]
        while len(line._waiting) < 9:
            threading.Event().wait(0.01)
        bad = threads.submit(line.submit, -1, desk)
        while len(line._waiting) < 10:
            threading.Event().wait(0.01)
        desk.open.set()
        assert [answer.result(10) for answer in good] == [n * n for n in range(9)]
        with pytest.raises(ValueError, match="no such wish"):
            bad.result(10)
    assert line.submit(2, desk) == 4


def test_work_that_fails_before_it_takes_anybody_tells_those_who_wait() -> None:
    def broken(take: Take[int]) -> list[int]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        GroupCommit[int, int]().submit(1, broken)
