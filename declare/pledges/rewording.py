"""Rewording under the log's lock: what a participant changes or asks for, and what is decided.

A request that is accepted before signing changes the approved words. If the participant has signed
meanwhile it becomes a correction, also after the close. Unsigned at the close it lapses.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from declare.core.seat import Seat
from declare.core.window import WindowState
from declare.errors import Conflict
from declare.events.models import Event
from declare.keys import Keyring
from declare.pledges import abstention, correction_decision, notices, signing_window
from declare.pledges.correction import Request
from declare.pledges.correction_decision import AlreadyDecided, DecidedBy
from declare.pledges.models import Correction, Pledge
from declare.pledges.signing import hold
from declare.registrations import requests, rows
from declare.registrations.intake import Wording
from declare.registrations.models import (
    Registration,
    RequestState,
    Standing,
    WordingRequest,
)
from declare.registrations.requests import Asked


class NotAdmitted(Conflict):
    """The registration was refused or replaced: no words of it are decided about."""


def reword(
    session: Session, event: Event, registration: Registration, wording: Wording, now: datetime
) -> WordingRequest | None:
    """Change a participant's words, or ask for them; return the request, if it became one.

    Raises AlreadySigned, SigningClosed, and AlreadyRegistered.
    """
    abstention.withhold(session, event, registration)
    if signing_window.state(event, now) is WindowState.CLOSED:
        raise signing_window.SigningClosed
    return requests.reword(session, event, registration, wording, now)


def accept(
    session: Session,
    keys: Keyring,
    event: Event,
    asked: Asked,
    by: DecidedBy,
    *,
    seat: Seat | None = None,
) -> Correction | None:
    """Approve the words asked for; return the correction that they became, if signed meanwhile.

    `seat` is what the participant is counted under from now on; without it that stays. Raises
    AlreadyDecided, and AlreadyRegistered where another person of that name has the seat.
    """
    pledge = _take(session, keys, event, asked, by)
    request, person = asked.request, asked.registration
    _decide(request, RequestState.ACCEPTED, by)
    if pledge is not None:
        return _correct(session, keys, event, asked, pledge, by, seat)
    words = (request.front_title, request.name, request.back_title, request.position)
    rows.reword(session, person, Wording(*words), seat)
    notices.request_accepted(session, person, request, by.at)
    return None


def refuse(
    session: Session, keys: Keyring, event: Event, asked: Asked, by: DecidedBy, *, reason: str
) -> None:
    """Let the approved words stand, and tell the participant why. Raises AlreadyDecided."""
    _take(session, keys, event, asked, by)
    _decide(asked.request, RequestState.REFUSED, by)
    asked.request.reason = reason
    session.flush()
    notices.request_refused(session, asked.registration, asked.request, by.at)


def _take(
    session: Session, keys: Keyring, event: Event, asked: Asked, by: DecidedBy
) -> Pledge | None:
    """Write down a close that is due, lock the log, and check that the request still waits.

    Returns the participant's standing pledge.
    """
    signing_window.settle(session, keys, event, by.at)
    _, pledge = hold(session, event, asked.registration)
    session.refresh(asked.request)
    if asked.registration.standing != Standing.ADMITTED:
        raise NotAdmitted
    if asked.request.state != RequestState.PENDING:
        raise AlreadyDecided
    return pledge


def _correct(
    session: Session,
    keys: Keyring,
    event: Event,
    asked: Asked,
    pledge: Pledge,
    by: DecidedBy,
    seat: Seat | None,
) -> Correction:
    request = asked.request
    correction = Correction(
        event_id=event.id,
        pledge_id=pledge.id,
        front_title=request.front_title,
        name=request.name,
        back_title=request.back_title,
        position=request.position,
        email="",
        asked_at=request.asked_at,
    )
    session.add(correction)
    session.flush()
    taken = Request(correction, pledge, asked.registration)
    correction_decision.accept(session, keys, event, taken, by, seat=seat)
    return correction


def _decide(request: WordingRequest, state: RequestState, by: DecidedBy) -> None:
    request.state = state
    request.decided_at, request.decided_by = by.at, by.account_id
