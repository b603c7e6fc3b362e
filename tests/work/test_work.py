"""Long work: ordered, done in pieces by one worker, and taken up again where it stopped."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.work import service
from declare.work.models import State, Work
from declare.work.running import run_due
from declare.work.service import ATTEMPTS, STALE
from tests.conftest import Clock

SEEN = "seen"


def count(session: Session, work: Work, now: datetime) -> None:
    """A toy kind: counts to `to`, one a piece."""
    session.info.setdefault(SEEN, []).append(int(work.cursor or "0"))
    reached = int(work.cursor or "0") + 1
    service.advance(session, work, str(reached), reached, now)
    if reached == work.arguments["to"]:
        service.finish(session, work, {"reached": reached}, now)


def stumble(session: Session, work: Work, now: datetime) -> None:
    """A toy kind that fails in its second piece, after it has written something."""
    service.advance(session, work, "half", work.progress + 1, now)
    if work.progress == 2:
        raise ZeroDivisionError("words that quote a name")


KINDS = {"count": count, "stumble": stumble}


def order(session: Session, now: datetime, to: int = 3, kind: str = "count") -> Work:
    work = service.order(session, kind, {"to": to}, now, total=to)
    session.commit()
    return work


def states(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Work.state).order_by(Work.id)))


@pytest.mark.twin
def test_work_is_done_in_pieces_oldest_first(session: Session, clock: Clock) -> None:
    works = [order(session, clock.now, to) for to in (3, 2)]
    assert run_due(session, KINDS, clock) == 2
    assert session.info[SEEN] == [0, 1, 2, 0, 1]
    assert states(session) == [State.DONE, State.DONE]
    work = session.get_one(Work, works[0].id)
    assert (work.progress, work.total, work.result) == (3, 3, {"reached": 3})
    assert (work.created_at, work.ended_at) == (clock.now, clock.now)
    assert run_due(session, KINDS, clock) == 0


def test_one_order_is_claimed_by_one_worker(session: Session, now: datetime) -> None:
    work = order(session, now)
    claimed = service.claim(session, now)
    assert claimed is not None
    assert claimed.id == work.id
    assert service.claim(session, now) is None


def test_a_worker_that_stops_puts_its_work_back(session: Session, clock: Clock) -> None:
    order(session, clock.now)
    order(session, clock.now)
    assert run_due(session, KINDS, clock, lambda: len(session.info.get(SEEN, [])) < 2) == 0
    assert states(session) == [State.QUEUED, State.QUEUED]
    assert run_due(session, KINDS, clock) == 2
    assert session.info[SEEN] == [0, 1, 2, 0, 1, 2]


def test_work_whose_worker_ended_goes_on_from_its_cursor(session: Session, clock: Clock) -> None:
    def ends(session: Session, work: Work, now: datetime) -> None:
        if work.cursor == "1":
            raise KeyboardInterrupt
        count(session, work, now)

    order(session, clock.now)
    with pytest.raises(KeyboardInterrupt):
        run_due(session, {"count": ends}, clock)
    session.rollback()
    assert states(session) == [State.RUNNING]
    clock.now += STALE
    assert run_due(session, KINDS, clock) == 0
    clock.advance(seconds=1)
    assert run_due(session, KINDS, clock) == 1
    assert session.info[SEEN] == [0, 1, 2]


def test_a_piece_that_ends_every_worker_fails(session: Session, clock: Clock) -> None:
    def ends(session: Session, work: Work, now: datetime) -> None:
        raise KeyboardInterrupt

    order(session, clock.now)
    for _ in range(ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            run_due(session, {"count": ends}, clock)
        session.rollback()
        clock.now += STALE
        clock.advance(seconds=1)
    assert run_due(session, KINDS, clock) == 0
    assert states(session) == [State.FAILED]


def test_an_error_undoes_its_piece_and_is_stored_without_its_words(
    session: Session, clock: Clock
) -> None:
    work = order(session, clock.now, kind="stumble")
    order(session, clock.now)
    assert run_due(session, KINDS, clock) == 2
    assert states(session) == [State.FAILED, State.DONE]
    work = session.get_one(Work, work.id)
    assert (work.progress, work.fault) == (1, "ZeroDivisionError")


def test_an_unknown_kind_fails(session: Session, clock: Clock) -> None:
    work = order(session, clock.now, kind="unheard")
    assert run_due(session, KINDS, clock) == 1
    session.refresh(work)
    assert (work.state, work.fault) == (State.FAILED, "no work is called unheard")
