"""A hall signs at once: two hundred tries of fifty people, while others read."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.core import entry
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.ledger.models import Checkpoint
from declare.messages.models import Message
from declare.pledges.models import Pledge
from declare.registrations.models import Registration
from declare.web import identity
from tests import factories
from tests.browser import Browser

PEOPLE, TRIES, READERS = 50, 4, 8
HERE = "/acara/acara-uji"


@dataclass
class Hall:
    """The people of one event, and all that happened to them at once."""

    app: Flask
    event: Event
    people: list[Registration]

    def visitor(self, person: Registration) -> tuple[FlaskClient, str]:
        """A browser that this person came in with, and its token."""
        browser = Browser(self.app, self.app.response_class)
        with browser.session_transaction() as kept:
            identity.remember(kept, self.event, person)
        token = browser.csrf_token()
        plain = FlaskClient(self.app, self.app.response_class)
        plain._cookies = browser._cookies
        return plain, token

    def sign(self, person: Registration, visitor: tuple[FlaskClient, str]) -> str:
        """Sign, and return the certificate that the page after it links to."""
        client, token = visitor
        fields = {"csrf_token": token, "registration": person.public_id, "agree": "y"}
        answer = client.post(f"{HERE}/ikrar", data=fields)
        assert (answer.status_code, answer.location) == (303, f"{HERE}/selesai")
        page = client.get(answer.location)
        assert page.status_code == 200
        return page.text.partition("/sertifikat/")[2].partition(".pdf")[0]


@pytest.fixture
def hall(app: Flask, session: Session, made: factories.World) -> Hall:
    event = factories.event(made)
    people = [factories.participant(made, event, name=f"Peserta {n}") for n in range(PEOPLE)]
    session.commit()
    return Hall(app, event, people)


def at_once(deeds: list[Callable[[], str]]) -> list[str]:
    """What every deed returned, after all of them began together. The first fault is raised."""
    line = threading.Barrier(len(deeds))

    def begin(deed: Callable[[], str]) -> str:
        line.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(begin, deeds))


class Onlooker(threading.Thread):
    """Somebody who looks on until it is over; what he sees only ever grows."""

    def __init__(self, app: Flask, over: threading.Event) -> None:
        super().__init__()
        self._client = FlaskClient(app, app.response_class)
        self._over = over
        self.seen = [0]
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._over.is_set():
                self._look()
        except BaseException as fault:
            self.fault = fault

    def _look(self) -> None:
        count = self._client.get(f"{HERE}/hitung.json").get_json()
        assert self.seen[-1] <= count["signed"] <= count["present"] <= PEOPLE
        assert sum(count["by_office"].values()) == count["signed"]
        assert self._client.get(f"{HERE}/ikrar.txt").status_code == 200
        self.seen.append(count["signed"])


def naive_root(leaves: list[bytes]) -> bytes:
    """The root of RFC 6962 §2.1, as its recursion is written there."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    pair = naive_root(leaves[:half]) + naive_root(leaves[half:])
    return hashlib.sha256(b"\1" + pair).digest()


@pytest.mark.twin
def test_fifty_people_sign_in_two_hundred_tries(hall: Hall, session: Session) -> None:
    deeds = [
        partial(hall.sign, person, hall.visitor(person))
        for _ in range(TRIES)
        for person in hall.people
    ]
    over = threading.Event()
    onlookers = [Onlooker(hall.app, over) for _ in range(READERS)]
    for onlooker in onlookers:
        onlooker.start()
    codes = at_once(deeds)
    over.set()
    for onlooker in onlookers:
        onlooker.join()
    assert [onlooker.fault for onlooker in onlookers] == [None] * READERS
    assert all(len(onlooker.seen) > 1 for onlooker in onlookers)

    pledges = session.scalars(select(Pledge).order_by(Pledge.index)).all()
    assert [pledge.index for pledge in pledges] == list(range(1, PEOPLE + 1))
    assert [pledge.ordinal for pledge in pledges] == list(range(1, PEOPLE + 1))
    own = {pledge.registration_id: pledge.code for pledge in pledges}
    assert codes == [own[person.id] for person in hall.people] * TRIES
    assert_recorded(session, hall.event, pledges)


def assert_recorded(session: Session, event: Event, pledges: Sequence[Pledge]) -> None:
    """Entries without a gap, a true root after each, one certificate and one receipt each."""
    assert event.log_id is not None
    data = list(ledger.entries(session, event.log_id))
    assert len(data) == PEOPLE + 1
    assert entry.replay(entry.decode(one) for one in data).tally.signed == PEOPLE
    checkpoints = session.scalars(select(Checkpoint).order_by(Checkpoint.size)).all()
    assert [found.size for found in checkpoints] == list(range(1, PEOPLE + 2))
    assert [found.root for found in checkpoints] == [
        naive_root(data[:size]) for size in range(1, PEOPLE + 2)
    ]
    certificates = session.scalars(select(Certificate).order_by(Certificate.index)).all()
    assert [one.code for one in certificates] == [one.code for one in pledges]
    assert [one.entry for one in certificates] == data[1:]
    assert len(session.scalars(select(Message).where(Message.kind == "receipt")).all()) == PEOPLE
