"""Coming in, in the accounts' stories: passwords, mailed links, cookies, the second factor."""

from __future__ import annotations

import re

import pyotp
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from declare.accounts.models import AccountSession
from tests.people.accounts_model import HOUR, MINUTE, Factor, MailedLink
from tests.people.accounts_world import (
    AWAKE,
    BUDI,
    CITRA,
    MALLORY,
    NEWEST,
    OURS,
    PEOPLE,
    RATNA,
    SEAT,
    WHO,
    AccountsWorld,
)

PAUSES = st.sampled_from(
    (MINUTE, 6 * MINUTE, 16 * MINUTE, 31 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 72 * HOUR)
)
_SECRET = re.compile(r"\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b")


class Entrance(AccountsWorld):
    """How a session is come by, and what ends it."""

    @rule(who=WHO)
    def signs_in(self, who: str) -> None:
        """In the own browser, with the own password: whatever others tried, it opens."""
        self._enters(PEOPLE.index(who), who)

    @rule(who=WHO)
    def signs_in_elsewhere(self, who: str) -> None:
        """In one more browser."""
        self._enters(self._more(self._browser(f"10.0.8.{next(self.words) % 250}")), who)

    def _enters(self, seat: int, who: str) -> None:
        password = self.model.passwords.get(who)
        answer = self._ask(
            seat,
            "/panitia/masuk",
            sure=False,
            email=self._address(who),
            password=password or "empat kata yang salah",
        )
        assert (answer.headers.get("Location") == "/panitia/") == (password is not None)
        if password is not None:
            self._sits(seat, who)
            self.model.owes(who, OURS)

    @rule(who=WHO)
    def answers(self, who: str) -> None:
        """Give the code of the own app, where it is asked for."""
        seat = PEOPLE.index(who)
        self.clock.advance(seconds=31)
        sitting, state = self.sittings[seat], self._state(seat)
        if state == "code" and sitting is not None and sitting.who == who:
            code = pyotp.TOTP(self.model.factors[sitting.who].secret).at(self.clock.now)
            assert self._ask(seat, "/panitia/kode", otp=code).status_code == 303
            self.used[sitting.who] = code
            self._has_proved(seat)

    @rule(who=WHO, awake=AWAKE)
    def enrols(self, who: str, awake: bool) -> None:
        """Set up a second factor in the own browser."""
        seat = self._acts(PEOPLE.index(who), awake)
        self.clock.advance(seconds=31)
        old = self.sittings[seat]
        if old is not None and self.clock.now > old.began + 30 * MINUTE:
            self.signs_in(who)
        sitting, state = self.sittings[seat], self._state(seat)
        factor = self.model.factors.get(who, Factor())
        own = sitting is not None and sitting.who == who
        if sitting is None or not own or factor.secret or state not in ("in", "enrol"):
            return
        if state == "in":
            self._ask(seat, "/panitia/kode/pasang")
        found = _SECRET.search(self._look(seat, "/panitia/kode/pasang").text)
        assert found
        factor.secret = found[0].replace(" ", "")
        code = pyotp.TOTP(factor.secret).at(self.clock.now)
        assert 'class="code"' in self._ask(seat, "/panitia/kode/pasang", otp=code).text
        self.model.factors[who], self.used[who] = factor, code
        self._has_proved(seat)

    @rule(whom=st.sampled_from((RATNA, BUDI, CITRA)), old=st.booleans())
    def has_the_password_stolen(self, whom: str, old: bool) -> None:
        """Mallory signs in with it, and gives a code that was used, or any."""
        seat = PEOPLE.index(MALLORY)
        if self.model.factors.get(whom, Factor()).secret:
            self._enters(seat, whom)
            otp = self.used[whom] if old else "000000"
            assert self._ask(seat, "/panitia/kode", otp=otp).status_code == 422

    @rule(whom=WHO, which=NEWEST)
    def guesses_a_password(self, whom: str, which: int) -> None:
        """Mallory knows every password that was ever replaced."""
        gone = self.gone[whom]
        if whom != MALLORY and gone:
            guess = {"email": self._address(whom), "password": gone[-1 - which % len(gone)]}
            answer = self._ask(PEOPLE.index(MALLORY), "/panitia/masuk", sure=False, **guess)
            assert answer.status_code in (422, 429)

    @rule(seat=SEAT, awake=AWAKE)
    def signs_out(self, seat: int, awake: bool) -> None:
        seat = self._acts(seat, awake)
        out = self._state(seat) == "out"
        self._ask(seat, "/panitia/keluar")
        if not out:
            self._rises(seat)

    @rule(seat=st.sampled_from(range(len(PEOPLE))))
    def is_copied(self, seat: int) -> None:
        """Mallory copies the cookies of a browser."""
        copy = self._browser(f"10.0.9.{next(self.words) % 250}")
        copy._cookies = self.browsers[seat]._cookies.copy()
        self.sittings[self._more(copy)] = self.sittings[seat]

    @rule(seat=SEAT, awake=AWAKE)
    def ends_other_sessions(self, seat: int, awake: bool) -> None:
        seat = self._acts(seat, awake)
        state, own = self._state(seat), self.sittings[seat]
        proved = own and self.model.has_proved(own, self.clock.now, password=True)
        self._ask(seat, "/panitia/sesi/akhiri-lainnya")
        if state != "in" or own is None or not proved:
            return
        for each in self.model.sittings:
            each.ended = each.ended or (each.who == own.who and each is not own)

    @rule(seat=SEAT, awake=AWAKE, which=st.integers(0, 9))
    def ends_a_session(self, seat: int, awake: bool, which: int) -> None:
        """One by its number, which may be anybody's."""
        seat, every = self._acts(seat, awake), self.model.sittings
        if not every:
            return
        state, own, one = self._state(seat), self.sittings[seat], every[-1 - which % len(every)]
        number = self.made.session.scalar(
            select(AccountSession.id).where(AccountSession.token_hash == one.hashed)
        )
        proved = own and self.model.has_proved(own, self.clock.now, password=True)
        self._ask(seat, f"/panitia/sesi/{number or 0}/akhiri")
        if state == "in" and own is not None and proved and own.who == one.who:
            one.ended = True

    @rule(who=WHO, awake=AWAKE)
    def changes_the_password(self, who: str, awake: bool) -> None:
        seat = self._acts(PEOPLE.index(who), awake)
        state, sitting = self._state(seat), self.sittings[seat]
        if state == "in" and sitting is not None and sitting.who == who:
            current, new = self.model.passwords[who], self._new_password()
            fields = {"current": current, "password": new, "repeated": new}
            assert self._ask(seat, "/panitia/sandi", **fields).status_code == 303
            self._has_chosen(who, new)
            self._sits(seat, who, answered=sitting.answered)

    def _has_chosen(self, who: str, password: str) -> None:
        """A new password ends every session of its account."""
        self.gone[who].append(self.model.passwords[who])
        self.model.passwords[who] = password
        self.model.end_sittings(who)

    @rule(seat=SEAT, who=WHO)
    def forgets_the_password(self, seat: int, who: str) -> None:
        """Whoever says so, the letter goes to the account's own mailbox."""
        seat, now = self._acts(seat, awake=False), self.clock.now
        self._ask(seat, "/panitia/lupa-sandi", sure=False, email=self._address(who))
        for letter in self._letters("password"):
            assert letter.to == self._address(who)
            assert who in self.model.passwords
            self.model.mailed[letter.path("/panitia/sandi-baru/")] = MailedLink(who, now)

    @precondition(lambda self: self.model.mailed)
    @rule(which=NEWEST)
    def follows_a_password_link(self, which: int) -> None:
        """Whoever has it in his mailbox, new or old."""
        who, path = self._mail("/panitia/sandi-baru/", which)
        new, link, seat = self._new_password(), self.model.mailed[path], PEOPLE.index(who)
        usable = not link.ended and self.clock.now < link.at + HOUR
        answer = self._ask(seat, path, sure=False, password=new, repeated=new)
        assert answer.status_code == (303 if usable else 410)
        if usable:
            self._has_chosen(who, new)
            self.model.end_mailed(who)
            self.model.owes(who, OURS)

    @rule(who=WHO)
    def loses_the_telephone(self, who: str) -> None:
        """The operator takes the second factor away by command."""
        if who not in self.model.passwords:
            return
        self.made.session.commit()
        run = self.app.test_cli_runner()
        assert run.invoke(args=["reset-second-factor", self._address(who)]).exit_code == 0
        self.made.session.expire_all()
        self.model.end_sittings(who)
        factor = self.model.factors.pop(who, Factor())
        if factor.owed:
            self.model.factors[who] = Factor(owed=True)

    @rule(pause=PAUSES)
    def time_passes(self, pause: object) -> None:
        self.clock.now += pause
