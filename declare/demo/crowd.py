"""A sample campaign's people register, each in his turn, and are admitted in the evening."""

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
    asked: Iterable[tuple[datetime, Person]],
    organiser_id: int,
) -> Iterator[tuple[Person, Registration]]:
    """Register these people at their moments; yield each as a participant."""
    in_turn = sorted(asked, key=itemgetter(0))
    for today, group in groupby(in_turn, key=lambda one: one[0].date()):
        new = [
            (person, _register(session, keys, event, person, moment)) for moment, person in group
        ]
        rows = [registration for _, registration in new]
        admission.admit(session, rows, organiser_id, at(today, "17:00"))
        yield from new


def _mailbox(person: Person) -> str:
    """The address of a person's office, which its people share."""
    place = re.sub(r"[^a-z]+", "-", person.region.name.lower())
    return f"{person.office.replace('_', '-')}@{place}.example"


def _register(
    session: Session, keys: Keyring, event: Event, person: Person, moment: datetime
) -> Registration:
    front_title, name, back_title = person.called
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
        raise LookupError("two invented people are one")
    return registration


def _mandate(person: Person, moment: datetime) -> str:
    """The letter by which a delegate was sent."""
    if not person.represents:
        return ""
    written = moment.astimezone(Zone.WIB.offset) - timedelta(hours=20)
    number = 100 + int(person.region.code.replace(".", "")) % 800
    return f"Surat tugas 800/{number}/{written.year} tanggal {day(written.date())}"
