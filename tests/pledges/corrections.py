"""Asking for corrections and deciding about them, for tests of both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.messages.models import Message
from declare.pledges.models import Correction, Decision
from declare.registrations.models import Registration
from tests.browser import Browser

KOREKSI = "/acara/acara-uji/koreksi"
LIST = "/panitia/acara/acara-uji/koreksi"


def ask(client: Browser, person: Registration, **fields: str) -> Any:
    words = {
        "registration": person.public_id,
        "front_title": "Dr.",
        "name": "Marlina",
        "back_title": "S.E., M.M.",
        "position": "Pj. Sekretaris Daerah Kabupaten Karo",
    }
    return client.submit(KOREKSI, **words | fields)


def accept(client: Browser, asked: Correction, **fields: str) -> Any:
    seat = {"office": "regional_secretary", "region": "12.06"} | fields
    return client.submit(f"{LIST}/{asked.id}", **seat)


def asked_for(session: Session) -> Correction:
    """The one correction that no other has replaced."""
    query = select(Correction).where(Correction.decision != Decision.REPLACED)
    return session.scalars(query).one()


def rows(session: Session) -> list[Certificate]:
    return list(session.scalars(select(Certificate).order_by(Certificate.id)))


def letters(session: Session, kind: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))
