"""Other words of a participant before signing: changed at once, or asked for.

On a live event a participant may change spelling, degrees and titles, and a position that the
reader reads as the same office, region and acting. Anything else is a request to the organisers:
until they accept it, the approved words are signed. Nothing here locks: `pledges.rewording` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from declare.core import name as names
from declare.core import position as positions
from declare.errors import NotFound
from declare.events.models import Event
from declare.registrations import rows
from declare.registrations.intake import Wording
from declare.registrations.models import Registration, RequestState, Standing, WordingRequest

ADMITTED = Registration.standing == Standing.ADMITTED
"""Condition on a registration: the requests of others are not shown and not counted."""

OF_REQUEST = Registration.id == WordingRequest.registration_id
"""Join condition between a request and its registration."""

_PRINTED = ("front_title", "name", "back_title", "position")


@dataclass(frozen=True)
class Asked:
    """A request with the registration that it belongs to."""

    request: WordingRequest
    registration: Registration

    @property
    def another(self) -> bool:
        """Whether the name asked for may be another person's: the organiser has to look."""
        approved, _ = self.registration.approved
        return not names.alike(approved, self.request.printed_name)

    @property
    def other_position(self) -> bool:
        """Whether the position asked for may be of another office, region or acting."""
        _, approved = self.registration.approved
        region = self.registration.region
        return not positions.same(approved, self.request.position, region)


def may_change(event: Event, registration: Registration, wording: Wording) -> bool:
    """Whether a participant may have these words printed without asking.

    They are measured from what was approved, so that no chain of small changes leads away from it.
    """
    if not event.live:
        return True
    name, position = registration.approved
    return names.alike(name, wording.printed_name) and positions.same(
        position, wording.position, registration.region
    )


def reword(
    session: Session, event: Event, registration: Registration, wording: Wording, now: datetime
) -> WordingRequest | None:
    """Print these words from now on, or ask for them; return the request, if it became one.

    Either way it is what the participant wants now: a request that waits is replaced. Raises
    AlreadyRegistered where a change at once makes two people one.
    """
    if not may_change(event, registration, wording):
        return _ask(session, registration, wording, now)
    if event.live:
        rows.respell(session, registration, wording)
    else:
        rows.reword(session, registration, wording)
    replace(session, registration, now)
    return None


def _ask(
    session: Session, registration: Registration, wording: Wording, now: datetime
) -> WordingRequest:
    pending = waiting(session, registration)
    if pending is not None and all(
        getattr(pending, field) == getattr(wording, field) for field in _PRINTED
    ):
        return pending
    replace(session, registration, now)
    request = WordingRequest(
        event_id=registration.event_id,
        registration_id=registration.id,
        asked_at=now,
        state=RequestState.PENDING,
        **{field: getattr(wording, field) for field in _PRINTED},
    )
    session.add(request)
    session.flush()
    return request


def replace(session: Session, registration: Registration, now: datetime) -> None:
    """End a request that waits, because the participant wants something else."""
    pending = waiting(session, registration)
    if pending is not None:
        pending.state, pending.decided_at = RequestState.REPLACED, now
        session.flush()


def waiting(session: Session, registration: Registration) -> WordingRequest | None:
    """The pending request of a participant."""
    query = _of(registration).where(WordingRequest.state == RequestState.PENDING)
    return session.scalar(query)


def last(session: Session, registration: Registration) -> WordingRequest | None:
    """The latest request of a participant, decided or not."""
    query = _of(registration).where(WordingRequest.state != RequestState.REPLACED)
    return session.scalar(query.order_by(WordingRequest.id.desc()).limit(1))


def _of(registration: Registration) -> Select[WordingRequest]:
    return select(WordingRequest).where(WordingRequest.registration_id == registration.id)


def find(session: Session, event: Event, number: int) -> Asked:
    """A request of the event by its number. Raises NotFound."""
    row = session.execute(_asked(event).where(WordingRequest.id == number)).first()
    if row is None:
        raise NotFound
    return Asked(*row)


def pending(session: Session, event: Event, most: int) -> list[Asked]:
    """The pending requests of participants, the oldest first, at most so many."""
    query = _asked(event).where(WordingRequest.state == RequestState.PENDING, ADMITTED)
    oldest = query.order_by(WordingRequest.asked_at, WordingRequest.id).limit(most)
    return [Asked(*row) for row in session.execute(oldest)]


def decided(session: Session, event: Event, most: int) -> list[Asked]:
    """The decided requests, the newest decision first, at most so many."""
    open_or_replaced = (RequestState.PENDING, RequestState.REPLACED)
    query = _asked(event).where(WordingRequest.state.not_in(open_or_replaced))
    order = (WordingRequest.decided_at.desc(), WordingRequest.id.desc())
    return [Asked(*row) for row in session.execute(query.order_by(*order).limit(most))]


def _asked(event: Event) -> Select[WordingRequest, Registration]:
    return (
        select(WordingRequest, Registration)
        .join(Registration, OF_REQUEST)
        .where(WordingRequest.event_id == event.id)
    )
