"""Putting mail into the outbox, as part of the caller's transaction."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from declare.database import put
from declare.errors import Conflict, Invalid
from declare.messages.models import URGENCIES, Delivery, Message, Urgency

QUEUED = "messages.queued"
"""The key in `Session.info` that says: this transaction left mail to deliver."""

_INSERT = insert(Message.table()).inline()  # the caller needs nothing of the row

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class UnsendableMessage(Invalid):
    """The recipient is not one address."""


class NotWaiting(Conflict):
    """Only a failed or uncertain message is sent again by hand, and only a held one released."""


def enqueue(
    session: Session,
    *,
    kind: str,
    to: str,
    now: datetime,
    event_id: int | None = None,
    registration_id: int | None = None,
    values: Mapping[str, int | str] | None = None,
    state: Delivery = Delivery.QUEUED,
) -> None:
    """Queue one message for one address; it is sent after the transaction is committed.

    Its text is made then, by the kind, from the rows that the ids name and from `values`, which
    hold no name; the kind also says how urgent it is. One whose `state` is `held` waits for an
    organiser, and one that was `asked` for waits for `messages.asked`.
    Raises UnsendableMessage, with the field `to`, for what is not one address.
    """
    row = {
        "message_id": secrets.token_hex(16),
        "kind": kind,
        "urgency": URGENCIES.get(kind, Urgency.OTHER),
        "event_id": event_id,
        "registration_id": registration_id,
        "recipient": _address(to),
        "values": dict(values or {}),
        "state": state,
        "created_at": now,
        "due_at": now,
    }
    put(session, _INSERT, row)
    session.info[QUEUED] = True


def send_again(session: Session, message: Message, now: datetime) -> None:
    """Queue a failed or uncertain message once more, because an organiser decided so.

    It keeps its Message-ID, so that a mailbox which has it already can tell.
    Raises NotWaiting for a message in any other state.
    """
    if message.state not in {Delivery.FAILED, Delivery.UNCERTAIN}:
        raise NotWaiting
    message.state = Delivery.QUEUED
    message.attempts = 0
    message.due_at = now
    session.flush()
    session.info[QUEUED] = True


def _address(text: str) -> str:
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise UnsendableMessage(field="to")
    return text
