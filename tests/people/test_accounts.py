"""Accounts, invitations, sessions, second factors and mailed links, in any order, over HTTP.

Four people, each with a browser, a network and a mailbox of his own. Mallory also has copies of
others' cookies and their old passwords, and reads no mailbox but his. What ought to hold stands in
`accounts_model`, which asks nothing of the platform.

Broken on purpose, and caught: a role given with the invitation, not with its answer (roles); any
token opens the newest invitation (by an old link that is accepted); a new password ends no session,
signing out deletes no row (both by the sessions that are gone).
"""

from __future__ import annotations

import itertools

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings
from hypothesis.stateful import invariant, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts import passwords
from declare.accounts.models import Account, AccountSession, Invitation, Membership
from tests import factories
from tests.conftest import Clock
from tests.people.accounts_model import OBSERVER, ORGANISING
from tests.people.accounts_world import EVENT, EVENTS, PEOPLE, SEAT
from tests.people.profile import in_profiles, run
from tests.people.team_stories import Team


class People(Team):
    """What holds after every step, whatever the order."""

    @invariant()
    def nobody_holds_a_role_that_he_was_not_given(self) -> None:
        query = select(Membership.event_id, Account.email, Membership.role).join(
            Account, Account.id == Membership.account_id
        )
        rows = self.made.session.execute(
            query.where(Membership.event_id.in_(self.events.values()))
        ).all()
        given = {
            (self.events[event], self._address(who), role)
            for (event, who), role in self.model.roles.items()
        }
        assert {tuple(row) for row in rows} == given

    @invariant()
    def an_account_is_its_mailboxs(self) -> None:
        """It is there once its mailbox answered, with the password that was chosen there."""
        addresses = {self._address(who): who for who in PEOPLE}
        query = select(Account.email, Account.password_hash, Account.proved_at)
        rows = self.made.session.execute(query.where(Account.email.in_(addresses))).all()
        assert {addresses[email] for email, _, _ in rows} == set(self.model.passwords)
        for email, hashed, proved_at in rows:
            who = addresses[email]
            assert proved_at is not None
            if self.hashes.get(who) != (hashed, self.model.passwords[who]):
                assert passwords.matches(hashed, self.model.passwords[who], known=True)
                self.hashes[who] = hashed, self.model.passwords[who]

    @invariant()
    def a_session_that_was_ended_is_gone_and_no_other(self) -> None:
        addresses = [self._address(who) for who in PEOPLE]
        query = select(AccountSession.token_hash).join(Account).where(Account.email.in_(addresses))
        rows, now = set(self.made.session.scalars(query)), self.clock.now
        over = {each.hashed for each in self.model.sittings if each.over(now)}
        ended = {each.hashed for each in self.model.sittings if each.ended}
        assert not rows & ended
        assert rows - over == {each.hashed for each in self.model.sittings} - over

    @invariant()
    def what_is_offered_stands_and_nothing_else(self) -> None:
        query = select(Invitation.id).where(
            Invitation.event_id.in_(self.events.values()), Invitation.ended_at.is_(None)
        )
        standing = {each.number for each in self.model.invited.values() if not each.ended}
        assert set(self.made.session.scalars(query)) == standing

    @rule(seat=SEAT, event=EVENT)
    def looks_around(self, seat: int, event: str) -> None:
        """A browser opens what its session and role open, and nothing else."""
        seat = seat % len(self.browsers)
        state, where = self._state(seat), self._look(seat, "/panitia/").headers.get("Location", "")
        doors = {"in": "", "out": "/panitia/masuk", "enrol": "/panitia/kode/pasang"}
        assert where.partition("?")[0] == doors.get(state, "/panitia/kode")
        for page, roles in (("tim", ORGANISING), ("peserta", (*ORGANISING, OBSERVER))):
            path = f"/panitia/acara/{self._slug(event)}/{page}"
            opens = state == "in" and self._look(seat, path).status_code == 200
            assert opens == self._may(seat, event, *roles)

    @invariant()
    def a_cookie_opens_what_it_may(self) -> None:
        """Every fifth step one browser after the other is tried over HTTP."""
        turn, rest = divmod(next(self.turns), 5)
        if not rest:
            self.looks_around(turn % len(self.browsers), EVENTS[turn % 2])


@in_profiles(6, 25)
def test_nobody_holds_what_he_was_not_given(
    app: Flask,
    session: Session,
    clock: Clock,
    profile: settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """argon2id is asked little here: passwords are many."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    numbers = itertools.count(1)

    def people() -> People:
        clock.advance(days=2)
        made = factories.world(app, session, clock.now)
        return People(app, made, clock, next(numbers))

    run(people, profile)
