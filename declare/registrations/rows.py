"""Rows of registrations: create, revise, reword, find. Unique indexes keep one person one row."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.core import cipher
from declare.core import name as names
from declare.core.office import Office
from declare.core.seat import Seat
from declare.errors import Conflict, NotFound
from declare.events.models import Event
from declare.keys import Keyring
from declare.registrations import links
from declare.registrations.faults import require_none
from declare.registrations.intake import RegistrationData, Wording, seat_faults
from declare.registrations.models import PRESENT, Registration, Standing

_NIP_PURPOSE = "nip"
_PRINTED = ("front_title", "name", "back_title", "position")
_COPIED = (
    *("front_title", "name", "back_title", "name_key", "office", "acting", "position"),
    *("represents", "mandate", "region", "agency", "email", "phone", "show_name"),
)


class AlreadyRegistered(Conflict):
    """The event has a registration with this name, office and region, or with this NIP."""


@dataclass(frozen=True)
class Verdict:
    """What is decided about a registration when it is made, by an account or by the event's rule.

    A rival names the registration that was there.
    """

    standing: Standing = Standing.PENDING
    account_id: int | None = None
    rival_of: int | None = None


_UNDECIDED = Verdict()


def create(
    session: Session,
    keys: Keyring,
    event: Event,
    data: RegistrationData,
    now: datetime,
    *,
    verdict: Verdict = _UNDECIDED,
) -> Registration:
    """Make a registration with link and code. Raises AlreadyRegistered."""
    registration = _new(event, now, verdict)
    registration.language = data.language
    links.give_link(keys, registration)
    _fill(keys, registration, data)
    with once(session):
        session.add(registration)
    return registration


def _new(event: Event, now: datetime, verdict: Verdict) -> Registration:
    decided = verdict.standing == Standing.ADMITTED
    return Registration(
        event_id=event.id,
        public_id=secrets.token_urlsafe(16),
        standing=verdict.standing,
        created_at=now,
        decided_at=now if decided else None,
        decided_by=verdict.account_id,
        rival_of=verdict.rival_of,
    )


def revise(
    session: Session, keys: Keyring, registration: Registration, data: RegistrationData
) -> str:
    """Replace all values of a registration, which are approved. Raises AlreadyRegistered.

    Consent to a public name stays the participant's own; it does not pass to another name. Returns
    the address before, if it is to be told that there is another.
    """
    consents = registration.show_name and names.key(registration.name) == data.name_key
    with once(session):
        told = change_contact(registration, data.email)
        _fill(keys, registration, data)
        registration.show_name = consents
        registration.approved_name = registration.approved_position = None
    return told


def reword(
    session: Session, registration: Registration, wording: Wording, seat: Seat | None = None
) -> None:
    """Replace the name and position that will be printed, and the seat if one is given.

    What was decided so is approved. Raises IntakeError and AlreadyRegistered.
    """
    if seat is not None:
        require_none(seat_faults(seat, registration.represents))
    with once(session):
        if seat is not None:
            registration.region, registration.office = seat
        _set_words(registration, wording)
        registration.name_key = wording.name_key
        registration.approved_name = registration.approved_position = None


def respell(session: Session, registration: Registration, wording: Wording) -> None:
    """Replace the words that will be printed by a participant's own, and keep what was approved.

    The key stays that of the approved name, so that a spelling hides nobody from those who apply
    for the same person, and the approved one can always be had again. The caller has made sure that
    the words mean the same person and seat. Raises AlreadyRegistered.
    """
    if wording.name_key != registration.name_key and _is_another(session, registration, wording):
        raise AlreadyRegistered
    name, position = registration.approved
    _set_words(registration, wording)
    registration.approved_name = None if name == wording.printed_name else name
    registration.approved_position = None if position == wording.position else position
    session.flush()


def _is_another(session: Session, registration: Registration, wording: Wording) -> bool:
    """Whether another registration of this seat has the name."""
    query = select(Registration.id).where(
        Registration.event_id == registration.event_id,
        Registration.name_key == wording.name_key,
        Registration.office == registration.office,
        Registration.region == registration.region,
        Registration.standing.in_(PRESENT),
        Registration.id != registration.id,
    )
    return session.scalar(query.limit(1)) is not None


def change_contact(registration: Registration, email: str) -> str:
    """Record an address; return the one before, if it is to be told: its link was opened."""
    if email == registration.email:
        return ""
    before = registration.email if registration.opened_at else ""
    registration.email = email
    registration.opened_at = None  # nobody knows yet whether the new address opens it
    return before


def _set_words(registration: Registration, wording: Wording) -> None:
    for field in _PRINTED:
        setattr(registration, field, getattr(wording, field))


def show_name(session: Session, registration: Registration, *, shows: bool) -> None:
    """Show the participant's name on public pages, or no longer; only the participant consents."""
    registration.show_name = shows
    session.flush()


def values(keys: Keyring, registration: Registration) -> dict[str, Any]:
    """The values of a registration, by field of its form."""
    copied = {field: getattr(registration, field) for field in _COPIED if field != "name_key"}
    return {**copied, "nip": nip(keys, registration)}


def nip(keys: Keyring, registration: Registration) -> str:
    """The 18 digits of the NIP, or an empty text."""
    if registration.nip is None:
        return ""
    return cipher.decrypt(keys.data, _NIP_PURPOSE, registration.nip).decode()


def nip_hash(keys: Keyring, digits: str) -> str | None:
    """A keyed hash of a NIP, for the unique index; None without digits."""
    if not digits:
        return None
    return cipher.fingerprint(keys.data, _NIP_PURPOSE, digits.encode())


def _fill(keys: Keyring, registration: Registration, data: RegistrationData) -> None:
    for field in _COPIED:
        setattr(registration, field, getattr(data, field))
    digits = data.nip.encode()
    registration.nip = cipher.encrypt(keys.data, _NIP_PURPOSE, digits) if digits else None
    registration.nip_hash = nip_hash(keys, data.nip)


@contextmanager
def once(session: Session) -> Iterator[None]:
    """Flush what the block changes, in a savepoint. Raises AlreadyRegistered."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError:
        raise AlreadyRegistered from None


def find(session: Session, event: Event, public_id: str) -> Registration:
    """The registration of the event with this public id. Raises NotFound."""
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.public_id == public_id
    )
    registration = session.scalar(query) if public_id.isprintable() else None
    if registration is None:
        raise NotFound
    return registration


def chosen(session: Session, event: Event, public_ids: Iterable[str]) -> list[Registration]:
    """The event's registrations with these public ids, locked until the transaction ends."""
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.public_id.in_(
            {key for key in public_ids if key.isascii() and key.isprintable()}
        ),
    )
    locked = query.order_by(Registration.id).with_for_update()
    return list(session.scalars(locked.execution_options(populate_existing=True)))


def printed_names(session: Session, event: Event, public_ids: Iterable[str]) -> dict[str, str]:
    """The printed names of those registrations of the event that are there and not purged."""
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.public_id.in_(set(public_ids)),
        Registration.name.is_not(None),
    )
    return {person.public_id: person.printed_name for person in session.scalars(query)}


def seatmates(session: Session, registration: Registration) -> list[Registration]:
    """Other registrations of the same seat that are not refused; several may be right."""
    if registration.office == Office.OTHER:
        return []
    query = select(Registration).where(
        Registration.event_id == registration.event_id,
        Registration.region == registration.region,
        Registration.office == registration.office,
        Registration.standing.in_(PRESENT),
        Registration.id != registration.id,
    )
    return list(session.scalars(query.order_by(Registration.id)))
