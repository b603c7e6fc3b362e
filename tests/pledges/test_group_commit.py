"""Group commit: one thread commits for all that wait, and each caller gets its own answer."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from declare.pledges.group_commit import LONGEST, GroupCommit, Take

PEOPLE = 100


class Commit:
    """A commit that waits until it is opened, and records each group of requests."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = threading.Event()
        self._alone = threading.Lock()

    def __call__(self, take: Take[int]) -> list[int]:
        assert self._alone.acquire(blocking=False), "two commit at the same time"
        try:
            self.open.wait(10)
            requests = take()
            self.batches.append(requests)
            if -1 in requests:
                raise ValueError("no such request")
            return [request * request for request in requests]
        finally:
            self._alone.release()


def test_a_single_request_is_committed_at_once() -> None:
    commit, group = Commit(), GroupCommit[int, int]()
    commit.open.set()
    assert [group.submit(3, commit), group.submit(4, commit)] == [9, 16]
    assert commit.batches == [[3], [4]]


def test_requests_that_arrive_meanwhile_share_a_commit() -> None:
    commit, group = Commit(), GroupCommit[int, int]()
    with ThreadPoolExecutor(PEOPLE) as threads:
        answers = [threads.submit(group.submit, request, commit) for request in range(PEOPLE)]
        while len(group._waiting) < PEOPLE:
            threading.Event().wait(0.01)
        commit.open.set()
        assert [answer.result(10) for answer in answers] == [n * n for n in range(PEOPLE)]
    sizes = [len(batch) for batch in commit.batches]
    assert sizes == [LONGEST, LONGEST, LONGEST, PEOPLE - 3 * LONGEST]
    assert sorted(request for batch in commit.batches for request in batch) == list(range(PEOPLE))


def test_a_request_that_fails_fails_alone() -> None:
    commit, group = Commit(), GroupCommit[int, int]()
    with ThreadPoolExecutor(10) as threads:
        good = [threads.submit(group.submit, request, commit) for request in range(9)]
        while len(group._waiting) < 9:
            threading.Event().wait(0.01)
        bad = threads.submit(group.submit, -1, commit)
        while len(group._waiting) < 10:
            threading.Event().wait(0.01)
        commit.open.set()
        assert [answer.result(10) for answer in good] == [n * n for n in range(9)]
        with pytest.raises(ValueError, match="no such request"):
            bad.result(10)
    assert group.submit(2, commit) == 4


def test_a_commit_that_fails_before_it_takes_answers_those_that_wait() -> None:
    def broken(take: Take[int]) -> list[int]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        GroupCommit[int, int]().submit(1, broken)
