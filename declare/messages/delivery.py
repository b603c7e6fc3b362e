"""Taking mail out of the outbox. It commits by itself, because no transaction spans a network.

claim (`sending`) → commit → hand over → `sent` → commit. Whoever dies in between leaves a row in
`sending`; nobody knows whether that mail arrived, so it becomes `uncertain` and waits for a person.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from declare.messages.errors import DeliveryUnknown, Refused
from declare.messages.mime import compose
from declare.messages.models import Delivery, Message
from declare.messages.transport import Transport

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long to wait after each refusal; after one more the message has failed."""

STALE = timedelta(minutes=10)
"""No hand-over takes this long: whoever claimed the message is gone."""

_AT_MOST = 200
"""Messages in one run, so that a run ends and a stop is not held up."""

_log = logging.getLogger(__name__)


def deliver_due(session: Session, transport: Transport, clock: Callable[[], datetime]) -> int:
    """Send what is due, oldest first, as fast as the transport bears; return how many went out.

    A refusal that is the server's own ends the run: the rest keeps its place for the next one.
    """
    _give_up_stale(session, clock())
    sent = 0
    for key in _due(session, clock(), _allowance(session, transport, clock())):
        message = _claim(session, key, clock())
        if message is None:
            continue
        goes_on = _hand_over(message, transport, clock)
        session.commit()
        sent += message.state == Delivery.SENT
        if not goes_on:
            break
    return sent


def _hand_over(message: Message, transport: Transport, clock: Callable[[], datetime]) -> bool:
    """Send a claimed message and note what came of it; say whether the run may go on."""
    name = f"{message.created_at:%Y%m%d-%H%M%S}-{message.id}-{message.kind}"
    try:
        transport.send(compose(message, transport.sender), name)
    except Refused as refusal:
        _put_back(message, refusal, clock())
        return not refusal.for_all
    except DeliveryUnknown as loss:
        _note(message, Delivery.UNCERTAIN, str(loss))
        return False
    _note(message, Delivery.SENT)
    message.sent_at = clock()
    return True


def _put_back(message: Message, refusal: Refused, now: datetime) -> None:
    if refusal.final or message.attempts > len(BACK_OFF):
        _note(message, Delivery.FAILED, str(refusal))
        return
    message.due_at = now + BACK_OFF[message.attempts - 1]
    _note(message, Delivery.QUEUED, str(refusal))


def _note(message: Message, state: Delivery, fault: str = "") -> None:
    """Set the state. The log gets no word of the server's: it may quote the address."""
    message.state = state
    message.fault = fault[:300]
    _log.info("message %s is %s, attempt %s", message.id, state, message.attempts)


def _allowance(session: Session, transport: Transport, now: datetime) -> int:
    """How many messages may go out now, after those of the last minute."""
    if transport.per_minute is None:
        return _AT_MOST
    recent = session.scalar(
        select(func.count())
        .select_from(Message)
        .where(Message.sent_at > now - timedelta(minutes=1))
    )
    return max(0, min(_AT_MOST, transport.per_minute - (recent or 0)))


def _due(session: Session, now: datetime, limit: int) -> list[int]:
    keys = session.scalars(
        select(Message.id)
        .where(Message.state == Delivery.QUEUED, Message.due_at <= now)
        .order_by(Message.due_at, Message.id)
        .limit(limit)
    ).all()
    session.commit()
    return list(keys)


def _claim(session: Session, key: int, now: datetime) -> Message | None:
    """Take one message for this sender alone; None if another one was faster."""
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
