"""Letters to accounts: invitations, links for a new password, and changes of what
protects an account.

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

CHANGES = {
    "password": "Sandi akun panitia dengan alamat surel ini diganti",
    "factor": "Kode autentikator untuk akun panitia dengan alamat surel ini dipasang",
    "replaced": "Kode autentikator untuk akun panitia dengan alamat surel ini dipindahkan",
    "removed": "Kode autentikator untuk akun panitia dengan alamat surel ini "
    "dilepas oleh pengelola",
}


def send_invitation(session: Session, base_url: str, invitation: Invitation, now: datetime) -> None:
    """Queue the letter with the link of an invitation."""
    _queue(session, "invitation", invitation.email, invitation.id, base_url, now)


def send_password_link(session: Session, base_url: str, link: PasswordLink, now: datetime) -> None:
    """Queue the letter with a link for a new password."""
    email = session.get_one(Account, link.account_id).email
    _queue(session, "password", email, link.id, base_url, now)


def send_account_changed(
    session: Session, base_url: str, account: Account, what: str, now: datetime
) -> None:
    """Tell an account that its password or second factor was changed; `what` is of CHANGES."""
    _queue(session, "account_changed", account.email, account.id, base_url, now, what=what)


def _queue(
    session: Session,
    kind: str,
    to: str,
    number: int,
    base_url: str,
    now: datetime,
    **more: str,
) -> None:
    values: dict[str, int | str] = {"link": number, "base_url": base_url, **more}
    messages.enqueue(session, kind=kind, to=to, now=now, values=values)


def _account_changed(session: Session, keys: Keyring, message: Message) -> dict[str, Any]:
    return {
        "what": CHANGES[str(message.values["what"])],
        "at": moment.full(message.created_at, moment.Zone.WIB, "id"),
        "link": f"{_site(message)}/panitia/lupa-sandi",
    }


def _invitation(session: Session, keys: Keyring, message: Message) -> dict[str, Any]:
    row = session.get(Invitation, message.values["link"], populate_existing=True)
    if row is None or row.ended_at is not None:
        raise Unwritable("no invitation any more")
    event = session.get_one(Event, row.event_id)
    return {
        "title": event.title,
        "role": ROLES[Role(row.role)],
        "until": moment.full(row.expires_at, moment.Zone(event.zone), "id"),
        "link": f"{_site(message)}/panitia/undangan/{invitations.token(keys.link, row)}",
    }


def _password(session: Session, keys: Keyring, message: Message) -> dict[str, Any]:
    row = session.get(PasswordLink, message.values["link"], populate_existing=True)
    if row is None or row.ended_at is not None:
        raise Unwritable("no link any more")
    return {"link": f"{_site(message)}/panitia/sandi-baru/{new_password.token(keys.link, row)}"}


def _site(message: Message) -> str:
    return str(message.values["base_url"])


KINDS: dict[str, Callable[[Session, Keyring, Message], dict[str, Any]]] = {
    "account_changed": _account_changed,
    "invitation": _invitation,
    "password": _password,
}
"""Every kind, with the function that collects its facts."""


def facts(session: Session, keys: Keyring, message: Message) -> dict[str, Any]:
    """What the template of a letter reads. Raises Unwritable where its link has ended."""
    return KINDS[message.kind](session, keys, message)
