"""Decisions of organisers about corrections. An accepted one becomes an entry of the log.

Time, ordinal and certificate number stay the pledge's; commitment, index and code are new. It may
be accepted after the close, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from declare.certificates import correction as certificates
from declare.certificates.recorded import RecordedPledge
from declare.core import code as codes
from declare.core import entry, payload
from declare.core.payload import commit
from declare.core.seat import Seat
from declare.errors import Conflict
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.ledger.models import Log
from declare.pledges import notices, signing_window
from declare.pledges.correction import NotSigned, Request
from declare.pledges.models import Correction, Decision
from declare.pledges.signing import hold, payload_of, published_region
from declare.registrations import rows
from declare.registrations.intake import Wording
from declare.registrations.models import Registration


class AlreadyDecided(Conflict):
    """This correction was accepted or refused meanwhile."""


@dataclass(frozen=True)
class DecidedBy:
    """The account that decides, and the time."""

    account_id: int | None
    at: datetime


def accept(
    session: Session,
    keys: Keyring,
    event: Event,
    request: Request,
    by: DecidedBy,
    *,
    seat: Seat | None = None,
) -> None:
    """Record a correction, issue the certificate that succeeds the one before, and tell the holder.

    `seat` is what the participant is counted under from now on; without it that stays. Raises
    AlreadyDecided, NotSigned, and AlreadyRegistered where another person of that name has the seat.
    """
    log = _take(session, keys, event, request, by)
    correction, person = request.correction, request.registration
    words = (correction.front_title, correction.name, correction.back_title, correction.position)
    rows.reword(session, person, Wording(*words), seat)
    before = _change_contact(correction, person)
    correction.index = log.size
    _decide(correction, Decision.ACCEPTED, by)
    recorded = _append(session, keys, event, log, request, by.at)
    certificates.correct(session, keys, event, recorded, by.at)
    code = payload.decode(recorded.payload).code
    notices.corrected(session, person, code, by.at)
    if before:
        notices.contact_changed(session, person, before, by.at)


def accept_all(
    session: Session, keys: Keyring, event: Event, requests: Iterable[Request], by: DecidedBy
) -> list[Request]:
    """Accept many, and return those that were. What cannot be accepted stays pending.

    So does what may name another person: an organiser looks at it by itself.
    """
    accepted = []
    for request in requests:
        if request.another:
            continue
        try:
            accept(session, keys, event, request, by)
        except Conflict:
            continue
        accepted.append(request)
    return accepted


def refuse(
    session: Session, keys: Keyring, event: Event, request: Request, by: DecidedBy, *, reason: str
) -> None:
    """Let a certificate stand as it is, and tell its holder why.

    Raises AlreadyDecided and NotSigned.
    """
    _take(session, keys, event, request, by)
    correction, person = request.correction, request.registration
    _decide(correction, Decision.REFUSED, by)
    correction.reason = reason
    session.flush()
    notices.correction_refused(session, person, correction, by.at)


def _take(session: Session, keys: Keyring, event: Event, request: Request, by: DecidedBy) -> Log:
    """Write down a close that is due, lock the log, and check that the request is still pending.

    Every decision locks it, so the check holds until this transaction ends.
    """
    signing_window.settle(session, keys, event, by.at)
    log, pledge = hold(session, event, request.registration)
    session.refresh(request.correction)
    if pledge is None or pledge.id != request.pledge.id:
        raise NotSigned
    if request.correction.decision != Decision.PENDING:
        raise AlreadyDecided
    return log


def _append(
    session: Session,
    keys: Keyring,
    event: Event,
    log: Log,
    request: Request,
    now: datetime,
) -> RecordedPledge:
    """Append the correction's entry to the locked log."""
    pledge, person = request.pledge, request.registration
    pledge.office, pledge.region = person.office, published_region(person)
    content = payload_of(person, log, codes.generate(), pledge.signed_at)
    correction = entry.Correction(
        event.slug, commit(content).hex(), pledge.index, pledge.office, pledge.region
    )
    data = entry.encode(correction)
    session.flush()
    appended = ledger.append(session, log, data, keys, event.purpose, now)
    return RecordedPledge(pledge.id, pledge.ordinal, pledge.signed_at, content, data, appended)


def _change_contact(correction: Correction, person: Registration) -> str:
    """Record the address that a correction brings; return the one before, if it is to be told.

    What an organiser started is always told there: the receipt went to that address, and the
    letter about the new certificate goes to another.
    """
    address = person.email
    told = rows.change_contact(person, correction.email or address)
    started = correction.asked_by is not None and address != person.email
    return address if started else told


def _decide(correction: Correction, decision: Decision, by: DecidedBy) -> None:
    correction.decision = decision
    correction.decided_at, correction.decided_by = by.at, by.account_id
