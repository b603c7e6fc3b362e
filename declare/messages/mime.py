"""From a row of the outbox and its text to the mail that is handed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from declare.messages.errors import Unwritable
from declare.messages.models import Message

POLICY = SMTP.clone(cte_type="8bit")

_LONGEST_LINE = 998
"""Bytes of one line without its line break: RFC 5322 §2.1.1."""

_BREAK = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
"""A control character, or a separator of lines or paragraphs."""


@dataclass(frozen=True)
class Text:
    """What a message says. Raises Unwritable for a subject that cannot be a header."""

    subject: str
    body: str
    calendar: bytes | None = None
    """An iCalendar file that is attached."""

    def __post_init__(self) -> None:
        """Refuse a subject with a line break: what follows it would be another header."""
        if _BREAK.search(self.subject):
            raise Unwritable("a line break in the subject")


def build(message: Message, text: Text, sender: str) -> EmailMessage:
    """Build the mail of a row: the same row gives the same Message-ID and Date at every attempt.

    Raises Unwritable for a row whose recipient was purged.
    """
    if message.recipient is None:
        raise Unwritable("no recipient any more")
    mail = EmailMessage(POLICY)
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = text.subject
    mail["Date"] = message.created_at
    mail["Message-ID"] = f"<{message.message_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text.body, cte=_encoding(text.body))
    if text.calendar is not None:
        mail.add_attachment(
            text.calendar.decode(),
            subtype="calendar",
            params={"method": "PUBLISH"},
            filename="acara.ics",
            cte="base64",
        )
    return mail


def _encoding(text: str) -> str:
    """How the text is encoded. Quoted-printable would break a link across lines; so lines are
    sent as they are, unless one is longer than RFC 5322 allows."""
    lines = text.encode().splitlines()
    if any(len(line) > _LONGEST_LINE for line in lines):
        return "base64"
    return "7bit" if text.isascii() else "8bit"
