"""Roles in the accounts' stories: offered by mail, accepted, withdrawn, taken, handed over."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select

from declare.accounts.models import Invitation
from tests.people.accounts_model import (
    CONDUCTOR,
    MINUTE,
    OBSERVER,
    ORGANISER,
    ORGANISING,
    OWNER,
    Invited,
)
from tests.people.accounts_world import (
    AWAKE,
    BUDI,
    CITRA,
    EVENT,
    HIS,
    MALLORY,
    NEWEST,
    OURS,
    PEOPLE,
    RATNA,
    SEAT,
    WHO,
)
from tests.people.entrance_stories import Entrance

ROLE = st.sampled_from((ORGANISER, CONDUCTOR, OBSERVER))


class Team(Entrance):
    """How a role is come by and lost."""

    @initialize(first=ROLE, second=ROLE, elsewhere=st.booleans())
    def begins(self, first: str, second: str, elsewhere: bool) -> None:
        """Each owner has invited somebody; Budi has accepted, and Mallory has copied his cookie."""
        self.enrols(RATNA, True)
        self.invites(PEOPLE.index(RATNA), True, OURS, BUDI, first)
        self.accepts(0)
        self.is_copied(PEOPLE.index(BUDI))
        if elsewhere:
            self.signs_in_elsewhere(BUDI)
        self.invites(PEOPLE.index(MALLORY), True, HIS, CITRA, second)

    @rule(seat=SEAT, awake=AWAKE, event=EVENT, to=WHO, role=ROLE)
    def invites(self, seat: int, awake: bool, event: str, to: str, role: str) -> None:
        seat, now = self._acts(seat, awake), self.clock.now
        right, sitting = self._may(seat, event, *ORGANISING), self.sittings[seat]
        team = f"/panitia/acara/{self._slug(event)}/tim"
        answer = self._ask(seat, team, email=self._address(to).upper(), role=role)
        letters, by = self._letters("invitation"), sitting.who if sitting else ""
        if not right or not self.model.may_be_offered(event, to, by, now):
            assert answer.headers.get("Location") != team
            assert letters == []
            return
        (letter,) = letters
        assert letter.to == self._address(to)
        self.model.withdraw(event, now, to=to)
        number = self.made.session.scalars(select(Invitation.id).order_by(Invitation.id)).all()[-1]
        path = letter.path("/panitia/undangan/")
        self.model.invited[path] = Invited(event, to, role, by, number, path, now)

    @precondition(lambda self: self.model.invited)
    @rule(seat=SEAT, awake=AWAKE, event=EVENT, which=NEWEST)
    def sends_again(self, seat: int, awake: bool, event: str, which: int) -> None:
        """By whoever tries, at whichever event."""
        seat, now = self._acts(seat, awake), self.clock.now
        invited = self._invited(which)
        right = self._may(seat, event, *ORGANISING) and invited.event == event
        self._ask(seat, self._of(event, invited, "kirim-ulang"))
        letters, early = self._letters("invitation"), now < invited.sent + 15 * MINUTE
        spent = early or invited.letters >= 5 or self.model.flooded(event, invited.by, now)
        if not right or invited.ended or spent:
            assert letters == []
            return
        (letter,) = letters
        assert letter.to == self._address(invited.to)
        invited.path, invited.sent = letter.path("/panitia/undangan/"), now
        invited.letters += 1
        self.model.invited[invited.path] = invited

    @precondition(lambda self: self.model.invited)
    @rule(seat=SEAT, awake=AWAKE, event=EVENT, which=NEWEST)
    def withdraws(self, seat: int, awake: bool, event: str, which: int) -> None:
        seat = self._acts(seat, awake)
        invited = self._invited(which)
        if self._may(seat, event, *ORGANISING) and invited.event == event:
            invited.ended = True
        self._ask(seat, self._of(event, invited, "tarik"))
        if invited.ended:
            self._accepts_by(invited.to, invited.path)

    def _invited(self, which: int) -> Invited:
        every = list({each.number: each for each in self.model.invited.values()}.values())
        return every[-1 - which % len(every)]

    def _of(self, event: str, invited: Invited, step: str) -> str:
        return f"/panitia/acara/{self._slug(event)}/tim/undangan/{invited.number}/{step}"

    @precondition(lambda self: self.model.invited)
    @rule(which=NEWEST)
    def accepts(self, which: int) -> None:
        """By a link in the own mailbox: with an account by signing in, otherwise with a new one."""
        self._accepts_by(*self._mail("/panitia/undangan/", which))

    def _accepts_by(self, who: str, path: str) -> None:
        seat = PEOPLE.index(who)
        self._look(seat, path, sure=False)
        if who not in self.model.passwords:
            self._accepts_with_password(seat, who, path)
            return
        if self._usable(path) and self._state(seat) == "out":
            assert "/panitia/masuk" in self._ask(seat, path, sure=False).headers["Location"]
            self.signs_in(who)
            self.answers(who)
        self._accepts_as_account(seat, path)

    def _usable(self, path: str) -> bool:
        invited = self.model.invited[path]
        return invited.path == path and invited.open(self.clock.now)

    def _accepts_with_password(self, seat: int, who: str, path: str) -> None:
        password, usable = self._new_password(), self._usable(path)
        answer = self._ask(seat, path, sure=False, name=who, password=password, repeated=password)
        assert answer.status_code == (303 if usable else self._ended(path))
        if usable:
            self.model.passwords[who] = password
            self._joins(path)
            self._sits(seat, who)

    def _accepts_as_account(self, seat: int, path: str) -> None:
        """Whoever's browser it is: only the invited account's own session accepts."""
        state, sitting = self._state(seat), self.sittings[seat]
        own = sitting is not None and sitting.who == self.model.invited[path].to
        answer = self._ask(seat, path, sure=False)
        if not self._usable(path):
            assert answer.status_code == self._ended(path)
        elif own and state == "in":
            assert answer.headers["Location"] == "/panitia/"
            self._joins(path)
        else:
            assert answer.headers.get("Location") != "/panitia/"

    def _ended(self, path: str) -> int:
        return 410 if self.model.invited[path].path == path else 404

    def _joins(self, path: str) -> None:
        invited = self.model.invited[path]
        invited.ended = True
        self.model.roles.setdefault((invited.event, invited.to), invited.role)
        self.model.owes(invited.to, OURS)

    @precondition(lambda self: self.model.invited)
    @rule(which=NEWEST, way=st.sampled_from(("last", "case", "hash", "longer", "nothing")))
    def forges(self, which: int, way: str) -> None:
        """A token that nobody was sent opens nothing, whatever was known to make it."""
        paths = [*self.model.invited, *self.model.mailed]
        start, _, token = paths[-1 - which % len(paths)].rpartition("/")
        forged = {
            "last": token[:-1] + ("A" if token[-1] != "A" else "B"),
            "case": token.swapcase(),
            "hash": hashlib.sha256(token.encode()).hexdigest(),
            "longer": token + "A",
            "nothing": "A" * len(token),
        }[way]
        words = {"name": "Orang Lain", "password": "lima kata milik orang asing"}
        answer = self._ask(
            PEOPLE.index(MALLORY),
            f"{start}/{forged}",
            sure=False,
            repeated=words["password"],
            **words,
        )
        assert answer.status_code == 404

    @rule(which=NEWEST)
    def opens_what_others_were_sent(self, which: int) -> None:
        """A forwarded letter gives its reader nothing, once the address has an account."""
        known = [path for path, one in self.model.invited.items() if one.to in self.model.passwords]
        if known:
            path = known[-1 - which % len(known)]
            self._accepts_as_account(PEOPLE.index(MALLORY), path)

    @rule(seat=SEAT, awake=AWAKE, event=EVENT, whom=WHO)
    def removes(self, seat: int, awake: bool, event: str, whom: str) -> None:
        seat, account = self._acts(seat, awake), self._account(whom)
        if account is None:
            return
        right, role = self._may(seat, event, *ORGANISING), self.model.roles.get((event, whom))
        team = f"/panitia/acara/{self._slug(event)}/tim"
        answer = self._ask(seat, f"{team}/{account.id}/hapus")
        removed = right and role not in (None, OWNER)
        assert (answer.headers.get("Location") == team) == removed
        if removed:
            del self.model.roles[event, whom]
            self.model.withdraw(event, self.clock.now, by=whom)

    @rule(seat=SEAT, awake=AWAKE, event=EVENT, whom=WHO)
    def hands_over(self, seat: int, awake: bool, event: str, whom: str) -> None:
        seat, account = self._acts(seat, awake), self._account(whom)
        if account is None:
            return
        right, sitting = self._may(seat, event, OWNER), self.sittings[seat]
        team = f"/panitia/acara/{self._slug(event)}/tim"
        answer = self._ask(seat, f"{team}/{account.id}/serahkan")
        proved = sitting and self.model.has_proved(sitting, self.clock.now, password=False)
        given = right and proved and self.model.roles.get((event, whom)) == ORGANISER
        assert (answer.headers.get("Location") == team) == given
        if given and sitting is not None:
            self.model.roles[event, sitting.who] = ORGANISER
            self.model.roles[event, whom] = OWNER
