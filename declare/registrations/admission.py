"""Registering and admitting. Nothing here sends mail: the page, job or command that calls does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from declare.errors import Conflict
from declare.events import registration_window
from declare.events.models import Admission, Event
from declare.keys import Keyring
from declare.registrations import rows
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration, Standing
from declare.registrations.rows import AlreadyRegistered


class RegistrationClosed(Conflict):
    """The event takes no registrations through its public form now."""


@dataclass(frozen=True)
class Outcome:
    """What became of a public registration: a new row, or the participants that it repeats.

    Both are empty where it repeats one that is pending or refused.
    """

    registration: Registration | None
    repeated: Sequence[Registration] = ()


def register(
    session: Session, keys: Keyring, event: Event, data: RegistrationData, now: datetime
) -> Outcome:
    """Take a registration from the public form, admitted if the event admits it at once.

    The page answers the same whether the person is new or not. Raises RegistrationClosed.
    """
    if not is_open(event):
        raise RegistrationClosed
    try:
        registration = rows.create(session, keys, event, data, now)
    except AlreadyRegistered:
        return Outcome(None, _repeated(session, keys, event, data))
    if is_admitted_at_once(event, data):
        admit(session, [registration], None, now)
    return Outcome(registration)


def is_open(event: Event) -> bool:
    """Whether the public form takes registrations."""
    return (
        registration_window.accepts_registrations(event) and event.admission != Admission.INVITATION
    )


def is_admitted_at_once(event: Event, data: RegistrationData) -> bool:
    """Whether these values need no organiser's approval; the same for new and known people.

    A mail domain includes its subdomains: the link goes to that address and nowhere else.
    """
    if event.admission == Admission.DOMAIN:
        domain = "." + data.mail_domain
        return any(domain.endswith("." + each.lower()) for each in event.mail_domains if each)
    return event.admission == Admission.OPEN and not event.live


def add(
    session: Session,
    keys: Keyring,
    event: Event,
    data: RegistrationData,
    now: datetime,
    *,
    account_id: int | None,
) -> Registration:
    """Register and admit a person on behalf of an organiser.

    Raises AlreadyRegistered, and RegistrationClosed before the event is published.
    """
    if not event.published:
        raise RegistrationClosed
    registration = rows.create(session, keys, event, data, now)
    admit(session, [registration], account_id, now)
    return registration


def admit(
    session: Session,
    registrations: Iterable[Registration],
    account_id: int | None,
    now: datetime,
) -> list[Registration]:
    """Make participants of these registrations; return those that were none before."""
    return _decide(session, registrations, Standing.ADMITTED, account_id, now)


def refuse(
    session: Session,
    registrations: Iterable[Registration],
    account_id: int | None,
    now: datetime,
) -> list[Registration]:
    """Refuse these registrations; links of participants end. Return those not refused before."""
    return _decide(session, registrations, Standing.REFUSED, account_id, now)


def _decide(
    session: Session,
    registrations: Iterable[Registration],
    standing: Standing,
    account_id: int | None,
    now: datetime,
) -> list[Registration]:
    changed = [each for each in registrations if each.standing != standing]
    for registration in changed:
        registration.standing = standing
        registration.decided_at = now
        registration.decided_by = account_id
    session.flush()
    return changed


def _repeated(
    session: Session, keys: Keyring, event: Event, data: RegistrationData
) -> list[Registration]:
    """The participants with the same name on the same seat, or with the same NIP."""
    same_person = (
        (Registration.name_key == data.name_key)
        & (Registration.office == data.office)
        & (Registration.region == data.region)
    )
    same_nip = Registration.nip_hash == (rows.nip_hash(keys, data.nip) or "")
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.standing == Standing.ADMITTED,
        or_(same_person, same_nip),
    )
    return list(session.scalars(query))
