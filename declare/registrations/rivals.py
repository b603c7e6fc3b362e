"""Rivals: applications for a person whom the event has already. No true application is lost.

Whoever applies first owns nothing: the second application is kept beside the first until an
organiser has compared both. Page, statements and mail are the same for a new and a known person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from declare import contacts
from declare.errors import NotFound
from declare.events.models import Event
from declare.keys import Keyring
from declare.registrations import rows
from declare.registrations.intake import RegistrationData
from declare.registrations.models import PRESENT, Registration, Standing
from declare.registrations.rows import AlreadyRegistered, Verdict

MOST = 5
"""Rivals of one registration that are kept; further ones are counted only."""
MOST_INVITED = 10
"""The same for whoever knows the event's code: strangers take none of these places."""

_TRIES = 3
"""How often an application is tried while others register or decide about the same person."""


@dataclass(frozen=True)
class Outcome:
    """What became of an application: a new `registration`, or a `rival` of the `holder`.

    Both are empty for a copy of what is there, and where no place is left; the holder counts it.
    """

    registration: Registration | None = None
    rival: Registration | None = None
    holder: Registration | None = None


def enter(
    session: Session,
    keys: Keyring,
    event: Event,
    data: RegistrationData,
    now: datetime,
    *,
    verdict: Verdict,
    places: int | None = MOST,
) -> Outcome:
    """Keep an application: as a new registration, as a rival, or as one more of the same.

    `places`: how many rivals of a person there may be for this one to be kept; None for any number.
    One SELECT and one row written in a savepoint, whether the person is new or known. Raises
    AlreadyRegistered where others kept being faster, which has no other cause than their deciding
    about the same person at this moment.
    """
    for _ in range(_TRIES):
        if known := _known(session, keys, event, data):
            full = places is not None and places <= sum(
                each.standing == Standing.RIVAL for each in known
            )
            if full or any(_same(keys, each, data) for each in known):
                return _counted(session, _holder(known, data))
            return _beside(session, keys, event, data, now, holder=_holder(known, data))
        try:
            return Outcome(rows.create(session, keys, event, data, now, verdict=verdict))
        except AlreadyRegistered:
            continue
    raise AlreadyRegistered


def _beside(
    session: Session,
    keys: Keyring,
    event: Event,
    data: RegistrationData,
    now: datetime,
    *,
    holder: Registration,
) -> Outcome:
    """Keep an application for a known person."""
    verdict = Verdict(Standing.RIVAL, rival_of=holder.id)
    return Outcome(
        rival=rows.create(session, keys, event, data, now, verdict=verdict), holder=holder
    )


def _counted(session: Session, holder: Registration) -> Outcome:
    with session.begin_nested():
        counted = update(Registration).where(Registration.id == holder.id)
        session.execute(counted.values(repeats=Registration.repeats + 1))
    return Outcome(holder=holder)


def _known(
    session: Session, keys: Keyring, event: Event, data: RegistrationData
) -> Sequence[Registration]:
    """The registrations of this person that are pending or admitted, and their rivals."""
    person = _same_person(data.name_key, data.office, data.region, rows.nip_hash(keys, data.nip))
    there = and_(Registration.event_id == event.id, Registration.standing.in_(PRESENT), person)
    rivals = and_(
        Registration.standing == Standing.RIVAL,
        Registration.rival_of.in_(select(Registration.id).where(there)),
    )
    query = select(Registration).where(or_(there, rivals)).order_by(Registration.id)
    return session.scalars(query, execution_options={"populate_existing": True}).all()


def _same_person(
    name_key: str, office: str, region: str, nip_hash: str | None
) -> ColumnElement[bool]:
    seat = and_(Registration.office == office, Registration.region == region)
    return or_(
        and_(Registration.name_key == name_key, seat), Registration.nip_hash == (nip_hash or "")
    )


def _holder(known: Sequence[Registration], data: RegistrationData) -> Registration:
    """The registration with the same name on the same seat, or else the one with the NIP."""
    there = [each for each in known if each.standing in PRESENT]
    wanted = (data.name_key, data.office, data.region)
    named = (each for each in there if (each.name_key, each.office, each.region) == wanted)
    return next(named, there[0])


def _same(keys: Keyring, registration: Registration, data: RegistrationData) -> bool:
    """Whether an application says nothing that this registration does not say."""
    values = rows.values(keys, registration)
    return contacts.is_same_address(data.email, values["email"]) and all(
        getattr(data, field) == value
        for field, value in values.items()
        if field not in ("show_name", "email")
    )


@dataclass(frozen=True)
class Compared:
    """A rival, and the registration that stands against it now; None where nothing does."""

    rival: Registration
    first: Registration | None
    further: Sequence[Registration] = ()
    """Registrations that keep the rival out as well: of its name, or of its NIP."""


def waiting(session: Session, event: Event, most: int) -> list[Registration]:
    """The rivals that wait for a decision, oldest first."""
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.standing == Standing.RIVAL
    )
    return list(session.scalars(query.order_by(Registration.id).limit(most)))


def compare(session: Session, event: Event, public_id: str) -> Compared:
    """A rival with the registration that keeps it out. Raises NotFound, also once it is decided."""
    rival = rows.find(session, event, public_id)
    if rival.standing != Standing.RIVAL:
        raise NotFound
    person = _same_person(rival.name_key, rival.office, rival.region, rival.nip_hash)
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.standing.in_(PRESENT), person
    )
    # The registration that the rival applied against comes first, if it still stands there.
    its_own = Registration.id != func.coalesce(rival.rival_of, 0)
    there = session.scalars(query.order_by(its_own, Registration.id)).all()
    return Compared(rival, there[0] if there else None, there[1:])


def keep(session: Session, compared: Compared, account_id: int, now: datetime) -> None:
    """Keep the first registration: the rival is refused."""
    _decide(compared.rival, Standing.REFUSED, account_id, now)
    session.flush()


def replace(session: Session, compared: Compared, account_id: int, now: datetime) -> None:
    """Refuse the first registration and admit the rival.

    The caller makes sure that the first has no standing pledge. Raises AlreadyRegistered where a
    third registration keeps the rival out.
    """
    with rows.once(session):
        if compared.first is not None:
            _decide(compared.first, Standing.REFUSED, account_id, now)
            session.flush()
        _decide(compared.rival, Standing.ADMITTED, account_id, now)


def take_both(session: Session, compared: Compared, account_id: int, now: datetime) -> None:
    """Admit the rival as another person. Raises AlreadyRegistered while they are not told apart."""
    with rows.once(session):
        _decide(compared.rival, Standing.ADMITTED, account_id, now)


def _decide(registration: Registration, standing: Standing, account_id: int, now: datetime) -> None:
    registration.standing = standing
    registration.decided_at = now
    registration.decided_by = account_id
