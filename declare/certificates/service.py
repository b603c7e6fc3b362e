"""Certificates: issued with a pledge or correction, frozen from then on, read by code."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.certificates import design
from declare.certificates.enclosure import enclosed
from declare.certificates.models import Certificate, CertificateFile
from declare.certificates.recorded import RecordedPledge
from declare.core import certificate_number, payload, token
from declare.core import code as codes
from declare.core.moment import Zone, local
from declare.core.proof import Proof
from declare.database import put
from declare.errors import Gone, NotFound
from declare.events.models import Design, Event
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.press.printable import Printable

PAGE = 50

_INSERT = insert(Certificate.table()).inline()  # no caller needs the new row's id


class Purged(Gone):
    """The holder's details were deleted at the end of their retention."""


def issue(
    session: Session, keys: Keyring, event: Event, recorded: RecordedPledge, now: datetime
) -> None:
    """Freeze the certificate of a pledge that was just appended.

    Name, position and code are read from the payload, so that row and signature agree by
    construction. The caller holds the event's log.
    """
    content = payload.decode(recorded.payload)
    today = local(now, Zone(event.zone)).date()
    design_id, frozen = design.freeze(session, event, today)
    row = {
        "code": content.code,
        "event_id": event.id,
        "pledge_id": recorded.id,
        "design_id": design_id,
        "number": certificate_number.write(frozen.number_pattern, recorded.ordinal, frozen.on),
        "name": content.name,
        "position": content.position,
        "ordinal": recorded.ordinal,
        "index": recorded.appended.index,
        "entry": recorded.entry,
        "payload": recorded.payload,
        "token": token.sign(recorded.payload, keys.certificate(event.purpose)),
        "checkpoint": recorded.appended.note,
        "signed_at": recorded.signed_at,
        "issued_at": now,
    }
    put(session, _INSERT, row)


def find(session: Session, text: str) -> Certificate:
    """The certificate with the code in `text`, in any spelling. Raises NotFound."""
    try:
        code = codes.read(text)
    except codes.CodeError:
        raise NotFound from None
    certificate = session.scalar(select(Certificate).where(Certificate.code == code))
    if certificate is None:
        raise NotFound
    return certificate


def of_pledge(session: Session, pledge_id: int) -> Certificate | None:
    """The latest certificate of a pledge."""
    query = select(Certificate).where(Certificate.pledge_id == pledge_id)
    return session.scalar(query.order_by(Certificate.id.desc()).limit(1))


def frozen(session: Session, certificate: Certificate) -> design.Frozen:
    """The design that the certificate was issued with."""
    data = session.scalar(select(Design.frozen).where(Design.id == certificate.design_id))
    if data is None:
        raise NotFound
    return design.read(data)


def printable(session: Session, certificate: Certificate) -> Printable:
    """The values of the PDF: the frozen row and the frozen design, and nothing that can change.

    The token and the proof for size index + 1 are attached. Raises Purged.
    """
    if certificate.name is None or certificate.position is None or certificate.token is None:
        raise Purged
    holder = design.Holder(
        number=certificate.number,
        name=certificate.name,
        position=certificate.position,
        signed_at=certificate.signed_at,
        ordinal=certificate.ordinal,
        entry_index=certificate.index,
        code=certificate.code,
        token=certificate.token,
    )
    event = session.get_one(Event, certificate.event_id)
    path = tuple(proof(session, event, certificate))
    recorded = Proof(certificate.entry, certificate.index, path, certificate.checkpoint)
    filled = design.fill(session, certificate.event_id, frozen(session, certificate), holder)
    return replace(filled, attachments=enclosed(certificate.token, recorded))


def stored(session: Session, certificate_id: int) -> bytes | None:
    """The stored file of a certificate, if there is one."""
    query = select(CertificateFile.data).where(CertificateFile.certificate_id == certificate_id)
    return session.scalar(query)


def store(session: Session, certificate_id: int, data: bytes, now: datetime) -> bytes:
    """Store a new file; return the file to hand out, another thread's if that was first."""
    file = CertificateFile(certificate_id=certificate_id, data=data, made_at=now)
    try:
        with session.begin_nested():
            session.add(file)
    except IntegrityError:
        query = select(CertificateFile.data).where(CertificateFile.certificate_id == certificate_id)
        return session.scalars(query).one()
    return data


def log_of(session: Session, certificate: Certificate) -> int:
    """The id of the log that holds a certificate's entry."""
    return session.get_one(Event, certificate.event_id).log_id or 0


def proof(session: Session, event: Event, certificate: Certificate) -> list[bytes]:
    """The hashes that lead from the certificate's entry to the root of its checkpoint."""
    return ledger.inclusion_proof(
        session, event.log_id or 0, certificate.index, certificate.index + 1
    )


def page(session: Session, event: Event, number: int) -> tuple[list[Certificate], int]:
    """Page `number` (from 1) of an event's certificates in the order of signing, and how many."""
    mine = Certificate.event_id == event.id
    total = session.scalar(select(func.count(Certificate.id)).where(mine)) or 0
    query = select(Certificate).where(mine).order_by(Certificate.id)
    return list(session.scalars(query.offset((number - 1) * PAGE).limit(PAGE))), total
