"""Personal links and participant codes, and the claims by which a browser acts as a participant.

Link (8 random bytes and their MAC) and code (8 symbols) both end when they are renewed.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.core import cipher
from declare.core import code as codes
from declare.core import link as links
from declare.errors import Gone, NotFound, TooManyAttempts
from declare.events.models import Event
from declare.keys import Keyring
from declare.registrations.models import Registration, Standing

TRIES = 5
WINDOW = timedelta(minutes=15)
"""A participant takes TRIES wrong codes within WINDOW."""
AFTERLIFE = timedelta(days=30)
"""How long a personal link lives after the event is closed."""

CODE_PURPOSE = "participant-code"
_CODE_LENGTH = 8
_SCOPE = "participant"
"""The throttle's scope for guessed codes."""


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
    if registration.standing != Standing.ADMITTED or _is_over(event, now):
        raise LinkEnded
    return event, registration


def _is_over(event: Event, now: datetime) -> bool:
    return event.closes_at is not None and now >= event.closes_at + AFTERLIFE


def by_code(
    session: Session,
    keys: Keyring,
    event: Event,
    region: str,
    office: str,
    text: str,
    now: datetime,
) -> Registration | None:
    """The participant on a seat with this code; None for a wrong code, which is counted.

    Raises TooManyAttempts once each participant of the seat took TRIES wrong codes in WINDOW.
    """
    open_subjects = {
        subject: person
        for subject, person in _subjects(session, keys, event, region, office)
        if not throttle.refused(session, _SCOPE, subject, TRIES, WINDOW, now)
    }
    if not open_subjects:
        raise TooManyAttempts
    given = codes.normal(text).encode(errors="replace")
    for subject, person in open_subjects.items():
        if person is not None and hmac.compare_digest(code(keys, person).encode(), given):
            throttle.forget(session, _SCOPE, subject)
            return person
    for subject in open_subjects:
        throttle.remember(session, _SCOPE, subject, now)
    return None


def _subjects(
    session: Session, keys: Keyring, event: Event, region: str, office: str
) -> list[tuple[str, Registration | None]]:
    """The participants of a seat, each with the subject that the throttle counts by.

    An empty seat counts attempts as well, so that its answers do not show that it is empty.
    """
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.region == region,
        Registration.office == office,
        Registration.standing == Standing.ADMITTED,
    )
    people = session.scalars(query).all()
    if not people:
        return [(throttle.subject(keys.data, event.slug, region, office), None)]
    return [(throttle.subject(keys.data, person.public_id), person) for person in people]


def _fingerprint(registration: Registration) -> str:
    """A hash of the link id: renewing the link ends the sessions that began with it."""
    return hashlib.sha256(b"declare/session/1\n" + registration.link_id).hexdigest()[:16]
