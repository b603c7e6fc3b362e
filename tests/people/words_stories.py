"""Coming in, other words, signing and correcting, in the applications' stories."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import func, select

from declare.pledges import signing_window
from declare.pledges.models import Correction
from declare.registrations.models import WordingRequest
from tests.people.applications_model import ADMITTED, Application, Asked, Words
from tests.people.applications_world import DENIAL, NEAR, NEWEST, PEOPLE, REGION, WHO, WORDING
from tests.people.desk_stories import Desk


class Room(Desk):
    """What participants do, and what organisers decide about their words."""

    @precondition(lambda self: self.sent)
    @rule(which=NEWEST)
    def comes_in(self, which: int) -> None:
        """By a link in the own mailbox, new or old."""
        who, person, path = self.sent[-1 - which % len(self.sent)]
        answer = self.browsers[who].submit(path)
        works = person.opens and path == person.link
        assert answer.status_code == (303 if works else 410)
        if works:
            self.entered[who][person.public_id] = path

    @precondition(lambda self: self.sent)
    @rule(who=WHO, which=NEWEST)
    def forges_a_link(self, who: str, which: int) -> None:
        """Out of another's, or out of what a receipt holds to say "bukan saya"."""
        _, _, path = self.sent[-1 - which % len(self.sent)]
        letters = itertools.chain.from_iterable(self.post.boxes.values())
        denials = [path for letter in letters for path in letter.paths if path.endswith(DENIAL)]
        forged = path[:-2] + ("A" if path[-2] != "A" else "B") + path[-1]
        for each in [forged, *(denial.removesuffix(DENIAL) for denial in denials[-1:])]:
            assert self.browsers[who].submit(each).status_code == 404

    @rule(who=WHO, which=NEWEST, page=st.sampled_from(("ikrar", "nama", "koreksi")), words=WORDING)
    def acts_for_another(self, who: str, which: int, page: str, words: Words) -> None:
        """A form names whoever is wished: without that person's link it does nothing."""
        person = self._pick(which)
        if not self._holds(who, person):
            fields = {"registration": person.public_id, "agree": "y"} | words.fields
            assert self._in_room(who, page, **fields).status_code == 403

    @precondition(lambda self: self._working())
    @rule(which=NEWEST, words=WORDING, near=NEAR)
    def rewords(self, which: int, words: Words, near: bool) -> None:
        """At once where it is the same person and seat; anything else is asked for."""
        who, person = self._someone_in(which)
        words = words.near(person.words) if near else words
        self.clock.advance(minutes=1)
        answer = self._in_room(who, "nama", registration=person.public_id, **words.fields)
        if person.signed or self.closed:
            assert answer.status_code == 409
        elif not person.may_be_respelt(words):
            assert answer.status_code == 303
            person.request = Asked(self._newest(WordingRequest), words)
            self.requests[person.request.number] = person
        elif self.model.clashes(person, words):
            assert answer.status_code == 422
        else:
            assert answer.status_code == 303
            person.words, person.request = words, None

    @precondition(lambda self: self._working())
    @rule(which=NEWEST)
    def signs(self, which: int) -> None:
        who, person = self._someone_in(which)
        answer = self._in_room(who, "ikrar", registration=person.public_id, agree="y")
        assert answer.status_code == (409 if self.closed and not person.signed else 303)
        if not self.closed and not person.signed:
            person.signed = True
            person.issue()

    @precondition(lambda self: self.requests)
    @rule(which=NEWEST, accepted=st.booleans())
    def decides_about_a_request(self, which: int, accepted: bool) -> None:
        """One that waits, or one that was decided, replaced or lapsed."""
        number = list(self.requests)[-1 - which % len(self.requests)]
        person = self.requests[number]
        page = f"permintaan/{number}" if accepted else f"permintaan/{number}/tolak"
        asked = person.request if person.request and person.request.number == number else None
        asked = asked if person.standing == ADMITTED else None
        if self._decided(page, person, asked, accepted):
            person.request = None

    @precondition(lambda self: self._working())
    @rule(
        which=NEWEST,
        words=WORDING,
        near=NEAR,
        contact=st.sampled_from(("", *PEOPLE)),
        by_desk=st.booleans(),
    )
    def asks_for_a_correction(
        self, which: int, words: Words, near: bool, contact: str, by_desk: bool
    ) -> None:
        """The signer, or an organiser on his behalf."""
        who, person = self._someone_in(which)
        words = words.near(person.words) if near else words
        self.clock.advance(minutes=1)
        fields = words.fields | {"email": self._address(contact) if contact else ""}
        if by_desk:
            answer = self._at_desk(f"peserta/{person.public_id}/koreksi", **fields)
        else:
            answer = self._in_room(who, "koreksi", registration=person.public_id, **fields)
        if not person.signed:
            assert answer.status_code == (409 if by_desk else 303)
        elif words == person.words:
            assert answer.status_code == 422
        else:
            assert answer.status_code == 303
            person.correction = Asked(self._newest(Correction), words, contact)
            person.request = None
            self.corrections[person.correction.number] = person

    @precondition(lambda self: self.corrections)
    @rule(which=NEWEST, accepted=st.booleans())
    def decides_about_a_correction(self, which: int, accepted: bool) -> None:
        number = list(self.corrections)[-1 - which % len(self.corrections)]
        person = self.corrections[number]
        page = f"koreksi/{number}" if accepted else f"koreksi/{number}/tolak"
        if self._decided(page, person, self._waiting(person, number), accepted):
            person.correction = None

    @precondition(lambda self: self.corrections)
    @rule()
    def accepts_all_corrections(self) -> None:
        """In one go: what may name another person has to be looked at by itself."""
        numbers = list(self.corrections)[-6:]
        self._at_desk("koreksi/setujui", correction=[str(number) for number in numbers])
        for number in numbers:
            person = self.corrections[number]
            asked, approved = self._waiting(person, number), person.approved
            same = asked and approved and asked.words.person == approved.person
            if asked and same and not self.model.clashes(person, asked.words):
                self._changes(person, asked)
                person.correction = None

    def _waiting(self, person: Application, number: int) -> Asked | None:
        asked = person.correction
        return asked if asked and asked.number == number else None

    def _decided(self, page: str, person: Application, asked: Asked | None, accepted: bool) -> bool:
        """Post a decision; whether it ended what was asked for."""
        seat = {"office": person.office, "region": REGION}
        answer = self._at_desk(page, **(seat if accepted else {"reason": "Bukan begitu."}))
        clash = accepted and asked is not None and self.model.clashes(person, asked.words)
        assert answer.status_code == (409 if asked is None else 422 if clash else 303)
        if asked is None or clash:
            return False
        if accepted:
            self._changes(person, asked)
        return True

    def _changes(self, person: Application, asked: Asked) -> None:
        """The words are approved; a signer gets a new certificate."""
        person.approve(asked.words)
        person.contact = asked.contact or person.contact
        if person.signed:
            person.issue()

    @rule(which=NEWEST)
    def is_revoked(self, which: int) -> None:
        person = self._pick(which)
        answer = self._at_desk(f"peserta/{person.public_id}/cabut", reason="wrong_person")
        assert answer.status_code == (303 if person.signed else 409)
        if person.signed:
            person.signed, person.correction = False, None
            person.request = None if self.closed else person.request

    @precondition(lambda self: not self.closed and self.signed() > 2)
    @rule()
    def signing_closes(self) -> None:
        """Requests of those who have not signed lapse."""
        self._at_desk("penandatanganan/tutup")
        self.clock.advance(seconds=121)
        session = self.made.session
        assert signing_window.settle_due(session, self.made.keys, self.clock.now) == 1
        session.commit()
        self.closed = True
        for each in self.model.kept.values():
            each.request = each.request if each.signed else None

    def signed(self) -> int:
        """How many have signed."""
        return sum(each.signed for each in self.model.kept.values())

    @rule(hours=st.sampled_from((1, 13, 24)))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    def _working(self) -> list[tuple[str, Application, str]]:
        """The links that let somebody in."""
        return [each for each in self.sent if each[1].opens and each[1].link == each[2]]

    def _someone_in(self, which: int) -> tuple[str, Application]:
        """Somebody who has a link that works, and as whom it lets him in; he comes in by it."""
        working = self._working()
        who, person, path = working[-1 - which % len(working)]
        if not self._holds(who, person):
            assert self.browsers[who].submit(path).status_code == 303
            self.entered[who][person.public_id] = path
        return who, person

    def _newest(self, table: type[WordingRequest] | type[Correction]) -> int:
        return self.made.session.scalars(select(func.max(table.id))).one()
