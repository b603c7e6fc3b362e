"""A sample certificate in an event's present design, before any is issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from declare.certificates import design
from declare.core import certificate_number, origin, payload, token
from declare.core.moment import Zone, local
from declare.events.models import Event, Purpose
from declare.keys import Keyring
from declare.press.printable import Printable

NAME = "Dr. Nama Lengkap Peserta, S.H., M.Si."
POSITION = "Sekretaris Daerah Kabupaten Contoh"
CODE = "000000000000"
"""A well-formed code, all zeros, that belongs to no certificate."""


def printable(
    session: Session, keys: Keyring, event: Event, base_url: str, host: str, now: datetime
) -> Printable:
    """A sample in the event's present design. It is marked CONTOH, whatever the event is for."""
    today = local(now, Zone(event.zone)).date()
    frozen = replace(
        design.current(session, event, today),
        purpose=Purpose.SAMPLE,
        base_url=event.base_url or base_url,
        origin=event.origin or origin.make(host, event.slug),
    )
    signed_at = event.starts_at or now
    content = payload.Payload(
        frozen.origin, int(signed_at.timestamp()), CODE, 1, bytes(payload.SALT_SIZE), NAME, POSITION
    )
    holder = design.Holder(
        number=certificate_number.write(frozen.number_pattern, 1, frozen.on),
        name=NAME,
        position=POSITION,
        signed_at=signed_at,
        ordinal=1,
        entry_index=1,
        code=CODE,
        token=token.sign(payload.encode(content), keys.certificate(Purpose.SAMPLE)),
    )
    return design.fill(session, event.id, frozen, holder)
