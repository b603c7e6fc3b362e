"""The world of the accounts' stories: two events, four people, their browsers and mailboxes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from werkzeug.test import TestResponse

from declare.accounts import directory
from declare.accounts.models import Account, Membership, Role
from declare.core.window import WindowState
from declare.events.models import Purpose
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import World
from tests.people.accounts_model import HOUR, OWNER, Accounts, Sitting
from tests.people.post import Letter, Post

RATNA, MALLORY, BUDI, CITRA = PEOPLE = ("ratna", "mallory", "budi", "citra")
OURS, HIS = EVENTS = ("acara", "lain")
WHO, EVENT = st.sampled_from(PEOPLE), st.sampled_from(EVENTS)
SEAT = st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 7))
"""A browser: one of the four, or another in which somebody, or his cookie, was."""
NEWEST = st.sampled_from((0, 0, 0, 1, 2, 3))
"""Which of several, counted from the newest."""
AWAKE = st.sampled_from((True, True, True, False))
"""Whether somebody whose session has ended signs in before he acts."""


class AccountsWorld(RuleBasedStateMachine):
    """One live event of Ratna's and one draft of Mallory's; a browser and a network for each."""

    def __init__(self, app: Flask, made: World, clock: Clock, number: int) -> None:
        super().__init__()
        self.app, self.made, self.clock, self.number = app, made, clock, number
        self.model, self.post = Accounts(), Post(made)
        self.words, self.turns = itertools.count(1), itertools.count(1)
        self.gone: dict[str, list[str]] = {who: [] for who in PEOPLE}
        """Passwords that were replaced."""
        self.used: dict[str, str] = {}
        """The last code that each has given."""
        self.hashes: dict[str, tuple[str, str]] = {}
        """Stored hashes that were compared, with the password that they are of."""
        self.browsers = [self._browser(f"10.0.0.{each}") for each in range(len(PEOPLE))]
        self.sittings: list[Sitting | None] = [None] * len(PEOPLE)
        starts = clock.now + timedelta(days=400)
        shut: dict[str, Any] = {"signing": WindowState.SHUT, "signing_opened_at": None}
        live = {"purpose": Purpose.LIVE, "starts_at": starts}
        self.events = {
            OURS: factories.event(made, self._slug(OURS), **live, **shut).id,
            HIS: factories.draft(made, self._slug(HIS), starts_at=starts).id,
        }
        self._by_command(RATNA, OURS)
        self._by_command(MALLORY, HIS)

    def _slug(self, event: str) -> str:
        return f"{event}-{self.number}"

    def _address(self, who: str) -> str:
        return f"{who}{self.number}@uji.example"

    def _browser(self, network: str) -> Browser:
        browser = self.app.test_client()
        assert isinstance(browser, Browser)
        browser.beside = self.made.session
        browser.environ_base["REMOTE_ADDR"] = network
        return browser

    def _more(self, browser: Browser) -> int:
        """The seat of one more browser: an own one elsewhere, or Mallory's with copied cookies.
        Beyond four, the first of them is forgotten."""
        self.browsers.append(browser)
        self.sittings.append(None)
        if len(self.browsers) > len(PEOPLE) + 4:
            del self.browsers[len(PEOPLE)], self.sittings[len(PEOPLE)]
        return len(self.browsers) - 1

    def _by_command(self, who: str, event: str) -> None:
        """An account that the operator made, and an event that it made."""
        password, address = self._new_password(), self._address(who)
        account = directory.create(
            self.made.session, address, who, password, self.clock.now, may_create=True
        )
        self.made.session.add(
            Membership(account_id=account.id, event_id=self.events[event], role=Role.OWNER)
        )
        self.model.passwords[who], self.model.roles[event, who] = password, OWNER

    def _new_password(self) -> str:
        return f"empat kata acak bernomor {next(self.words)}"

    def _account(self, who: str) -> Account | None:
        return directory.by_email(self.made.session, self._address(who))

    def _ask(self, seat: int, path: str, *, sure: bool = True, **fields: str) -> TestResponse:
        """Post a form in a browser. `sure`: the page asks who is there."""
        sitting = self.sittings[seat]
        if sitting is not None and not sitting.over(self.clock.now):
            sitting.touch(self.clock.now, sure=sure)
        return self.browsers[seat].submit(path, **fields)

    def _look(self, seat: int, path: str, *, sure: bool = True) -> TestResponse:
        sitting = self.sittings[seat]
        if sitting is not None and not sitting.over(self.clock.now):
            sitting.touch(self.clock.now, sure=sure)
        return self.browsers[seat].get(path)

    def _state(self, seat: int) -> str:
        """What the model says that this browser meets; where it may have idled out, what it is."""
        sitting, now = self.sittings[seat], self.clock.now
        if sitting is not None and sitting.unsure(now):
            lives = "masuk" not in self.browsers[seat].get("/panitia/").headers.get("Location", "")
            sitting.latest = sitting.earliest = now if lives else now - HOUR
        return self.model.state(sitting, now)

    def _may(self, seat: int, event: str, *roles: str) -> bool:
        state, sitting = self._state(seat), self.sittings[seat]
        return (
            state == "in"
            and sitting is not None
            and (self.model.roles.get((event, sitting.who)) in roles)
        )

    def _acts(self, seat: int, awake: bool) -> int:
        """The browser of this number; if `awake`, its owner has signed in."""
        seat = seat % len(self.browsers)
        if awake and seat < len(PEOPLE) and self._state(seat) == "out":
            self.signs_in(PEOPLE[seat])
            self.answers(PEOPLE[seat])
        return seat

    def signs_in(self, who: str) -> None:
        raise NotImplementedError

    def answers(self, who: str) -> None:
        raise NotImplementedError

    def _letters(self, kind: str) -> list[Letter]:
        return [letter for letter in self.post.deliver() if letter.kind == kind]

    def _mail(self, start: str, which: int) -> tuple[str, str]:
        """A link in a mailbox, and whose mailbox it is; counted from the newest."""
        every = [
            (who, path)
            for who in PEOPLE
            for letter in self.post.boxes[self._address(who)]
            for path in letter.paths
            if path.startswith(start)
        ]
        order = [*self.model.invited, *self.model.mailed]
        every.sort(key=lambda each: order.index(each[1]))
        return every[-1 - which % len(every)]

    def _sits(self, seat: int, who: str, *, answered: datetime | None = None) -> None:
        """A browser got a new session, which ends the one that it held."""
        self._rises(seat)
        with self.browsers[seat].session_transaction() as cookie:
            token, now = cookie["account"], self.clock.now
        sitting = Sitting(who, token, now, now, now, answered)
        self.model.sittings.append(sitting)
        self.sittings[seat] = sitting

    def _has_proved(self, seat: int) -> None:
        """A session that has given its second factor gets another token: what was copied before
        opens nothing any more, after the moment that a second click is given."""
        sitting = self.sittings[seat]
        assert sitting is not None
        sitting.answered = self.clock.now
        stale = replace(sitting, ended=True)
        self.model.sittings.append(stale)
        self.sittings = [stale if each is sitting else each for each in self.sittings]
        self.sittings[seat] = sitting
        with self.browsers[seat].session_transaction() as cookie:
            sitting.token = cookie["account"]
        self.clock.advance(seconds=11)

    def _rises(self, seat: int) -> None:
        sitting = self.sittings[seat]
        if sitting is not None:
            sitting.ended = True
        self.sittings[seat] = None
