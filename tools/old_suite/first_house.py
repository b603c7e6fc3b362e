"""Calls of the first house, answered by the second. Copied beside the tests that are mapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, object_session

from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import delivery, mime
from declare.messages import service as messages
from declare.messages.mime import Text
from declare.messages.models import Message
from declare.messages.transport import Transport
from declare.outreach import letters
from declare.pledges import signing
from declare.pledges.models import Pledge
from declare.presence import service as presence
from declare.press import qr
from declare.registrations import admission, rows
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration
from tests import factories

__all__ = ["rows"]

_KEYS: list[Keyring] = []
_world = factories.world


def world(app: Any, session: Session, now: datetime) -> factories.World:
    """Remember the keys of the test that runs, for `text`."""
    made = _world(app, session, now)
    _KEYS[:] = [made.keys]
    return made


factories.world = world


def text(message: Message) -> Text:
    """The text of a message: the first house kept it in the row."""
    return letters.compose(_session(message), _KEYS[0], message)


def present_at(registration: Registration) -> datetime | None:
    """The first house kept it in the registration."""
    return presence.first_at(_session(registration), registration)


def _session(row: object) -> Session:
    session = object_session(row)
    if session is None:
        raise LookupError("a row without a session")
    return session


def png(address: str, digits: str) -> tuple[bytes, int]:
    """A picture and its modules were one answer."""
    symbol = qr.encode(address, digits)
    return symbol.png(), symbol.modules


def sign(
    session: Session, keys: Keyring, event: Event, registration: Registration, *rest: Any
) -> Pledge:
    """`rest` was the issuer, the drawing and the moment."""
    return signing.sign(session, keys, event, registration, rest[-1])


def sign_all(
    session: Session,
    keys: Keyring,
    event: Event,
    issue: object,
    take: Callable[[], Sequence[signing.SigningRequest]],
) -> list[Any]:
    """`issue` was a parameter."""
    return signing.sign_all(session, keys, event, take)


def register(
    session: Session, keys: Keyring, event: Event, data: RegistrationData, now: datetime
) -> Registration | None:
    """Registering answered with the row, and wrote the letters that pages write now."""
    found = admission.register(session, keys, event, data, now).registration
    if found is not None:
        letters.send_link(session, event, found, now)
    return found


def admit(
    session: Session,
    keys: Keyring,
    event: Event,
    registrations: Sequence[Registration],
    account_id: int | None,
    now: datetime,
) -> int:
    """Admitting wrote to each, and answered with their number."""
    admitted = admission.admit(session, registrations, account_id, now)
    for registration in admitted:
        letters.send_link(session, event, registration, now)
    return len(admitted)


def enqueue(
    session: Session, *, subject: str, text: str, calendar: bytes | None = None, **fields: Any
) -> None:
    """The row held the text. Rows of that time still do, and are sent as they stand."""
    messages.enqueue(session, **fields)
    stored = {"subject": subject, "body": text, "calendar": calendar}
    latest = select(func.max(Message.id)).scalar_subquery()
    session.execute(update(Message).where(Message.id == latest).values(stored))
    session.expire_all()


def deliver_due(session: Session, transport: Transport, clock: Callable[[], datetime]) -> int:
    """The row held the text."""
    return delivery.deliver_due(session, transport, clock, stored)


def letter(message: Message, sender: str) -> EmailMessage:
    """The mail of a row that held its text."""
    return mime.build(message, stored(message), sender)


def stored(message: Message) -> Text:
    """The text that a row of the first house held."""
    return Text(message.subject or "", message.body or "", message.calendar)
