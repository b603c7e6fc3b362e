"""The act of signing: one person, one pledge; one transaction for all who sign at the moment."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from declare.core import cipher, drawing, entry, payload
from declare.core import code as codes
from declare.core.office import Office
from declare.core.payload import commit as commitment
from declare.core.region import province_of
from declare.database import rewrite, together
from declare.errors import DeclareError, Forbidden
from declare.events.models import Design, Event
from declare.keys import Keyring
from declare.ledger import append_batch
from declare.ledger import service as ledger
from declare.ledger.models import Log
from declare.pledges import notices, signing_window
from declare.pledges.models import Pledge
from declare.presence import service as presence
from declare.registrations.links import Claim
from declare.registrations.models import Registration

Issue = Callable[
    [Session, Keyring, Event, Registration, Pledge, bytes, bytes, append_batch.Appended, datetime],
    object,
]
"""Freezes the certificate of a pledge, from its payload, its entry and what the append made."""

DRAWING_PURPOSE = "drawing"
_SALT_SIZE = 16

_HELD = (
    select(Event.signing, Event.closes_at, Design, Registration, Pledge)
    .join(Registration, Registration.event_id == Event.id)
    .outerjoin(Design, Design.event_id == Event.id)
    .outerjoin(Pledge, and_(Pledge.registration_id == Registration.id, Pledge.revoked_at.is_(None)))
    .where(
        Event.id == bindparam("event"),
        Registration.public_id.in_(bindparam("people", expanding=True)),
    )
    .execution_options(populate_existing=True)
)

People = dict[str, tuple[Registration, Pledge | None]]
"""Participants by their public id, each with the pledge that is not revoked."""


@dataclass(frozen=True)
class SigningRequest:
    """Somebody who says who he is wants to sign at a moment, perhaps with a drawn signature."""

    claim: Claim
    strokes: list[drawing.Stroke] | None
    at: datetime


@dataclass(frozen=True)
class Act:
    """Somebody signs: the pledge with its payload, its entry and what the append made."""

    person: Registration
    pledge: Pledge
    content: bytes
    data: bytes
    appended: append_batch.Appended


def sign(
    session: Session,
    keys: Keyring,
    event: Event,
    registration: Registration,
    issue: Issue,
    strokes: list[drawing.Stroke] | None,
    now: datetime,
) -> Pledge:
    """Sign the event's statement for a participant; a pledge that is there already is the answer.

    Raises SigningClosed or SigningNotOpen, and Forbidden for somebody who is no participant any
    more.
    """
    wish = SigningRequest(Claim.of(registration), strokes, now)
    (answer,) = sign_all(session, keys, event, issue, lambda: [wish])
    if isinstance(answer, DeclareError):
        raise answer
    return answer


def sign_all(
    session: Session,
    keys: Keyring,
    event: Event,
    issue: Issue,
    take: Callable[[], Sequence[SigningRequest]],
) -> list[Pledge | DeclareError]:
    """Sign for everybody who wishes to; the answer to each is his pledge, or why there is none.

    `take` is called once the log is held: it returns all who wish by then. Nobody's claim is
    believed before. Entries, tree, checkpoints, pledges, certificates and receipts are one
    transaction.
    """
    log = _lock(session, event)
    wishes = take()
    people = _people(session, event, {wish.claim.public_id for wish in wishes})
    addition = append_batch.AppendBatch(session, log, keys, event.purpose)
    answers: list[Pledge | DeclareError] = []
    acts: list[Act] = []
    for wish in wishes:
        person, pledge = people.get(wish.claim.public_id, (None, None))
        if person is None or not wish.claim.holds(person):
            answers.append(Forbidden())
            continue
        answer = pledge or _refusal(event, wish.at)
        if answer is None:
            acts.append(_act(keys, event, person, wish, addition))
            answer = acts[-1].pledge
            people[wish.claim.public_id] = person, answer
        answers.append(answer)
    if acts:
        _store(session, keys, event, issue, addition, acts)
    return answers


def hold(session: Session, event: Event, registration: Registration) -> tuple[Log, Pledge | None]:
    """Lock the log's head row; then read event, registration and its pledge as they are now.

    What is read before the lock is not to be trusted: another signer may have committed while
    this one waited. Raises SigningNotOpen for an event without a log.
    """
    log = _lock(session, event)
    return log, _people(session, event, {registration.public_id})[registration.public_id][1]


def _lock(session: Session, event: Event) -> Log:
    if event.log_id is None:
        raise signing_window.SigningNotOpen
    return ledger.lock(session, event.log_id)


def _people(session: Session, event: Event, public_ids: Iterable[str]) -> People:
    """Who these are; the event is refreshed, too."""
    people: People = {}
    for signing, closes_at, design, person, pledge in session.execute(
        _HELD, {"event": event.id, "people": list(public_ids)}
    ):
        # Door and design are all of a published event that moves.
        for name, value in (("signing", signing), ("closes_at", closes_at), ("design", design)):
            set_committed_value(event, name, value)
        people[person.public_id] = (person, pledge)
    return people


def _refusal(event: Event, at: datetime) -> DeclareError | None:
    """Why a participant may not sign."""
    try:
        signing_window.check(event, at)
    except (signing_window.SigningClosed, signing_window.SigningNotOpen) as refusal:
        return refusal
    return None


def _act(
    keys: Keyring,
    event: Event,
    person: Registration,
    wish: SigningRequest,
    addition: append_batch.AppendBatch,
) -> Act:
    pledge = Pledge(
        event_id=event.id,
        registration_id=person.id,
        index=addition.size,
        ordinal=addition.pledges + 1,
        office=person.office,
        region=published_region(person),
        code=codes.generate(),
        signed_at=wish.at,
    )
    if wish.strokes:
        pledge.drawing = cipher.encrypt(keys.data, DRAWING_PURPOSE, drawing.write(wish.strokes))
    content = payload_of(person, addition, pledge.code, wish.at)
    commit = commitment(content).hex()
    data = entry.encode(entry.Pledge(event.slug, commit, pledge.office, pledge.region))
    return Act(person, pledge, content, data, addition.append(data, wish.at, pledges=1))


def _store(
    session: Session,
    keys: Keyring,
    event: Event,
    issue: Issue,
    addition: append_batch.AppendBatch,
    acts: Sequence[Act],
) -> None:
    session.add_all(act.pledge for act in acts)
    session.flush()
    with together(session):
        addition.store(session)
        for act in acts:
            person, pledge, at = act.person, act.pledge, act.pledge.signed_at
            presence.record(session, event, person, at)
            if person.declined_at is not None:
                rewrite(session, person, declined_at=None)
            issue(session, keys, event, person, pledge, act.content, act.data, act.appended, at)
            notices.receipt(session, person, pledge)


def payload_of(
    registration: Registration, log: Log | append_batch.AppendBatch, code: str, signed_at: datetime
) -> bytes:
    """What the entry that comes next in a locked log commits to, with a salt of its own."""
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
    """The region that is published: of an office that few hold, only the province."""
    if registration.office == Office.OTHER:
        return province_of(registration.region)
    return registration.region
