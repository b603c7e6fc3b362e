"""Personal links and participant codes, and the claims by which a browser acts as a participant.

Link (8 random bytes and their MAC) and code (8 symbols) both end when they are renewed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from declare.accounts import audit, throttle
from declare.accounts.throttle import Answer, Caller, Taken, Throttle
from declare.core import cipher
from declare.core import code as codes
from declare.core import link as links
from declare.errors import Gone, NotFound
from declare.events.models import Event
from declare.keys import Keyring
from declare.registrations.models import Registration, Standing

THROTTLE = Throttle("participant")
"""Of guessed codes, for each participant of a seat."""
_COUNTED_SINGLY = 8
"""Participants of a seat up to which a try is counted for each of them: a row and some statements.
"""
AFTERLIFE = timedelta(days=30)
"""How long a personal link lives after the event is closed."""

CODE_PURPOSE = "participant-code"
_CODE_LENGTH = 8


class LinkEnded(Gone):
    """The link was renewed, its registration is not admitted, or the event closed 30 days ago."""


@dataclass(frozen=True)
class Claim:
    """What a browser's signed cookie says: it brought the link or code of this registration."""

    public_id: str
    fingerprint: str

    @classmethod
    def of(cls, registration: Registration) -> Self:
        """The claim of a browser that brings the present link or code."""
        return cls(registration.public_id, _fingerprint(registration))

    def holds(self, registration: Registration) -> bool:
        """Whether the registration is admitted and its link was not renewed since."""
        return (
            registration.standing == Standing.ADMITTED
            and self.public_id == registration.public_id
            and hmac.compare_digest(self.fingerprint, _fingerprint(registration))
        )


@dataclass(frozen=True)
class CodeEntry:
    """What a participant without the mail types: seat and code."""

    region: str
    office: str
    code: str


@dataclass(frozen=True)
class _Try:
    """A code that was typed for a seat (the throttle's subject), with its caller and time."""

    seat: str
    code: str
    caller: Caller
    now: datetime


def link(keys: Keyring, base_url: str, registration: Registration) -> str:
    """The personal link, which lets any browser act as this participant."""
    return f"{base_url}/m/{links.make(keys.link, registration.link_id)}"


def code(keys: Keyring, registration: Registration) -> str:
    """The participant code, eight symbols without dashes."""
    return cipher.decrypt(keys.data, CODE_PURPOSE, registration.code).decode()


def give_link(keys: Keyring, registration: Registration) -> None:
    """Give a registration a new link and a new participant code."""
    registration.link_id = links.new_id()
    registration.code = cipher.encrypt(keys.data, CODE_PURPOSE, codes.draw(_CODE_LENGTH).encode())


def renew_link(session: Session, keys: Keyring, registration: Registration) -> None:
    """Replace link and code; the old ones and every session that began with them end."""
    give_link(keys, registration)
    session.flush()


def record_opening(session: Session, registration_id: int, now: datetime) -> None:
    """Write when the present contact's link was first opened. It only decides whether that address
    is told once another is recorded; no act of the participant, as mail scanners open links too."""
    session.execute(
        update(Registration)
        .where(Registration.id == registration_id, Registration.opened_at.is_(None))
        .values(opened_at=now)
    )


def by_link(
    session: Session, keys: Keyring, token: str, now: datetime
) -> tuple[Event, Registration]:
    """Event and participant of a link. Raises NotFound for a forged token, and LinkEnded."""
    try:
        link_id = links.read(keys.link, token)
    except links.LinkError:
        raise NotFound from None
    query = select(Event, Registration).join(Event, Event.id == Registration.event_id)
    row = session.execute(query.where(Registration.link_id == link_id)).first()
    if row is None:
        raise LinkEnded
    event, registration = row
    if registration.standing != Standing.ADMITTED or is_over(event, now):
        raise LinkEnded
    return event, registration


def is_over(event: Event, now: datetime) -> bool:
    """Whether the event closed so long ago that its links and their sessions have ended."""
    return event.closes_at is not None and now >= event.closes_at + AFTERLIFE


def by_code(
    session: Session, keys: Keyring, event: Event, entry: CodeEntry, caller: Caller, now: datetime
) -> Registration | Taken:
    """The participant on a seat with this code; otherwise the throttle's answer to this try, which
    is ALLOWED where the code was only wrong.

    A try counts for every participant of the seat before it is compared. One who took too many
    wrong codes from this network is not compared any more; others of the seat are. Where many have
    one seat, as in the group of other offices, a try counts once, for the seat. Raises LinkEnded.
    """
    if is_over(event, now):
        raise LinkEnded
    people = _on_seat(session, event, entry)
    seat = throttle.subject(keys.data, event.slug, entry.region, entry.office)
    if len(people) > _COUNTED_SINGLY:
        return _of_many(session, keys, people, _Try(seat, entry.code, caller, now))
    # In an order in which two tries at once do not wait for each other. An empty seat counts tries
    # as well, so that its answers do not show that it is empty.
    counted: dict[str, Registration | None] = {subject(keys, person): person for person in people}
    tries = {
        throttle.take(session, THROTTLE, each, caller, now): person
        for each, person in sorted((counted or {seat: None}).items())
    }
    allowed = {taken: person for taken, person in tries.items() if taken.answer is Answer.ALLOWED}
    for taken, person in allowed.items():
        if person is not None and _is_code_of(keys, person, entry.code):
            for try_at_another in allowed.keys() - {taken}:
                throttle.give_back(session, try_at_another)
            throttle.forgive(session, taken)
            return person
    for taken, person in allowed.items():
        _record_lock(session, event, taken, person, now)
    return next(iter(allowed or sorted(tries, key=lambda taken: taken.retry_after)))


def subject(keys: Keyring, registration: Registration) -> str:
    """What the throttle counts by for a participant, and what a device is remembered for."""
    return throttle.subject(keys.data, registration.public_id)


def _record_lock(
    session: Session, event: Event, taken: Taken, person: Registration | None, now: datetime
) -> None:
    """Write the lock that a wrong code brought about, once in a window for each participant."""
    if person is None or not (taken.crowded or taken.left == 0):
        return
    what = "code.slowed" if taken.crowded else "code.locked"
    audit.write_once(
        session, event.id, None, what, now, detail=person.public_id, within=THROTTLE.window
    )


def _of_many(
    session: Session, keys: Keyring, people: Sequence[Registration], tried: _Try
) -> Registration | Taken:
    """Like `by_code` for a seat of many. As many tries are allowed as they had singly, so that the
    mistakes of some do not shut out the others in their network."""
    number = len(people)
    together, alone = THROTTLE.together * number, THROTTLE.alone * number
    limits = replace(THROTTLE, together=together, alone=alone)
    taken = throttle.take(session, limits, tried.seat, tried.caller, tried.now)
    found = [person for person in people if _is_code_of(keys, person, tried.code)]
    for person in found:
        if taken.answer is Answer.ALLOWED or tried.caller.knows(subject(keys, person)):
            throttle.give_back(session, taken)
            return person
    return taken


def _is_code_of(keys: Keyring, registration: Registration, typed: str) -> bool:
    given = codes.normal(typed).encode(errors="replace")
    return hmac.compare_digest(code(keys, registration).encode(), given)


def _on_seat(session: Session, event: Event, entry: CodeEntry) -> Sequence[Registration]:
    """The participants of a seat."""
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.region == entry.region,
        Registration.office == entry.office,
        Registration.standing == Standing.ADMITTED,
    )
    return session.scalars(query).all()


def _fingerprint(registration: Registration) -> str:
    """A hash of the link id: renewing the link ends the sessions that began with it."""
    return hashlib.sha256(b"declare/session/1\n" + registration.link_id).hexdigest()[:16]
