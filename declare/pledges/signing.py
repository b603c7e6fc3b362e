"""The act of signing: one pledge for one participant, in one transaction with all that follows.

A POST to /ikrar ends in `sign_all`, by way of `group_commit`: it locks the head row of the event's
log, takes the requests that wait, proves each claim, appends one entry for each new pledge, and
stores pledges, entries, checkpoints, certificates and receipts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from declare.certificates import service as certificates
from declare.certificates.recorded import RecordedPledge
from declare.core import cipher, drawing, entry, payload
from declare.core import code as codes
from declare.core.office import Office
from declare.core.payload import commit as commitment
from declare.core.region import province_of
from declare.database import rewrite, together
from declare.errors import Conflict, DeclareError, Forbidden
from declare.events.models import Design, Event
from declare.keys import Keyring
from declare.ledger import append_batch
from declare.ledger import service as ledger
from declare.ledger.models import Log
from declare.pledges import notices, signing_window, tally
from declare.pledges.models import Pledge
from declare.presence import service as presence
from declare.registrations.links import Claim
from declare.registrations.models import Registration

DRAWING_PURPOSE = "drawing"
_SALT_SIZE = 16

_PARTICIPANTS = (
    select(Event.signing, Event.closes_at, Design, Registration, Pledge)
    .join(Registration, Registration.event_id == Event.id)
    .outerjoin(Design, Design.event_id == Event.id)
    .outerjoin(Pledge, tally.OF_REGISTRATION)
    .where(
        Event.id == bindparam("event"),
        Registration.public_id.in_(bindparam("people", expanding=True)),
    )
    .execution_options(populate_existing=True)
)

Participants = dict[str, tuple[Registration, Pledge | None]]
"""Registrations by public id, each with its standing pledge."""


class WordsChanged(Conflict):
    """Name or position are others than the page showed: nobody signs words that he has not seen."""


@dataclass(frozen=True)
class SigningRequest:
    """A request to sign by a claimed participant at a moment, perhaps with a drawn signature.

    `organiser_browser`: whether an account is, or lately was, signed in in the same browser.
    `seen`: the words that the page showed, by digest; empty where the form does not say.
    """

    claim: Claim
    strokes: list[drawing.Stroke] | None
    at: datetime
    organiser_browser: bool = False
    seen: str = ""


@dataclass(frozen=True)
class NewPledge:
    """A pledge that was appended and is not stored yet: its payload, its entry, the append."""

    registration: Registration
    pledge: Pledge
    payload: bytes
    entry: bytes
    appended: append_batch.Appended

    def recorded(self) -> RecordedPledge:
        """The values that its certificate is made of, once the pledge's row has its id."""
        pledge = self.pledge
        return RecordedPledge(
            pledge.id, pledge.ordinal, pledge.signed_at, self.payload, self.entry, self.appended
        )


def sign(
    session: Session, keys: Keyring, event: Event, registration: Registration, now: datetime
) -> Pledge:
    """Sign the event's statement for one participant; return the pledge, also if it is there.

    Raises SigningClosed, SigningNotOpen, and Forbidden for one whose registration has ended.
    """
    request = SigningRequest(Claim.of(registration), None, now)
    (answer,) = sign_all(session, keys, event, lambda: [request])
    if isinstance(answer, DeclareError):
        raise answer
    return answer


def sign_all(
    session: Session, keys: Keyring, event: Event, take: Callable[[], Sequence[SigningRequest]]
) -> list[Pledge | DeclareError]:
    """Sign for every request; return to each its pledge, or the error that says why there is none.

    `take` is called once the log is locked, and returns all requests that wait by then. A claim is
    proved under the lock only. Entries, tree, checkpoints, pledges, certificates and receipts are
    one transaction.
    """
    log = _lock(session, event)
    requests = take()
    participants = _participants(session, event, {each.claim.public_id for each in requests})
    batch = append_batch.AppendBatch(session, log, keys, event.purpose)
    answers: list[Pledge | DeclareError] = []
    new: list[NewPledge] = []
    for request in requests:
        registration, pledge = participants.get(request.claim.public_id, (None, None))
        if registration is None or not request.claim.holds(registration):
            answers.append(Forbidden())
            continue
        answer = pledge or _refusal(event, registration, request)
        if answer is None:
            new.append(_append(keys, event, registration, request, batch))
            answer = new[-1].pledge
            participants[request.claim.public_id] = registration, answer
        answers.append(answer)
    if new:
        _store(session, keys, event, batch, new)
    return answers


def hold(session: Session, event: Event, registration: Registration) -> tuple[Log, Pledge | None]:
    """Lock the log's head row; then read event, registration and its pledge as they are now.

    What was read before the lock is stale: another signer may have committed while this one
    waited. Raises SigningNotOpen for an event without a log.
    """
    log = _lock(session, event)
    return log, _participants(session, event, {registration.public_id})[registration.public_id][1]


def _lock(session: Session, event: Event) -> Log:
    if event.log_id is None:
        raise signing_window.SigningNotOpen
    return ledger.lock(session, event.log_id)


def _participants(session: Session, event: Event, public_ids: Iterable[str]) -> Participants:
    """Read these participants with their pledges, and refresh the event with the same query."""
    participants: Participants = {}
    for signing, closes_at, design, registration, pledge in session.execute(
        _PARTICIPANTS, {"event": event.id, "people": list(public_ids)}
    ):
        # Of a published event, the signing window and the design are all that changes.
        for name, value in (("signing", signing), ("closes_at", closes_at), ("design", design)):
            set_committed_value(event, name, value)
        participants[registration.public_id] = (registration, pledge)
    return participants


def _refusal(
    event: Event, registration: Registration, request: SigningRequest
) -> DeclareError | None:
    """The error that refuses signing at this moment, if any."""
    try:
        signing_window.check(event, request.at)
    except (signing_window.SigningClosed, signing_window.SigningNotOpen) as refusal:
        return refusal
    return WordsChanged() if request.seen not in ("", registration.seen) else None


def _append(
    keys: Keyring,
    event: Event,
    registration: Registration,
    request: SigningRequest,
    batch: append_batch.AppendBatch,
) -> NewPledge:
    """Make the pledge and its payload, and append its entry to the batch."""
    pledge = Pledge(
        event_id=event.id,
        registration_id=registration.id,
        index=batch.size,
        ordinal=batch.pledges + 1,
        office=registration.office,
        region=published_region(registration),
        code=codes.generate(),
        signed_at=request.at,
        organiser_browser=request.organiser_browser,
    )
    if request.strokes:
        pledge.drawing = cipher.encrypt(keys.data, DRAWING_PURPOSE, drawing.write(request.strokes))
    content = payload_of(registration, batch, pledge.code, request.at)
    commit = commitment(content).hex()
    data = entry.encode(entry.Pledge(event.slug, commit, pledge.office, pledge.region))
    return NewPledge(registration, pledge, content, data, batch.append(data, request.at, pledges=1))


def _store(
    session: Session,
    keys: Keyring,
    event: Event,
    batch: append_batch.AppendBatch,
    new: Sequence[NewPledge],
) -> None:
    """Write pledges, entries and certificates, check the signers in, and queue their receipts."""
    session.add_all(each.pledge for each in new)
    session.flush()
    with together(session):
        batch.store(session)
        for each in new:
            registration, pledge, at = each.registration, each.pledge, each.pledge.signed_at
            presence.record(session, event, registration, at)
            if registration.declined_at is not None:
                rewrite(session, registration, declined_at=None)
            certificates.issue(session, keys, event, each.recorded(), at)
            notices.receipt(session, registration, pledge)


def payload_of(
    registration: Registration, log: Log | append_batch.AppendBatch, code: str, signed_at: datetime
) -> bytes:
    """The payload that the next entry of a locked log commits to, with a fresh salt."""
    return payload.encode(
        payload.Payload(
            origin=log.origin,
            time=int(signed_at.timestamp()),
            code=code,
            index=log.size,
            salt=secrets.token_bytes(_SALT_SIZE),
            name=registration.printed_name,
            position=registration.position,
        )
    )


def published_region(registration: Registration) -> str:
    """The region that the ledger publishes: of the office `other`, only the province.

    Few people hold such an office in one region, so that region and office would name them.
    """
    if registration.office == Office.OTHER:
        return province_of(registration.region)
    return registration.region
