"""Sending what is in the outbox. It commits by itself, because no transaction spans a network.

claim (`sending`) → commit → SMTP → `sent` → commit. A worker that ends in between leaves a row in
`sending`; whether that mail arrived is unknown, so it becomes `uncertain` and waits for a person.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, func, select, update
from sqlalchemy.orm import Session

from declare.database import reading
from declare.messages import mime
from declare.messages.errors import DeliveryUnknown, Refused, Unwritable
from declare.messages.models import Delivery, Message, Urgency
from declare.messages.transport import Transport

Compose = Callable[[Message], mime.Text]
"""Makes the text of a message. Raises Unwritable if what it is about is gone."""

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long to wait after each refusal; after one more the message has failed."""

STALE = timedelta(minutes=10)
"""No hand-over takes this long: the worker that claimed the message has ended."""

_BATCH = 20
"""Messages that are looked up at once: a link that is queued meanwhile waits for no more."""

_RESERVED = 10
"""A tenth of the transport's limit a minute is left to links."""

_log = logging.getLogger(__name__)


def deliver_due(
    session: Session,
    transport: Transport,
    clock: Callable[[], datetime],
    compose: Compose,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send what is due, by class and age, until nothing is; return how many were sent.

    The run ends early where `goes_on` says so before a message, where the transport's limit a
    minute is reached, and at a refusal that is the server's own: the rest keeps its place.
    """
    _give_up_stale(session, clock())
    sent = 0
    while keys := _due(session, transport, clock()):
        for key in keys:
            if not goes_on():
                return sent
            message = _claim(session, key, clock())
            if message is None:
                continue
            serves = _send(session, message, transport, clock, compose)
            session.commit()
            sent += message.state == Delivery.SENT
            if not serves:
                return sent
    return sent


def _send(
    session: Session,
    message: Message,
    transport: Transport,
    clock: Callable[[], datetime],
    compose: Compose,
) -> bool:
    """Send a claimed message and note the outcome; return whether the server serves the next."""
    try:
        with reading():
            text = compose(message)
            session.commit()
        mail = mime.build(message, text, transport.sender)
        transport.send(mail, f"{message.created_at:%Y%m%d-%H%M%S}-{message.id}-{message.kind}")
    except Unwritable as reason:
        session.commit()
        _note(message, Delivery.FAILED, str(reason))
    except Refused as refusal:
        _put_back(message, refusal, clock())
        return not refusal.for_all
    except DeliveryUnknown as loss:
        _note(message, Delivery.UNCERTAIN, str(loss))
        return False
    else:
        _note(message, Delivery.SENT)
        message.sent_at = clock()
        # A row that waited when 0007 was applied held its text, perhaps with a link and a code.
        message.subject = message.body = message.calendar = None
    return True


def _put_back(message: Message, refusal: Refused, now: datetime) -> None:
    if refusal.final or message.attempts > len(BACK_OFF):
        _note(message, Delivery.FAILED, str(refusal))
        return
    message.due_at = now + BACK_OFF[message.attempts - 1]
    _note(message, Delivery.QUEUED, str(refusal))


def _note(message: Message, state: Delivery, fault: str = "") -> None:
    """Set the state. The log gets none of the server's words: they may quote the address."""
    message.state = state
    message.fault = fault[:300]
    _log.info("message %s is %s, attempt %s", message.id, state, message.attempts)


def _due(session: Session, transport: Transport, now: datetime) -> list[int]:
    """The next messages: links first, then the others as far as the minute's limit bears them."""
    if transport.per_minute is None:
        return _next(session, now, _BATCH)
    left = transport.per_minute - _sent_lately(session, now)
    session.commit()
    links = _next(session, now, min(_BATCH, left), Message.urgency == Urgency.LINK)
    if links:
        return links
    return _next(session, now, min(_BATCH, left - transport.per_minute // _RESERVED))


def _sent_lately(session: Session, now: datetime) -> int:
    """How many messages were sent within the last minute."""
    query = select(func.count()).select_from(Message)
    return session.scalar(query.where(Message.sent_at > now - timedelta(minutes=1))) or 0


def _next(session: Session, now: datetime, limit: int, *of: ColumnElement[bool]) -> list[int]:
    if limit <= 0:
        return []
    keys = session.scalars(
        select(Message.id)
        .where(Message.state == Delivery.QUEUED, Message.due_at <= now, *of)
        .order_by(Message.urgency, Message.due_at, Message.id)
        .limit(limit)
    ).all()
    session.commit()
    return list(keys)


def _claim(session: Session, key: int, now: datetime) -> Message | None:
    """Claim one message for this worker alone; None if another worker was faster."""
    claimed = session.execute(
        update(Message)
        .where(Message.id == key, Message.state == Delivery.QUEUED)
        .values(state=Delivery.SENDING, claimed_at=now, attempts=Message.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    message = session.get(Message, key, populate_existing=True)
    session.commit()
    return message if isinstance(claimed, CursorResult) and claimed.rowcount == 1 else None


def _give_up_stale(session: Session, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(Message.state == Delivery.SENDING, Message.claimed_at < now - STALE)
        .values(state=Delivery.UNCERTAIN, fault="")
        .execution_options(synchronize_session=False)
    )
    session.commit()
