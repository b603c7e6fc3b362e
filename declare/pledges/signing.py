"""The act of signing: one person, one pledge, one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from declare.core import cipher, drawing, entry, moment, payload
from declare.core import code as codes
from declare.core.office import Office
from declare.core.payload import commit as commitment
from declare.core.region import province_of
from declare.database import rewrite, together
from declare.errors import Forbidden
from declare.events.models import Design, Event
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.ledger.models import Log
from declare.pledges import denial, door
from declare.pledges.models import Pledge
from declare.registrations import letters
from declare.registrations.models import Registration, Standing

Issue = Callable[
    [Session, Keyring, Event, Registration, Pledge, bytes, bytes, ledger.Appended, datetime], object
]
"""Freezes the certificate of a pledge, from its payload, its entry and what the append made."""

DRAWING_PURPOSE = "drawing"
_SALT_SIZE = 16

_HELD = (
    select(Event.signing, Event.closes_at, Design, Registration, Pledge)
    .join(Registration, Registration.event_id == Event.id)
    .outerjoin(Design, Design.event_id == Event.id)
    .outerjoin(Pledge, and_(Pledge.registration_id == Registration.id, Pledge.revoked_at.is_(None)))
    .where(Registration.id == bindparam("registration"))
    .execution_options(populate_existing=True)
)


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

    Entry, tree, checkpoint, pledge, certificate and receipt are one transaction. Raises
    SigningClosed or SigningNotOpen, and Forbidden for somebody who is no participant any more.
    """
    log, existing = hold(session, event, registration)
    if existing is not None:
        return existing
    if registration.standing != Standing.ADMITTED:
        raise Forbidden
    door.check(event, now)
    pledge, content, data = _written(event, registration, log, now)
    if strokes:
        pledge.drawing = cipher.encrypt(keys.data, DRAWING_PURPOSE, drawing.write(strokes))
    session.add(pledge)
    # The first pledge freezes the design, for which its issuing has to read.
    with together(session) if log.pledges else nullcontext():
        present_at = registration.present_at or now
        rewrite(session, registration, present_at=present_at, declined_at=None)
        appended = ledger.append(session, log, data, keys.log(event.purpose), now, pledges=1)
        issue(session, keys, event, registration, pledge, content, data, appended, now)
        _send_receipt(session, keys, event, registration, pledge)
    return pledge


def hold(session: Session, event: Event, registration: Registration) -> tuple[Log, Pledge | None]:
    """Lock the log's head row; then read event, registration and its pledge as they are now.

    What is read before the lock is not to be trusted: another signer may have committed while
    this one waited. Raises SigningNotOpen for an event without a log.
    """
    if event.log_id is None:
        raise door.SigningNotOpen
    log = ledger.lock(session, event.log_id)
    signing, closes_at, design, _, pledge = session.execute(
        _HELD, {"registration": registration.id}
    ).one()
    # Door and design are all of a published event that moves.
    for name, value in (("signing", signing), ("closes_at", closes_at), ("design", design)):
        set_committed_value(event, name, value)
    return log, pledge


def _written(
    event: Event, registration: Registration, log: Log, now: datetime
) -> tuple[Pledge, bytes, bytes]:
    """The pledge that comes next in a locked log, its payload and its entry."""
    pledge = Pledge(
        event_id=event.id,
        registration_id=registration.id,
        index=log.size,
        ordinal=log.pledges + 1,
        office=registration.office,
        region=_region(registration),
        code=codes.generate(),
        signed_at=now,
    )
    content = payload.encode(
        payload.Payload(
            origin=log.origin,
            time=int(now.timestamp()),
            code=pledge.code,
            index=pledge.index,
            salt=secrets.token_bytes(_SALT_SIZE),
            name=registration.printed_name,
            position=registration.position,
        )
    )
    commit = commitment(content).hex()
    return (
        pledge,
        content,
        entry.encode(entry.Pledge(event.slug, commit, pledge.office, pledge.region)),
    )


def _region(registration: Registration) -> str:
    """The region that is published: of an office that few hold, only the province."""
    if registration.office == Office.OTHER:
        return province_of(registration.region)
    return registration.region


def _send_receipt(
    session: Session, keys: Keyring, event: Event, registration: Registration, pledge: Pledge
) -> None:
    letters.send(
        session,
        "receipt",
        event,
        registration,
        pledge.signed_at,
        pledge=pledge,
        signed=moment.full(pledge.signed_at, moment.Zone(event.zone), registration.language),
        code=codes.printed(pledge.code),
        query=denial.link(keys, event.base_url, pledge),
    )
