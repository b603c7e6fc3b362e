"""Letters to participants: queued by kind, turned into text when they are sent.

A letter is a template of `templates/email`, one for each language; its first line is the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import service as messages
from declare.messages.errors import Unwritable
from declare.messages.mime import Text
from declare.messages.models import Message
from declare.outreach.kinds import ATTACHED, KINDS, Case, Named
from declare.registrations.models import Registration

_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "email"
_PAUSE = timedelta(minutes=15)
"""Between two links to one person that no organiser asked for."""


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


def remind(session: Session, event: Event, registration: Registration, now: datetime) -> None:
    """Send the link once more after a repeated registration, at most every 15 minutes."""
    query = select(func.count(Message.id)).where(
        Message.registration_id == registration.id,
        Message.kind == "admitted",
        Message.created_at > now - _PAUSE,
    )
    if not session.scalar(query):
        send_link(session, event, registration, now)


def compose(session: Session, keys: Keyring, message: Message) -> Text:
    """The text of a message, in the participant's language, from the rows as they are now.

    Raises Unwritable where registration or pledge are gone or purged. A message that waited when
    0007 was applied holds its text.
    """
    if message.body is not None:
        return Text(message.subject or "", message.body, message.calendar)
    case = _case(session, keys, message)
    event, person = case.event, case.registration
    template = _environment().get_template(f"{message.kind}.{person.language}.txt")
    written = template.render(
        event=_occasion(event),
        person=Named(person.printed_name, person.position),
        starts=event.starts_at and case.time(event.starts_at),
        **KINDS[message.kind](case),
    )
    subject, _, text = written.partition("\n")
    attached = ATTACHED.get(message.kind)
    file = attached(event, message.created_at) if attached else None
    return Text(subject, text.lstrip("\n"), file)


def _queue(
    session: Session, kind: str, event: Event, registration: Registration, now: datetime
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
    return Case(session, keys, event, registration, message.values)


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
