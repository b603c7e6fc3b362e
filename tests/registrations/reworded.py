"""Rewording in the room and what came of it, for tests of requests and of their decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry
from declare.certificates.models import Certificate
from declare.core import payload
from declare.messages.models import Message
from declare.registrations.models import Registration, RequestState, WordingRequest
from tests.browser import Browser

NAME = "/acara/acara-uji/nama"
SIGN = "/acara/acara-uji/ikrar"
LIST = "/panitia/acara/acara-uji/koreksi"
PERSON = "/panitia/acara/acara-uji/permintaan"
APPROVED = {
    "front_title": "Dra.",
    "name": "Marlina",
    "back_title": "S.E.",
    "position": "Sekretaris Daerah Kabupaten Karo",
}
ANOTHER = {
    "front_title": "H.",
    "name": "Suparman Wijaya",
    "back_title": "S.H.",
    "position": "Bupati Karo",
}
Submit = Callable[..., Any]


def sign(client: Browser, person: Registration) -> Any:
    return client.submit(SIGN, registration=person.public_id, agree="y")


def recorded(session: Session) -> list[tuple[str, str]]:
    """Name and position of each certificate's payload."""
    contents = [
        row.payload or b"" for row in session.scalars(select(Certificate).order_by(Certificate.id))
    ]
    return [(read.name, read.position) for read in map(payload.decode, contents)]


def states(session: Session) -> list[str]:
    return list(session.scalars(select(WordingRequest.state).order_by(WordingRequest.id)))


def request_of(session: Session) -> WordingRequest:
    query = select(WordingRequest).where(WordingRequest.state == RequestState.PENDING)
    return session.scalars(query).one()


def deeds(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(AuditEntry.what, AuditEntry.detail).order_by(AuditEntry.id))
    return [(what, detail) for what, detail in rows if what.startswith(("words", "correction"))]


def letters(session: Session, kind: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def accept(client: Browser, request: WordingRequest, **seat: str) -> Any:
    chosen = {"office": "regional_secretary", "region": "12.06"} | seat
    return client.submit(f"{PERSON}/{request.id}", **chosen)
