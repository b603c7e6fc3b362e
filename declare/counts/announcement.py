"""Announced figures: the number of signatures at a checkpoint, published and never withdrawn.

An announcement closes nothing. Its number is the tally of the entries before the checkpoint, as an
auditor recomputes it; where the count of the pages differs, nothing is announced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from declare.accounts import audit
from declare.core import window
from declare.counts import service
from declare.counts.models import Announcement
from declare.errors import Conflict
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import high_water_marks
from declare.ledger import service as ledger
from declare.ledger.models import Checkpoint, Log
from declare.pledges import signing_window, tally
from declare.pledges.models import Pledge, Revocation

FRESH: Final = timedelta(minutes=10)
"""A figure may be announced this long after the next entry: signing goes on while it is read."""


class NotCounted(Conflict):
    """Signing was never opened, so there is no figure."""


class Outdated(Conflict):
    """The figure is no longer the present one."""


class Disagreement(Conflict):
    """The count and the ledger differ, so neither is announced."""


@dataclass(frozen=True)
class Figure:
    """The number of standing pledges at a checkpoint, which may be announced."""

    signed: int
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Announced(Figure):
    """An announced figure, its time, and the number of its pledges that were revoked later."""

    at: datetime
    revoked: int


def present(session: Session, event: Event, keys: Keyring, now: datetime) -> Figure:
    """The figure of the latest checkpoint, which is published by this call.

    Raises NotCounted, and Halted for a log that lacks what was published before.
    """
    if event.log_id is None or signing_window.state(event, now) is window.WindowState.SHUT:
        raise NotCounted
    checkpoint = high_water_marks.publish(session, keys.marks, event.log_id)
    return Figure(tally.recomputed(session, event.log_id, checkpoint.size), checkpoint)


def announce(
    session: Session, keys: Keyring, event: Event, size: int, account_id: int | None, now: datetime
) -> Announcement:
    """Publish the figure of the checkpoint of `size`; an announcement that exists is returned.

    Raises NotCounted, Outdated, Disagreement, and Halted for a log that lacks what was published
    before.
    """
    if event.log_id is None:
        raise NotCounted
    log = signing_window.hold(session, event)
    if signing_window.state(event, now) is window.WindowState.SHUT:
        raise NotCounted
    high_water_marks.refuse(session, keys.marks, log.origin, log.id)
    if not 0 < size <= log.size:
        raise Outdated
    existing = session.get(Announcement, (event.id, size))
    return existing or _publish(session, event, log, size, account_id, now)


def _publish(
    session: Session, event: Event, log: Log, size: int, account_id: int | None, now: datetime
) -> Announcement:
    _refuse_outdated(session, event, log, size, now)
    signed = tally.recomputed(session, log.id, size)
    if size == log.size and signed != service.count(session, event, now).signed:
        raise Disagreement
    announcement = Announcement(
        event_id=event.id, size=size, signed=signed, at=now, account_id=account_id
    )
    session.add(announcement)
    audit.write(session, event.id, account_id, "count.announced", now, detail=f"{signed} / {size}")
    return announcement


def _refuse_outdated(session: Session, event: Event, log: Log, size: int, now: datetime) -> None:
    latest = select(func.max(Announcement.size)).where(Announcement.event_id == event.id)
    if size < (session.scalar(latest) or 0):
        raise Outdated
    if size < log.size and ledger.checkpoint(session, log.id, size + 1).at < now - FRESH:
        raise Outdated


def announced(session: Session, event: Event) -> list[Announced]:
    """The announced figures of an event, the latest first."""
    return [_announced(row) for row in session.execute(_query(event))]


def latest(session: Session, event: Event) -> Announced | None:
    """The figure that was announced last, if any."""
    row = session.execute(_query(event).limit(1)).first()
    return None if row is None else _announced(row)


def by_event(session: Session) -> dict[int, list[Announcement]]:
    """Every announcement, in the order of sizes, by the event's id."""
    announcements: dict[int, list[Announcement]] = {}
    for each in session.scalars(select(Announcement).order_by(Announcement.size)):
        announcements.setdefault(each.event_id, []).append(each)
    return announcements


def _query(event: Event) -> Select[Announcement, Checkpoint, int]:
    revoked = (
        select(func.count())
        .select_from(Revocation)
        .join(Pledge, Pledge.id == Revocation.pledge_id)
        .where(
            Pledge.event_id == Announcement.event_id,
            Pledge.index < Announcement.size,
            Revocation.index >= Announcement.size,
        )
        .correlate(Announcement)
        .scalar_subquery()
    )
    return (
        select(Announcement, Checkpoint, revoked)
        .join(Checkpoint, Checkpoint.size == Announcement.size)
        .where(Announcement.event_id == event.id, Checkpoint.log_id == event.log_id)
        .order_by(Announcement.size.desc())
    )


def _announced(row: Row[Announcement, Checkpoint, int]) -> Announced:
    announcement, checkpoint, revoked = row
    return Announced(announcement.signed, checkpoint, announcement.at, revoked)
