"""After delivery no table holds a personal link or a participant code in clear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import code as codes
from declare.jobs import deliver
from declare.messages.models import Delivery, Message
from declare.models import Base
from declare.outreach import letters
from declare.registrations import links
from tests import factories
from tests.browser import Browser
from tests.pledges.test_signing import sign


def texts(session: Session) -> Iterator[tuple[str, str]]:
    """Every value of every table, as text, with the name of its column."""
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for column, value in row.items():
                yield f"{table.name}.{column}", _as_text(value)


def _as_text(value: Any) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def test_sent_mail_keeps_neither_link_nor_code(
    app: Flask, client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    person = factories.participant(made, event, phone="+6281234567890")
    factories.come_in(client, made, person)
    sign(client, person)
    letters.send_link(session, event, person, made.now)
    waiting = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert waiting is not None
    waiting.subject = "Tautan"
    waiting.body = links.link(made.keys, event.base_url, person)  # as before 0007
    session.commit()
    deliver(app)
    session.expire_all()
    sent = session.scalars(select(Message.kind).where(Message.state == Delivery.SENT)).all()
    assert sorted(set(sent)) == ["admitted", "receipt", "received"]
    code = links.code(made.keys, person)
    token = links.link(made.keys, "", person).removeprefix("/m/")
    secrets = (token, code, codes.printed(code))
    found = {name for name, text in texts(session) if any(each in text for each in secrets)}
    assert found == set()
