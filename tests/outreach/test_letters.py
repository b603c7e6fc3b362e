"""Letters: what each kind says when it is sent, and when one is given up."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from declare.events.models import Event
from declare.jobs import deliver
from declare.messages import service
from declare.messages.errors import Unwritable
from declare.messages.models import Delivery, Message
from declare.outreach import account_letters
from declare.outreach.kinds import EVENT_KINDS, KINDS
from declare.registrations.models import Registration
from tests import factories
from tests.certificates.issued import signed
from tests.test_architecture import ROOT


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


def queue(made: factories.World, kind: str, person: Registration, **values: Any) -> Message:
    service.enqueue(
        made.session,
        kind=kind,
        to="setda@karo.example",
        now=made.now,
        event_id=person.event_id,
        registration_id=person.id,
        values=values,
    )
    newest = select(Message).order_by(Message.id.desc()).limit(1)
    return made.session.scalars(newest).one()


def test_each_kind_has_a_template_in_each_language() -> None:
    names = {file.name for file in (ROOT / "templates" / "email").iterdir()}
    both = {f"{k}.{lang}.txt" for k in [*KINDS, *EVENT_KINDS, "contact"] for lang in ("id", "en")}
    assert names == both | {f"{kind}.id.txt" for kind in account_letters.KINDS}


def test_a_letter_says_what_is_true_when_it_is_sent(made: factories.World, event: Event) -> None:
    person = factories.participant(made, event)
    message = queue(made, "admitted", person)
    person.front_title = "Prof."
    event.title = "Deklarasi yang Ditunda"
    made.session.flush()
    text = factories.letter(made, message)
    assert text.subject == "Tautan dan kode peserta untuk Prof. Marlina, S.E."
    assert "Deklarasi yang Ditunda\n" in text.body


def test_no_row_holds_a_link_or_a_name(made: factories.World, event: Event) -> None:
    """Not before the mail is sent, and not afterwards."""
    signed(made, event)
    for message in made.session.scalars(select(Message)):
        assert (message.subject, message.body, message.calendar) == (None, None, None)
        assert set(message.values) <= {"pledge", "certificate", "correction", "language"}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("unheard", {}),
        ("receipt", {"pledge": 99}),
        ("receipt", {}),
        ("revoked", {"pledge": 99}),
        ("corrected", {"certificate": "0123456789AF"}),
        ("correction_refused", {"correction": 99}),
    ],
)
def test_what_a_letter_is_about_may_be_gone(
    made: factories.World, event: Event, kind: str, values: dict[str, Any]
) -> None:
    message = queue(made, kind, factories.registration(made, event), **values)
    with pytest.raises(Unwritable):
        factories.letter(made, message)


def test_a_letter_to_a_purged_person_is_given_up(
    app: Flask, session: Session, made: factories.World, event: Event
) -> None:
    person = factories.participant(made, event)
    session.execute(delete(Message).where(Message.kind == "received"))
    person.name = person.name_key = person.position = None  # type: ignore[assignment]
    session.commit()
    deliver(app)
    session.expire_all()
    message = session.scalars(select(Message)).one()
    assert (message.state, message.fault) == (Delivery.FAILED, "purged")


def test_a_letter_without_a_registration_is_given_up(made: factories.World, event: Event) -> None:
    message = queue(made, "admitted", factories.registration(made, event))
    message.registration_id = None
    with pytest.raises(Unwritable):
        factories.letter(made, message)
