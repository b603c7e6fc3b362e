"""Putting mail into the outbox, as part of the caller's transaction."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from declare.database import put
from declare.errors import Conflict, Invalid
from declare.messages.models import Delivery, Message

QUEUED = "messages.queued"
"""The key in `Session.info` that says: this transaction left mail to deliver."""

_INSERT = insert(Message.table()).inline()  # whoever leaves mail has done with it

_BREAK = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
"""A control character, or what separates lines and paragraphs."""
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class UnsendableMessage(Invalid):
    """A header of the message would not survive the way: a line break, or a broken address."""


class NotWaiting(Conflict):
    """Only a message that failed, or whose fate is uncertain, is sent again by hand."""


def enqueue(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    kind: str,
    now: datetime,
    event_id: int | None = None,
    registration_id: int | None = None,
    calendar: bytes | None = None,
) -> None:
    """Leave one message for one address; it goes out after the transaction is committed.

    `text` is sent as it is, each of its lines whole; `calendar` is an iCalendar file.
    Raises UnsendableMessage, with the field `to` or `subject`, for what cannot be a header.
    """
    row = {
        "message_id": secrets.token_hex(16),
        "kind": kind,
        "event_id": event_id,
        "registration_id": registration_id,
        "recipient": _address(to),
        "subject": _line(subject),
        "body": text,
        "calendar": calendar,
        "state": Delivery.QUEUED,
        "created_at": now,
        "due_at": now,
    }
    put(session, _INSERT, row)
    session.info[QUEUED] = True


def send_again(session: Session, message: Message, now: datetime) -> None:
    """Let a person decide that a failed or uncertain message goes out once more.

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


def _line(text: str) -> str:
    if _BREAK.search(text):
        raise UnsendableMessage(field="subject")
    return text
