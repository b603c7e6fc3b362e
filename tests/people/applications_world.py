"""The world of the applications' stories: one live event, two true people, two strangers, the desk.

Marlina and Yusuf apply as themselves; the strangers under any name. Everybody has a browser, a
network and a mailbox of his own, and comes in by what he was sent.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select
from werkzeug.test import TestResponse

from declare.accounts.models import Role
from declare.events.models import Event, Purpose
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World
from tests.people.applications_model import (
    MARLINA,
    WORDS,
    YUSUF,
    Application,
    Applications,
)
from tests.people.post import Post

TRUE = (MARLINA, YUSUF)
STRANGERS = ("asing", "jahat")
PEOPLE = (*TRUE, *STRANGERS)
WHO, WORDING = st.sampled_from(PEOPLE), st.sampled_from(WORDS)
NEWEST = st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4, 5))
"""Which of several, counted from the newest."""
NEAR = st.sampled_from((True, False))
"""Whether words mean the same person and seat as those that stand."""
REGION = "12.06"
DENIAL = "/bukan-saya"
"""How the link in a receipt ends by which its reader says that he has not signed."""


class ApplicationsWorld(RuleBasedStateMachine):
    """One event that admits by an organiser's approval; registration and signing are open."""

    def __init__(self, app: Flask, made: World, clock: Clock, number: int) -> None:
        super().__init__()
        self.app, self.made, self.clock, self.number = app, made, clock, number
        self.model, self.post = Applications(), Post(made)
        self.slug, self.closed = f"acara-{number}", False
        event = factories.event(made, self.slug, purpose=Purpose.LIVE)
        self.event_id = event.id
        self.organiser = factories.member(made, event, Role.OWNER, f"panitia{number}@uji.example")
        self.desk, self.signed_in_at = self._browser("10.1.0.1"), clock.now - timedelta(days=1)
        self.browsers = {
            who: self._browser(f"10.0.0.{place}") for place, who in enumerate(PEOPLE, 1)
        }
        self.entered: dict[str, dict[str, str]] = {who: {} for who in PEOPLE}
        """Public id and link of those whom a browser came in as."""
        self.requests: dict[int, Application] = {}
        self.corrections: dict[int, Application] = {}
        """Whatever was asked for, by its number, also once it is decided."""
        self.sent: list[tuple[str, Application, str]] = []
        """Every link that was ever sent: whose mailbox it lies in, and as whom it lets in."""

    def _browser(self, network: str) -> Browser:
        browser = self.app.test_client()
        assert isinstance(browser, Browser)
        browser.beside = self.made.session
        browser.environ_base["REMOTE_ADDR"] = network
        return browser

    def _address(self, who: str) -> str:
        return f"{who}{self.number}@uji.example"

    def _event(self) -> Event:
        return self.made.session.get_one(Event, self.event_id)

    def _at_desk(self, page: str, **fields: object) -> TestResponse:
        """Post a form of the organiser, who signs in again in time."""
        if self.clock.now - self.signed_in_at > timedelta(minutes=50):
            factories.sign_in(self.desk, self.organiser)
            self.signed_in_at = self.clock.now
        answer = self.desk.submit(f"/panitia/acara/{self.slug}/{page}", **fields)
        assert answer.status_code in (200, 303, 409, 422), answer.status
        assert "/panitia/masuk" not in answer.headers.get("Location", "")
        return answer

    def _in_room(self, who: str, page: str, **fields: str) -> TestResponse:
        """Post a form in a participant's browser."""
        return self.browsers[who].submit(f"/acara/{self.slug}/{page}", **fields)

    @invariant()
    def a_link_goes_to_its_own_mailbox(self) -> None:
        """Deliver what was queued; beside its participant's contact nobody gets a link."""
        for letter in self.post.deliver():
            for path in map(entry, letter.paths):
                if path is None:
                    continue
                person = self._of_row(letter.about)
                assert letter.to == self._address(person.contact)
                assert path not in person.ended
                assert person.link in ("", path)
                person.link = path
                self.sent.append((person.contact, person, path))

    def _of_row(self, number: int | None) -> Application:
        query = select(Registration.public_id).where(Registration.id == number)
        return self.model.kept[self.made.session.scalars(query).one()]

    def _pick(self, which: int) -> Application:
        """One of those that were kept, counted from the newest."""
        every = list(self.model.kept.values())
        return every[-1 - which % len(every)]

    def _holds(self, who: str, person: Application) -> bool:
        """Whether this browser may act as this person."""
        link = self.entered[who].get(person.public_id)
        return person.opens and link == person.link

    def _form(self, one: Application) -> dict[str, str]:
        """The fields of a registration."""
        return {
            **one.words.fields,
            "office": one.office,
            "region": REGION,
            "nip": one.nip,
            "email": self._address(one.contact),
            "consent": "y",
        }


def entry(path: str) -> str | None:
    """The path, if it is a personal link."""
    return path if path.startswith("/m/") and not path.endswith(DENIAL) else None
