"""The record behind a code: the certificate's row and everything that its number follows from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, load_only

from declare.certificates import design
from declare.certificates.models import Certificate
from declare.core import code as codes
from declare.errors import NotFound
from declare.events.models import Design, Event
from declare.ledger import witness
from declare.pledges.models import Pledge

# The columns of an event that the verdict's page shows; the others are loaded when they are used.
_SHOWN = (
    Event.slug,
    Event.purpose,
    Event.title,
    Event.zone,
    Event.contact_name,
    Event.contact_email,
    Event.contact_phone,
    Event.origin,
    Event.log_id,
)
_ISSUED = (
    select(Certificate, Event, Pledge.ordinal, Design.frozen, witness.is_witnessed(Event.log_id))
    .options(load_only(*_SHOWN))
    .join(Event, Event.id == Certificate.event_id)
    .join(Pledge, Pledge.id == Certificate.pledge_id)
    .join(Design, Design.id == Certificate.design_id)
    .where(Certificate.code == bindparam("spelled"), Design.frozen.is_not(None))
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and what its record rests on; `ordinal` is that of its pledge."""

    certificate: Certificate
    event: Event
    ordinal: int
    design: design.Frozen
    is_witnessed: bool
    """Whether any witness has cosigned a checkpoint of its log."""


def find(session: Session, text: str) -> Issued:
    """Read the certificate whose code `text` spells, with its record, in one query.

    Raises NotFound.
    """
    try:
        code = codes.read(text)
    except codes.CodeError:
        raise NotFound from None
    row = session.execute(_ISSUED, {"spelled": code}).one_or_none()
    if row is None:
        raise NotFound
    certificate, event, ordinal, frozen, is_witnessed = row
    return Issued(certificate, event, ordinal, design.read(frozen), is_witnessed)
