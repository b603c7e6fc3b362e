"""From a row of the outbox to the mail that travels."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from declare.messages.models import Message

POLICY = SMTP.clone(cte_type="8bit")

_LONGEST_LINE = 998
"""Bytes of one line without its line break: RFC 5322 §2.1.1."""


def compose(message: Message, sender: str) -> EmailMessage:
    """Build the mail of a row: the same row gives the same Message-ID and Date at every attempt."""
    mail = EmailMessage(POLICY)
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Date"] = message.created_at
    mail["Message-ID"] = f"<{message.message_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = message.body or ""
    mail.set_content(text, cte=_encoding(text))
    if message.calendar is not None:
        mail.add_attachment(
            message.calendar.decode(),
            subtype="calendar",
            params={"method": "PUBLISH"},
            filename="acara.ics",
            cte="base64",
        )
    return mail


def _encoding(text: str) -> str:
    """Quoted-printable would break a link across lines; so a line goes as it is, if it may."""
    lines = text.encode().splitlines()
    if any(len(line) > _LONGEST_LINE for line in lines):
        return "base64"
    return "7bit" if text.isascii() else "8bit"
