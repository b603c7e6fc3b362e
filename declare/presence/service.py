"""Checking in, and the SQL by which counts and lists read presence."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib import import_module

from sqlalchemy import ColumnElement, Executable, func, select
from sqlalchemy.orm import Session

from declare.database import put
from declare.errors import Conflict
from declare.events.models import Event
from declare.presence.models import Presence, Way
from declare.registrations.models import Registration

FIRST_AT = (
    select(func.min(Presence.at))
    .where(Presence.registration_id == Registration.id)
    .correlate(Registration)
    .scalar_subquery()
)
"""Column beside `Registration`: the time of its earliest row of presence, or NULL."""


class AttendanceClosed(Conflict):
    """The declaration is over: presence in the room is not recorded any more."""


def check_in(session: Session, event: Event, registration: Registration, now: datetime) -> None:
    """Record that a participant is in the room; the first time counts.

    Raises AttendanceClosed from the end of the closing countdown on.
    """
    in_room = select(Presence.id).where(
        Presence.registration_id == registration.id, Presence.way == Way.ROOM
    )
    if session.scalar(in_room.limit(1)) is not None:
        return
    if event.closes_at is not None and now >= event.closes_at:
        raise AttendanceClosed
    record(session, event, registration, now)


def record(session: Session, event: Event, registration: Registration, at: datetime) -> None:
    """Put a row of presence in the room unless there is one, whatever the signing window says."""
    row = {
        "event_id": event.id,
        "registration_id": registration.id,
        "way": Way.ROOM,
        "at": at,
    }
    put(session, _insert_if_absent(session.get_bind().dialect.name), row)


def is_present(event: Event) -> ColumnElement[bool]:
    """Condition on `Registration`: it has a row of presence at its event.

    Not correlated, so that PostgreSQL reads the rows once, whatever its statistics say.
    """
    rows = select(Presence.registration_id).where(Presence.event_id == event.id)
    return Registration.id.in_(rows)


def first_at(session: Session, registration: Registration) -> datetime | None:
    """The time from which on a participant was there."""
    query = select(func.min(Presence.at)).where(Presence.registration_id == registration.id)
    return session.scalar(query)


@cache
def _insert_if_absent(dialect: str) -> Executable:
    """`INSERT … ON CONFLICT DO NOTHING`, which both databases know and SQLAlchemy has for each."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    statement: Executable = insert(Presence.table()).inline().on_conflict_do_nothing()
    return statement
