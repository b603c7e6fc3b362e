"""Mail to participants: written when something happens, as part of that transaction.

A letter is a template of `templates/email`, one for each language; its first line is the subject.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.core import code as codes
from declare.core import moment
from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import service as messages
from declare.messages.models import Message
from declare.outreach import calendar
from declare.registrations import links
from declare.registrations.models import Registration

_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "email"
_PAUSE = timedelta(minutes=15)
"""Between two links to one person that nobody of the organisers asked for."""


def send_received(
    session: Session, event: Event, registration: Registration, now: datetime
) -> None:
    """Tell the contact that a registration waits for the organisers."""
    send(session, "received", event, registration, now)


def send_link(
    session: Session, keys: Keyring, event: Event, registration: Registration, now: datetime
) -> None:
    """Send link and participant code, with the calendar file, to the participant's address."""
    send(
        session,
        "admitted",
        event,
        registration,
        now,
        calendar=calendar.write(event, now),
        link=links.link(keys, event.base_url, registration),
        code=codes.printed(links.code(keys, registration)),
    )


def remind(
    session: Session, keys: Keyring, event: Event, registration: Registration, now: datetime
) -> None:
    """Send the link once more to somebody who registered again, unless that was done just now."""
    query = select(func.count(Message.id)).where(
        Message.registration_id == registration.id,
        Message.kind == "admitted",
        Message.created_at > now - _PAUSE,
    )
    if not session.scalar(query):
        send_link(session, keys, event, registration, now)


def send(
    session: Session,
    kind: str,
    event: Event,
    registration: Registration,
    now: datetime,
    calendar: bytes | None = None,
    to: str = "",
    **values: Any,
) -> None:
    """Leave a letter for a participant in the outbox, for `to` or for his own address; without
    either there is none."""
    to = to or registration.email
    if not to:
        return
    subject, text = compose(kind, event, registration, **values)
    messages.enqueue(
        session,
        kind=kind,
        to=to,
        subject=subject,
        text=text,
        now=now,
        event_id=event.id,
        registration_id=registration.id,
        calendar=calendar,
    )


def compose(kind: str, event: Event, registration: Registration, **values: Any) -> tuple[str, str]:
    """Subject and text of a letter in the participant's language."""
    language = registration.language
    template = _templates().get_template(f"{kind}.{language}.txt")
    starts = event.starts_at and moment.full(event.starts_at, moment.Zone(event.zone), language)
    written = template.render(event=event, person=registration, starts=starts, **values)
    subject, _, text = written.partition("\n")
    return subject, text.lstrip("\n")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
