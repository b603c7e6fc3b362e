"""Letters to participants: queued by kind, turned into text when they are sent.

A letter is a template of `templates/email`, one for each language; its first line is the subject.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare import contacts
from declare.core import moment
from declare.core import office as offices
from declare.core import region as regions
from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import service as messages
from declare.messages.errors import Unwritable
from declare.messages.mime import Text
from declare.messages.models import Delivery, Message
from declare.outreach import account_letters
from declare.outreach.kinds import ATTACHED, EVENT_KINDS, KINDS, LINKS, Case, Named
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration, Standing
from declare.registrations.rivals import Outcome

UNREAD = "unread"
"""The value of a letter about an application whose words no organiser has read."""

_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "email"


@dataclass(frozen=True)
class Occasion:
    """What every letter says about its event."""

    title: str
    slug: str
    base_url: str
    contact_name: str
    contact_email: str
    contact_phone: str


def send_received(
    session: Session, event: Event, registration: Registration, now: datetime
) -> None:
    """Tell the contact that a registration waits for the organisers."""
    _queue(session, "received", event, registration, now)


def send_link(session: Session, event: Event, registration: Registration, now: datetime) -> None:
    """Send link and participant code, with the calendar file, to the participant's address."""
    _queue(session, "admitted", event, registration, now)


def send_link_again(
    session: Session, event: Event, registration: Registration, now: datetime
) -> None:
    """Send a lost link once more; after signing, with the way to the certificate."""
    unread = registration.decided_by is None
    _queue(session, "link", event, registration, now, unread=unread)


def answer(
    session: Session,
    event: Event,
    outcome: Outcome,
    data: RegistrationData,
    now: datetime,
    *,
    held: bool = False,
) -> None:
    """Queue the one letter to the address of an application: a receipt, or the link. Neither says a
    word that only the applicant has chosen.

    A participant's own address gets the link once more. To the applicant a new person and a known
    one look the same: one letter, to the address that was typed.
    """
    person, holder = outcome.registration, outcome.holder
    if person is None and holder is not None and _is_its_holder(holder, data.email):
        person = holder
    admitted = person is not None and person.standing == Standing.ADMITTED
    unread = admitted and person is not None and person.decided_by is None
    about = person or outcome.rival
    if data.email:
        messages.enqueue(
            session,
            kind="admitted" if admitted else "received",
            to=data.email,
            now=now,
            event_id=event.id,
            registration_id=about.id if about else None,
            values={"language": data.language, **({UNREAD: 1} if unread else {})},
            state=Delivery.HELD if held else Delivery.QUEUED,
        )


def compose(session: Session, keys: Keyring, message: Message) -> Text:
    """The text of a message, in the participant's language, from the rows as they are now.

    Raises Unwritable where registration or pledge are gone or purged. A message that waited when
    0007 was applied holds its text.
    """
    if message.body is not None:
        return Text(message.subject or "", message.body, message.calendar)
    if message.kind in EVENT_KINDS:
        return _event_letter(session, message)
    if message.kind in account_letters.KINDS:
        template = _environment().get_template(f"{message.kind}.id.txt")
        return _split(template.render(account_letters.facts(session, keys, message)))
    case = _case(session, keys, message)
    event, person = case.event, case.registration
    written = _written(
        message.kind,
        person.language,
        event,
        person=_addressee(message, person),
        **KINDS[message.kind](case),
    )
    attached = ATTACHED.get(message.kind)
    file = attached(event, message.created_at) if attached else None
    return replace(written, calendar=file)


def _addressee(message: Message, person: Registration) -> Named:
    """The addressee as a letter names it. Where no organiser has read the words of the
    application, a stranger may have typed them and the address: then the seat alone, in this
    platform's own words."""
    if UNREAD not in message.values:
        return Named(person.printed_name, person.position)
    region = regions.find(person.region)
    seat = offices.position(offices.Office(person.office), region)
    return Named("", seat or f"Peserta, {region.name}")


def _event_letter(session: Session, message: Message) -> Text:
    """A letter that names nobody: its event and its language are all that it says.

    A stranger may have typed the address, so no word of the application stands in it.
    """
    event = session.get(Event, message.event_id or 0, populate_existing=True)
    if event is None:
        raise Unwritable("no event any more")
    language = "en" if message.values.get("language") == "en" else "id"
    return _written(message.kind, language, event)


def _written(kind: str, language: str, event: Event, **facts: Any) -> Text:
    """Render the template of a kind; its first line is the subject."""
    starts = event.starts_at and moment.full(event.starts_at, moment.Zone(event.zone), language)
    template = _environment().get_template(f"{kind}.{language}.txt")
    return _split(template.render(event=_occasion(event), starts=starts, **facts))


def _split(written: str) -> Text:
    """Subject and body: the subject is the first line."""
    subject, _, text = written.partition("\n")
    return Text(subject, text.lstrip("\n"))


def _queue(
    session: Session,
    kind: str,
    event: Event,
    registration: Registration,
    now: datetime,
    *,
    unread: bool = False,
) -> None:
    """Queue a letter for the participant's own address; without one there is none."""
    if registration.email:
        messages.enqueue(
            session,
            kind=kind,
            to=registration.email,
            now=now,
            event_id=event.id,
            registration_id=registration.id,
            values={"language": registration.language, **({UNREAD: 1} if unread else {})},
        )


def _case(session: Session, keys: Keyring, message: Message) -> Case:
    if message.kind not in KINDS:
        raise Unwritable(f"no letter is called {message.kind}")
    query = select(Event, Registration).join(Registration, Registration.event_id == Event.id)
    row = session.execute(
        query.where(Registration.id == message.registration_id),
        execution_options={"populate_existing": True},
    ).first()
    if row is None:
        raise Unwritable("no registration any more")
    event, registration = row
    if not registration.name:
        raise Unwritable("purged")
    if message.kind in LINKS and not _is_its_holder(registration, message.recipient):
        raise Unwritable("another contact, or no participant any more")
    return Case(session, keys, event, registration, message.values, message.created_at)


def _is_its_holder(registration: Registration, address: str | None) -> bool:
    """Whether a link goes to this address now: the contact may have changed since it was queued,
    and a link lets whoever reads it act as the participant."""
    return registration.standing == Standing.ADMITTED and contacts.is_same_address(
        registration.email, address or ""
    )


def _occasion(event: Event) -> Occasion:
    return Occasion(
        title=event.title,
        slug=event.slug,
        base_url=event.base_url,
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
