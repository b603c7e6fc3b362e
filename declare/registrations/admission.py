"""Registrations: asked for, admitted or refused, and what a participant does before signing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from declare.errors import Conflict
from declare.events import registration_window
from declare.events.models import Admission, Event
from declare.keys import Keyring
from declare.outreach import letters
from declare.registrations import rows
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration, Standing
from declare.registrations.rows import AlreadyRegistered


class RegistrationClosed(Conflict):
    """The event takes no registrations through its public form now."""


def register(
    session: Session, keys: Keyring, event: Event, application: RegistrationData, now: datetime
) -> Registration | None:
    """Take a registration from the public form, and write to its contact.

    None means that the person was registered already; whoever asks is answered the same, and a
    participant's own address gets the link again. Raises RegistrationClosed.
    """
    if not is_open(event):
        raise RegistrationClosed
    try:
        registration = rows.create(session, keys, event, application, now)
    except AlreadyRegistered:
        for known in _known(session, keys, event, application):
            letters.remind(session, keys, event, known, now)
        return None
    if is_admitted_at_once(event, application):
        admit(session, keys, event, [registration], None, now)
    else:
        letters.send_received(session, event, registration, now)
    return registration


def is_open(event: Event) -> bool:
    """Whether the public form takes registrations."""
    return (
        registration_window.accepts_registrations(event) and event.admission != Admission.INVITATION
    )


def is_admitted_at_once(event: Event, application: RegistrationData) -> bool:
    """Whether this application needs no organiser's approval. It says nothing about the person.

    A mail domain stands for its subdomains, too: the link goes to that address and nowhere else.
    """
    if event.admission == Admission.DOMAIN:
        domain = "." + application.mail_domain
        return any(domain.endswith("." + known.lower()) for known in event.mail_domains if known)
    return event.admission == Admission.OPEN and not event.live


def add(
    session: Session,
    keys: Keyring,
    event: Event,
    application: RegistrationData,
    account_id: int | None,
    now: datetime,
) -> Registration:
    """Take somebody in by an organiser's hand, admitted at once.

    Raises AlreadyRegistered, and RegistrationClosed before the event is published.
    """
    if not event.published:
        raise RegistrationClosed
    registration = rows.create(session, keys, event, application, now)
    admit(session, keys, event, [registration], account_id, now)
    return registration


def admit(
    session: Session,
    keys: Keyring,
    event: Event,
    registrations: Iterable[Registration],
    account_id: int | None,
    now: datetime,
) -> int:
    """Make participants of them and send each the link; return how many were none before."""
    new = [person for person in registrations if person.standing != Standing.ADMITTED]
    for registration in new:
        _decide(registration, Standing.ADMITTED, account_id, now)
        letters.send_link(session, keys, event, registration, now)
    session.flush()
    return len(new)


def refuse(
    session: Session,
    registrations: Iterable[Registration],
    account_id: int | None,
    now: datetime,
) -> int:
    """Refuse them, also who was admitted: their links end. Return how many were not refused yet."""
    new = [person for person in registrations if person.standing != Standing.REFUSED]
    for registration in new:
        _decide(registration, Standing.REFUSED, account_id, now)
    session.flush()
    return len(new)


def _decide(
    registration: Registration, standing: Standing, account_id: int | None, now: datetime
) -> None:
    registration.standing = standing
    registration.decided_at = now
    registration.decided_by = account_id


def send_link(
    session: Session, keys: Keyring, event: Event, registration: Registration, now: datetime
) -> None:
    """Send a participant link and code once more, because an organiser wants it."""
    if registration.standing != Standing.ADMITTED:
        raise Conflict
    letters.send_link(session, keys, event, registration, now)


def renew_link(session: Session, keys: Keyring, registration: Registration) -> None:
    """End link and code, and every session that they began; new ones take their place."""
    rows.give_link(keys, registration)
    session.flush()


def _known(
    session: Session, keys: Keyring, event: Event, application: RegistrationData
) -> list[Registration]:
    """The participants because of whom an application was not taken."""
    same_person = (
        (Registration.name_key == application.name_key)
        & (Registration.office == application.office)
        & (Registration.region == application.region)
    )
    same_nip = Registration.nip_hash == (rows.nip_hash(keys, application.nip) or "")
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.standing == Standing.ADMITTED,
        or_(same_person, same_nip),
    )
    return list(session.scalars(query))
