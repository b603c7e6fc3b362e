"""Letters to people who run events: invitations, and links for a new password.

They say no word of a stranger but the event's name, in Indonesian, as the pages they lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from declare.accounts import invitations, new_password
from declare.accounts.models import Account, Invitation, PasswordLink, Role
from declare.core import moment
from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import service as messages
from declare.messages.errors import Unwritable
from declare.messages.models import Message

ROLES = {
    Role.ORGANISER: "panitia",
    Role.CONDUCTOR: "pemandu upacara",
    Role.OBSERVER: "pemantau",
}


def send_invitation(session: Session, base_url: str, invitation: Invitation, now: datetime) -> None:
    """Queue the letter with the link of an invitation."""
    _queue(session, "invitation", invitation.email, invitation.id, base_url, now)


def send_password_link(session: Session, base_url: str, link: PasswordLink, now: datetime) -> None:
    """Queue the letter with a link for a new password."""
    email = session.get_one(Account, link.account_id).email
    _queue(session, "password", email, link.id, base_url, now)


def _queue(session: Session, kind: str, to: str, number: int, base_url: str, now: datetime) -> None:
    values: dict[str, int | str] = {"link": number, "base_url": base_url}
    messages.enqueue(session, kind=kind, to=to, now=now, values=values)


def _invitation(session: Session, keys: Keyring, number: int, base_url: str) -> dict[str, Any]:
    row = session.get(Invitation, number, populate_existing=True)
    if row is None or row.ended_at is not None:
        raise Unwritable("no invitation any more")
    event = session.get_one(Event, row.event_id)
    return {
        "title": event.title,
        "role": ROLES[Role(row.role)],
        "until": moment.full(row.expires_at, moment.Zone(event.zone), "id"),
        "link": f"{base_url}/panitia/undangan/{invitations.token(keys.link, row)}",
    }


def _password(session: Session, keys: Keyring, number: int, base_url: str) -> dict[str, Any]:
    row = session.get(PasswordLink, number, populate_existing=True)
    if row is None or row.ended_at is not None:
        raise Unwritable("no link any more")
    return {"link": f"{base_url}/panitia/sandi-baru/{new_password.token(keys.link, row)}"}


KINDS: dict[str, Callable[[Session, Keyring, int, str], dict[str, Any]]] = {
    "invitation": _invitation,
    "password": _password,
}
"""Every kind, with the function that collects its facts."""


def facts(session: Session, keys: Keyring, message: Message) -> dict[str, Any]:
    """What the template of a letter reads. Raises Unwritable where its link has ended."""
    values = message.values
    return KINDS[message.kind](session, keys, int(values["link"]), str(values["base_url"]))
