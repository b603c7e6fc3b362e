"""Registration of a sample campaign's people, admitted at 17:00 WIB of the same day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from declare.core.moment import Zone, day
from declare.demo.people import Person
from declare.demo.timetable import at
from declare.events.models import Event
from declare.keys import Keyring
from declare.registrations import admission
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration


def gather(
    session: Session,
    keys: Keyring,
    event: Event,
    registrations: Iterable[tuple[datetime, Person]],
    organiser_id: int,
) -> Iterator[tuple[Person, Registration]]:
    """Register people at their moments, in order of time; yields each with its registration."""
    in_order = sorted(registrations, key=itemgetter(0))
    for today, group in groupby(in_order, key=lambda one: one[0].date()):
        new = [
            (person, _register(session, keys, event, person, moment)) for moment, person in group
        ]
        rows = [registration for _, registration in new]
        admission.admit(session, rows, organiser_id, at(today, "17:00"))
        yield from new


def _mailbox(person: Person) -> str:
    """The e-mail address of a person's office, which its people share."""
    place = re.sub(r"[^a-z]+", "-", person.region.name.lower())
    return f"{person.office.replace('_', '-')}@{place}.example"


def _register(
    session: Session, keys: Keyring, event: Event, person: Person, moment: datetime
) -> Registration:
    front_title, name, back_title = person.full_name
    data = RegistrationData(
        front_title=front_title,
        name=name,
        back_title=back_title,
        office=person.office,
        acting=person.acting,
        position=person.position,
        represents=person.represents,
        mandate=_mandate(person, moment),
        region=person.region.code,
        email=_mailbox(person),
        show_name=len(name) % 3 > 0,
    )
    registration = admission.register(session, keys, event, data, moment).registration
    if registration is None:
        raise LookupError("two invented people have the same name and seat")
    return registration


def _mandate(person: Person, moment: datetime) -> str:
    """Number and date of a delegate's mandate; empty for others."""
    if not person.represents:
        return ""
    written = moment.astimezone(Zone.WIB.offset) - timedelta(hours=20)
    number = 100 + int(person.region.code.replace(".", "")) % 800
    return f"Surat tugas 800/{number}/{written.year} tanggal {day(written.date())}"
