"""Corrections that signers ask for: what a certificate is to say instead, for the same person.

What may name another person can be asked for too; then an organiser has to look at it by itself.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import name as names
from declare.core import position as positions
from declare.errors import Conflict, Invalid, NotFound
from declare.events.models import Event
from declare.pledges.models import Correction, Decision, Pledge
from declare.pledges.signing import hold
from declare.registrations import intake, requests
from declare.registrations.faults import require_none
from declare.registrations.models import Registration

_PRINTED = ("front_title", "name", "back_title", "position")


class NotSigned(Conflict):
    """The participant has no standing pledge: none was made, or it was revoked."""


class NothingToCorrect(Invalid):
    """The wording asked for is what is recorded already."""


@dataclass(frozen=True)
class Wording(intake.Wording):
    """What a certificate is to say; `email` is a new address of its holder, or empty.

    Raises IntakeError.
    """

    email: str = ""

    def __post_init__(self) -> None:
        """Refuse what breaks a rule of a registration."""
        super().__post_init__()
        require_none(intake.email_faults(self.email))


@dataclass(frozen=True)
class Request:
    """A correction with its pledge and its registration."""

    correction: Correction
    pledge: Pledge
    registration: Registration

    @property
    def another(self) -> bool:
        """Whether the name asked for may be another person's: no acceptance of many takes it."""
        approved, _ = self.registration.approved
        return not names.alike(approved, self.correction.printed_name)

    @property
    def other_position(self) -> bool:
        """Whether the position asked for may be of another office, region or acting."""
        _, approved = self.registration.approved
        return not positions.same(approved, self.correction.position, self.registration.region)


_REQUESTS = (
    select(Correction, Pledge, Registration)
    .join(Pledge, Pledge.id == Correction.pledge_id)
    .join(Registration, Registration.id == Pledge.registration_id)
)


def ask(
    session: Session,
    event: Event,
    registration: Registration,
    wording: Wording,
    now: datetime,
    *,
    account_id: int | None = None,
) -> Correction:
    """Ask the organisers for a correction; it replaces one, or a request, that is still pending.

    `account_id` is the organiser who starts it on the signer's behalf. Raises NotSigned and
    NothingToCorrect.
    """
    _, pledge = hold(session, event, registration)
    if pledge is None:
        raise NotSigned
    if all(getattr(registration, field) == getattr(wording, field) for field in _PRINTED):
        raise NothingToCorrect(field="name")
    _replace(session, registration, pledge, now)
    requested = Correction(
        event_id=event.id,
        pledge_id=pledge.id,
        asked_at=now,
        asked_by=account_id,
        **asdict(wording),
    )
    session.add(requested)
    session.flush()
    return requested


def _replace(session: Session, registration: Registration, pledge: Pledge, now: datetime) -> None:
    """End what waits: the correction asked for is what the signer wants now."""
    pending = waiting(session, pledge)
    if pending is not None:
        pending.decision, pending.decided_at = Decision.REPLACED, now
        session.flush()
    requests.replace(session, registration, now)


def waiting(session: Session, pledge: Pledge) -> Correction | None:
    """The pending correction of a pledge."""
    query = select(Correction).where(
        Correction.pledge_id == pledge.id, Correction.decision == Decision.PENDING
    )
    return session.scalar(query)


def last(session: Session, pledge: Pledge) -> Correction | None:
    """The latest correction of a pledge, decided or not."""
    query = select(Correction).where(
        Correction.pledge_id == pledge.id, Correction.decision != Decision.REPLACED
    )
    return session.scalar(query.order_by(Correction.id.desc()).limit(1))


def find(session: Session, event: Event, number: int) -> Request:
    """A correction of the event by its number. Raises NotFound."""
    requests = chosen(session, event, [number])
    if not requests:
        raise NotFound
    return requests[0]


def chosen(session: Session, event: Event, numbers: list[int]) -> list[Request]:
    """The corrections of the event with these numbers."""
    query = _REQUESTS.where(Correction.event_id == event.id, Correction.id.in_(numbers))
    return [Request(*row) for row in session.execute(query.order_by(Correction.id))]


def pending(session: Session, event: Event, most: int) -> list[Request]:
    """The pending corrections, the oldest first, at most so many."""
    query = _REQUESTS.where(
        Correction.event_id == event.id, Correction.decision == Decision.PENDING
    )
    rows = session.execute(query.order_by(Correction.asked_at, Correction.id).limit(most))
    return [Request(*row) for row in rows]


def decided(session: Session, event: Event, most: int) -> list[Request]:
    """The decided corrections, the newest decision first, at most so many."""
    query = _REQUESTS.where(
        Correction.event_id == event.id,
        Correction.decision.not_in((Decision.PENDING, Decision.REPLACED)),
    )
    order = (Correction.decided_at.desc(), Correction.id.desc())
    return [Request(*row) for row in session.execute(query.order_by(*order).limit(most))]
