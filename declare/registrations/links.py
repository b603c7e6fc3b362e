"""Coming in: by personal link or by participant code, and what a browser may claim of a person."""

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
AFTERLIFE = timedelta(days=30)
"""How long a personal link lives after the event is closed."""

CODE_PURPOSE = "participant-code"
_CODE_LENGTH = 8
_DOOR = "participant"


class LinkEnded(Gone):
    """The link was replaced, its holder is no participant any more, or the event is long over."""


@dataclass(frozen=True)
class Claim:
    """What a browser's cookie, which we have signed, says of a person: that it brought the link."""

    public_id: str
    fingerprint: str

    @classmethod
    def of(cls, registration: Registration) -> Self:
        """What a browser that brings the link now may say from now on."""
        return cls(registration.public_id, _fingerprint(registration))

    def holds(self, registration: Registration) -> bool:
        """Whether it is still true of this person's registration, and he a participant."""
        return (
            registration.standing == Standing.ADMITTED
            and self.public_id == registration.public_id
            and hmac.compare_digest(self.fingerprint, _fingerprint(registration))
        )


def link(keys: Keyring, base_url: str, registration: Registration) -> str:
    """The personal link: whoever has it comes in as this person."""
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
    """Whose link this is. Raises NotFound for one that we never made, and LinkEnded."""
    try:
        link_id = links.read(keys.link, token)
    except links.LinkError:
        raise NotFound from None
    query = select(Event, Registration).join(Event, Event.id == Registration.event_id)
    found = session.execute(query.where(Registration.link_id == link_id)).first()
    if found is None or found[1].standing != Standing.ADMITTED or _is_over(found[0], now):
        raise LinkEnded
    return found[0], found[1]


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
    """Who of the people on a seat has this code; None, and remembered, if nobody.

    Raises TooManyAttempts once everybody on the seat was guessed at five times in 15 minutes.
    """
    doors = {
        subject: person
        for subject, person in _doors(session, keys, event, region, office)
        if not throttle.refused(session, _DOOR, subject, TRIES, WINDOW, now)
    }
    if not doors:
        raise TooManyAttempts
    given = codes.normal(text).encode(errors="replace")
    for subject, person in doors.items():
        if person is not None and hmac.compare_digest(code(keys, person).encode(), given):
            throttle.forget(session, _DOOR, subject)
            return person
    for subject in doors:
        throttle.remember(session, _DOOR, subject, now)
    return None


def _doors(
    session: Session, keys: Keyring, event: Event, region: str, office: str
) -> list[tuple[str, Registration | None]]:
    """The people on a seat, each with what the throttle counts by.

    An empty seat counts tries as well, so that its answers tell nobody that it is empty.
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
    """Changes with the link, so that a replaced link ends the sessions that it began."""
    return hashlib.sha256(b"declare/session/1\n" + registration.link_id).hexdigest()[:16]
