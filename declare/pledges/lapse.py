"""Requests for other words that lapse: signing is closed, and their participants did not sign."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import audit
from declare.events.models import Event
from declare.pledges import notices, tally
from declare.pledges.models import Pledge
from declare.registrations.models import Registration, RequestState, Standing, WordingRequest
from declare.registrations.requests import OF_REQUEST


def lapse(session: Session, event: Event, now: datetime) -> None:
    """End the pending requests of those who have no standing pledge, and tell them.

    The caller has locked the log, so that nobody signs meanwhile, and signing is closed.
    """
    query = (
        select(WordingRequest, Registration)
        .join(Registration, OF_REQUEST)
        .outerjoin(Pledge, tally.OF_REGISTRATION)
        .where(
            WordingRequest.event_id == event.id,
            WordingRequest.state == RequestState.PENDING,
            Pledge.id.is_(None),
        )
    )
    for request, person in session.execute(query.order_by(WordingRequest.id)).all():
        request.state, request.decided_at = RequestState.LAPSED, now
        if person.standing == Standing.ADMITTED:
            notices.request_lapsed(session, person, request, now)
        audit.write(session, event.id, None, "words.lapsed", now, detail=person.public_id)
    session.flush()
