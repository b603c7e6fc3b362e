"""Reading the mail that accounts are sent."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.messages.models import Message
from tests import factories
from tests.factories import World


def letters(session: Session, kind: str, to: str) -> list[Message]:
    query = select(Message).where(Message.kind == kind, Message.recipient == to)
    return list(session.scalars(query.order_by(Message.id)))


def link(made: World, kind: str, to: str) -> str:
    """The path of the link in the newest letter of a kind."""
    body = factories.letter(made, letters(made.session, kind, to)[-1]).body
    found = re.search(r"^http://[^/]+(/panitia/\S+)$", body, re.MULTILINE)
    assert found, body
    return found[1]
