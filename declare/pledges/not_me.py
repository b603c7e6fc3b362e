""" "Bukan saya": the link in a receipt by which a participant says not to have signed."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import link as links
from declare.errors import NotFound
from declare.events.models import Event
from declare.keys import Keyring
from declare.pledges.models import Pledge
from declare.registrations.models import Registration


def link(keys: Keyring, base_url: str, pledge: Pledge) -> str:
    """The link. It names the pledge, and signs nobody in."""
    token = links.make(_key(keys), pledge.id.to_bytes(8, "big"))
    return f"{base_url}/m/{token}/bukan-saya"


def read(session: Session, keys: Keyring, token: str) -> tuple[Event, Registration, Pledge]:
    """Read the pledge that the link names, with its event and registration. Raises NotFound."""
    try:
        number = int.from_bytes(links.read(_key(keys), token), "big")
    except links.LinkError:
        raise NotFound from None
    query = (
        select(Event, Registration, Pledge)
        .join(Event, Event.id == Pledge.event_id)
        .join(Registration, Registration.id == Pledge.registration_id)
        .where(Pledge.id == number)
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def deny(session: Session, registration: Registration, now: datetime) -> None:
    """Record that the participant says not to have signed; an organiser looks into it."""
    if registration.queried_at is None:
        registration.queried_at = now
        session.flush()


def _key(keys: Keyring) -> bytes:
    """A derived key, so that a token of one purpose is refused for every other."""
    return hmac.digest(keys.link, b"declare/denial/1\n", hashlib.sha256)
