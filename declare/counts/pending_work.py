"""Work that waits for an organiser."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.messages.models import Delivery, Message
from declare.pledges.models import Correction, Decision
from declare.registrations.models import Registration, RequestState, Standing, WordingRequest
from declare.registrations.requests import ADMITTED, OF_REQUEST


@dataclass(frozen=True)
class PendingWork:
    """Numbers of registrations, rivals and corrections to decide, of people that deny their pledge
    (`queried`), and of mail that is held, failed or may have failed.

    `corrections` are those after signing and the requests for other words before it.
    """

    pending: int
    rivals: int
    corrections: int
    queried: int
    held: int
    failed: int
    uncertain: int


def pending_work(session: Session, event: Event) -> PendingWork:
    """The numbers at this moment, in one statement."""
    row = session.execute(
        select(
            _registrations(event, Registration.standing == Standing.PENDING),
            _registrations(event, Registration.standing == Standing.RIVAL),
            _corrections(event) + _requests(event),
            _registrations(event, Registration.queried_at.is_not(None)),
            _messages(event, Delivery.HELD),
            _messages(event, Delivery.FAILED),
            _messages(event, Delivery.UNCERTAIN),
        )
    ).one()
    return PendingWork(*row)


def _corrections(event: Event) -> ScalarSelect[int]:
    query = select(func.count()).select_from(Correction)
    is_pending = Correction.decision == Decision.PENDING
    return query.where(Correction.event_id == event.id, is_pending).scalar_subquery()


def _requests(event: Event) -> ScalarSelect[int]:
    query = select(func.count()).select_from(WordingRequest).join(Registration, OF_REQUEST)
    is_pending = WordingRequest.state == RequestState.PENDING
    return query.where(WordingRequest.event_id == event.id, is_pending, ADMITTED).scalar_subquery()


def _registrations(event: Event, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    query = select(func.count()).select_from(Registration)
    return query.where(Registration.event_id == event.id, condition).scalar_subquery()


def _messages(event: Event, state: Delivery) -> ScalarSelect[int]:
    query = select(func.count()).select_from(Message)
    return query.where(Message.event_id == event.id, Message.state == state).scalar_subquery()
