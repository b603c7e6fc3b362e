"""Registering and admitting. Nothing here sends mail: the page, job or command that calls does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from declare.core import position as positions
from declare.core.office import Office
from declare.errors import Conflict
from declare.events import registration_window
from declare.events.models import Admission, Event
from declare.keys import Keyring
from declare.registrations import rivals, rows
from declare.registrations.intake import RegistrationData
from declare.registrations.models import PRESENT, Registration, Standing
from declare.registrations.rivals import Outcome
from declare.registrations.rows import AlreadyRegistered, Verdict


class RegistrationClosed(Conflict):
    """The event takes no registrations through its public form now."""


def register(
    session: Session,
    keys: Keyring,
    event: Event,
    data: RegistrationData,
    now: datetime,
    *,
    places: int = rivals.MOST,
) -> Outcome:
    """Take a registration from the public form, admitted if the event admits it at once, or kept as
    a rival where one of the `places` for these is left.

    The page answers the same whether the person is new or not. Raises RegistrationClosed.
    """
    if not is_open(event):
        raise RegistrationClosed
    standing = Standing.ADMITTED if is_admitted_at_once(event, data) else Standing.PENDING
    return rivals.enter(session, keys, event, data, now, verdict=Verdict(standing), places=places)


def is_open(event: Event) -> bool:
    """Whether the public form takes registrations."""
    return (
        registration_window.accepts_registrations(event) and event.admission != Admission.INVITATION
    )


def is_admitted_at_once(event: Event, data: RegistrationData) -> bool:
    """Whether these values need no organiser's approval; the same for new and known people.

    A mail domain includes its subdomains: the link goes to that address and nowhere else. It says
    where somebody works and not which seat is theirs: a live event admits by it only other offices,
    and only positions that cannot be read as one of the invited.
    """
    if event.admission == Admission.DOMAIN and event.live and not _is_other(data):
        return False
    if event.admission == Admission.DOMAIN:
        domain = "." + data.mail_domain
        return any(domain.endswith("." + each.lower()) for each in event.mail_domains if each)
    return event.admission == Admission.OPEN and not event.live


def _is_other(data: RegistrationData) -> bool:
    """Whether these values say an office that is not invited, in group and in words."""
    own = data.office == Office.OTHER and not data.represents
    return own and not positions.claims_office(data.position)


def add(
    session: Session,
    keys: Keyring,
    event: Event,
    data: RegistrationData,
    now: datetime,
    *,
    account_id: int | None,
) -> Registration:
    """Register and admit a person on behalf of an organiser, or keep a rival to be compared.

    Nobody consents for another: the name is not shown. Raises AlreadyRegistered where nothing new
    is said of a person, and RegistrationClosed before the event is published. No stranger's rivals
    take the place of an organiser's entry.
    """
    if not event.published:
        raise RegistrationClosed
    silent = replace(data, show_name=False)
    verdict = Verdict(Standing.ADMITTED, account_id)
    outcome = rivals.enter(session, keys, event, silent, now, verdict=verdict, places=None)
    registration = outcome.registration or outcome.rival
    if registration is None:
        raise AlreadyRegistered
    return registration


def admit(
    session: Session,
    registrations: Iterable[Registration],
    account_id: int | None,
    now: datetime,
) -> list[Registration]:
    """Make participants of these registrations; return those that were none before.

    One that was refused, or is a rival, is left out while another stands for the same person.
    """
    people = list(registrations)
    pending = [each for each in people if each.standing == Standing.PENDING]
    admitted = _decide(session, pending, Standing.ADMITTED, account_id, now)
    for each in people:
        if each.standing not in PRESENT:
            admitted += _admit_again(session, each, account_id, now)
    return admitted


def _admit_again(
    session: Session, registration: Registration, account_id: int | None, now: datetime
) -> list[Registration]:
    try:
        with rows.once(session):
            return _decide(session, [registration], Standing.ADMITTED, account_id, now)
    except AlreadyRegistered:
        return []


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
