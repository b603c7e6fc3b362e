"""Doing long work. It commits by itself: each piece is one transaction with its cursor.

claim (`running`) → commit → piece → commit → … → `done`. A worker that ends in between leaves the
row in `running`; ten minutes later the work goes on from its cursor.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from declare.work import service
from declare.work.models import State, Work

Piece = Callable[[Session, Work, datetime], None]
"""Does the next piece of work, and calls `service.advance` or `service.finish`."""

_log = logging.getLogger(__name__)


def run_due(
    session: Session,
    kinds: Mapping[str, Piece],
    clock: Callable[[], datetime],
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Do the work that waits, oldest first, until none is left; return how many orders ended.

    Where `goes_on` says no, the work in hand is put back after its piece.
    """
    service.requeue_stale(session, clock())
    session.commit()
    ended = 0
    while goes_on():
        work = service.claim(session, clock())
        session.commit()
        if work is None:
            break
        ended += _do(session, work, kinds.get(work.kind), clock, goes_on)
    return ended


def _do(
    session: Session,
    work: Work,
    piece: Piece | None,
    clock: Callable[[], datetime],
    goes_on: Callable[[], bool],
) -> bool:
    """Do the pieces of one order; return whether it has ended."""
    while work.state == State.RUNNING:
        if piece is None:
            service.fail(session, work, f"no work is called {work.kind}", clock())
        elif not goes_on():
            service.put_back(session, work)
        else:
            _do_piece(session, work, piece, clock)
        session.commit()
    return work.state != State.QUEUED


def _do_piece(session: Session, work: Work, piece: Piece, clock: Callable[[], datetime]) -> None:
    """Do one piece. An error undoes the piece and fails the order; its words are not stored."""
    number = work.id
    try:
        piece(session, work, clock())
    except Exception as fault:
        session.rollback()
        work = session.get_one(Work, number, populate_existing=True)
        service.fail(session, work, type(fault).__name__, clock())
        _log.exception("work %s has failed", number)
