"""Whom a browser claims to be is proved before anything is signed, and before anything is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event as events
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.database import db
from declare.errors import Forbidden
from declare.events.models import Event
from declare.pledges import signing
from declare.pledges.models import Pledge
from declare.presence import service as presence
from declare.registrations import links
from declare.registrations.models import Registration, Standing
from tests import factories
from tests.browser import Browser

IKRAR = "/acara/acara-uji/ikrar"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    return found


def sign(client: Browser, person: Registration, path: str = IKRAR, agree: str = "y") -> int:
    return client.submit(path, registration=person.public_id, agree=agree).status_code


def signed(session: Session) -> int:
    return session.scalar(select(func.count(Pledge.id))) or 0


def end(made: factories.World, person: Registration, how: str) -> None:
    if how == "link":
        links.renew_link(made.session, made.keys, person)
    else:
        person.standing = Standing.REFUSED


@pytest.mark.twin
@pytest.mark.parametrize("how", ["link", "standing"])
def test_who_came_in_by_what_has_ended_does_not_sign(
    client: Browser, session: Session, made: factories.World, person: Registration, how: str
) -> None:
    end(made, person, how)
    assert [sign(client, person, agree=agree) for agree in ("y", "")] == [403, 403]
    assert signed(session) == 0
    assert presence.first_at(session, person) is None


@pytest.mark.parametrize("how", ["link", "standing"])
def test_he_is_not_told_either_that_the_person_has_signed(
    client: Browser, session: Session, made: factories.World, person: Registration, how: str
) -> None:
    assert sign(client, person) == 303
    end(made, person, how)
    assert sign(client, person) == 403
    assert signed(session) == 1


def test_a_person_signs_at_his_own_event_only(
    client: Browser, session: Session, made: factories.World, person: Registration
) -> None:
    there = factories.participant(made, factories.event(made, "acara-lain"))
    factories.come_in(client, made, there)
    assert sign(client, there) == 403
    assert sign(client, person, "/acara/acara-lain/ikrar") == 403
    assert sign(client, person, "/acara/tidak-ada/ikrar") == 404
    assert signed(session) == 0


def test_of_two_who_claim_to_be_one_person_the_true_one_signs(
    session: Session, made: factories.World, event: Event, person: Registration
) -> None:
    old = links.Claim.of(person)
    links.renew_link(session, made.keys, person)
    claims = (old, links.Claim.of(person), old)
    requests = [signing.SigningRequest(claim, None, made.now) for claim in claims]
    answers = signing.sign_all(session, made.keys, event, lambda: requests)
    assert [type(answer) for answer in answers] == [Forbidden, Pledge, Forbidden]


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """Every statement that the database is given from now on."""
    found: list[str] = []

    def note(connection: object, cursor: object, statement: str, *others: object) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    events.listen(engine, "before_cursor_execute", note)
    yield found
    events.remove(engine, "before_cursor_execute", note)


@pytest.mark.twin
def test_nobody_is_looked_up_before_the_log_is_held(
    client: Browser, session: Session, person: Registration, asked: list[str]
) -> None:
    session.commit()
    asked.clear()
    assert sign(client, person) == 303
    locked = next(n for n, statement in enumerate(asked) if "FROM ledger_log" in statement)
    assert not any("FROM registration" in statement for statement in asked[:locked])
    assert any("JOIN registration" in statement for statement in asked[locked:])
