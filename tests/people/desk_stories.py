"""Applying and being decided about, in the applications' stories."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select

from declare.registrations.models import Registration
from tests.people.applications_model import (
    ADMITTED,
    MARLINA,
    NAMES,
    NIPS,
    OFFICES,
    PENDING,
    PLACES,
    POSITIONS,
    REFUSED,
    RIVAL,
    YUSUF,
    Application,
    Words,
)
from tests.people.applications_world import (
    NEWEST,
    STRANGERS,
    TRUE,
    WHO,
    WORDING,
    ApplicationsWorld,
)

SPELLING = st.integers(0, 2)


class Desk(ApplicationsWorld):
    """How an application is kept, and who decides about it."""

    @initialize(stranger=st.booleans())
    def begins(self, stranger: bool) -> None:
        """Both true people have applied, Marlina perhaps after a stranger; who was first is in."""
        if stranger:
            self.pretends(STRANGERS[0], MARLINA, 0, "name")
        self.applies(MARLINA, 0, with_nip=True)
        self.applies(YUSUF, 0, with_nip=False)
        self.admits(0, also=1)

    @rule(who=st.sampled_from(TRUE), spelling=SPELLING, with_nip=st.booleans())
    def applies(self, who: str, spelling: int, with_nip: bool) -> None:
        """A true person, once or again, in any spelling."""
        words = Words(*NAMES[who][spelling], POSITIONS[PLACES[who]][0])
        self._apply(who, words, NIPS[who] if with_nip else "")

    @rule(
        who=st.sampled_from(STRANGERS),
        whom=st.sampled_from(TRUE),
        spelling=SPELLING,
        by=st.sampled_from(("name", "nip", "both")),
    )
    def pretends(self, who: str, whom: str, spelling: int, by: str) -> None:
        """A stranger applies under a true person's name, or with his NIP."""
        name = NAMES[who][0] if by == "nip" else NAMES[whom][spelling]
        words = Words(*name, POSITIONS[PLACES[whom]][0])
        self._apply(who, words, NIPS[whom] if by != "name" else "")

    def _apply(self, who: str, words: Words, nip: str) -> None:
        one = self._application(who, words, nip)
        outcome = self.model.outcome(one)
        # Limits by network have tests of their own: each application comes from another one.
        self.browsers[who].environ_base["REMOTE_ADDR"] = f"10.2.0.{self.model.made}"
        answer = self._in_room(who, "daftar", **self._form(one))
        if self.closed:
            assert answer.status_code == 409
            return
        assert answer.headers["Location"].endswith("/daftar/diterima")
        self._is_kept(one, outcome)

    def _application(self, who: str, words: Words, nip: str) -> Application:
        office = OFFICES[PLACES[words.person]]
        return Application("", who, words, office, nip, PENDING)

    def _is_kept(self, one: Application, outcome: str) -> None:
        """There is a new row if the application is to be kept; none otherwise."""
        known = Registration.public_id.not_in(list(self.model.kept))
        query = select(Registration).where(Registration.event_id == self.event_id, known)
        rows = self.made.session.scalars(query).all()
        assert [row.standing for row in rows] == ([outcome] if outcome else [])
        self.model.made += 1
        self.model.counted += not rows
        for row in rows:
            one.public_id, one.standing = row.public_id, outcome
            first = self._of_row(row.rival_of) if row.rival_of else None
            one.rival_of = first.public_id if first else ""
            self.model.kept[one.public_id] = one

    @rule(who=WHO, words=WORDING, with_nip=st.booleans())
    def is_added(self, who: str, words: Words, with_nip: bool) -> None:
        """By an organiser, with any mailbox; whoever is there already is compared."""
        one = self._application(who, words, NIPS[words.person] if with_nip else "")
        outcome = self.model.outcome(one, added=True)
        answer = self._at_desk("peserta/tambah", **self._form(one))
        assert answer.status_code == (303 if outcome else 422)
        if outcome:
            self._is_kept(one, ADMITTED if outcome == PENDING else outcome)
            one.approved = words if one.standing == ADMITTED else None

    @rule(which=NEWEST, also=st.none() | NEWEST)
    def admits(self, which: int, also: int | None) -> None:
        """One or two at once; whoever stands there already keeps others out."""
        chosen = self._chosen(which, also)
        ids = [each.public_id for each in chosen]
        self._at_desk("peserta/setujui", registration=ids)
        for each in [each for each in chosen if each.standing == PENDING]:
            each.admit()
        for each in [each for each in chosen if each.standing != ADMITTED]:
            if not self.model.others(each):
                each.admit()

    @rule(which=NEWEST, also=st.none() | NEWEST)
    def refuses(self, which: int, also: int | None) -> None:
        chosen = self._chosen(which, also)
        self._at_desk("peserta/tolak", registration=[each.public_id for each in chosen])
        for each in chosen:
            each.standing = each.standing if each.signed else REFUSED

    def _chosen(self, which: int, also: int | None) -> list[Application]:
        """In the order in which they applied."""
        picked = [self._pick(each) for each in (which, also) if each is not None]
        return [each for each in self.model.kept.values() if each in picked]

    @precondition(lambda self: self._rivals())
    @rule(which=NEWEST, step=st.sampled_from(("pertahankan", "gantikan", "keduanya")))
    def decides_about_a_rival(self, which: int, step: str) -> None:
        rivals = self._rivals()
        rival = rivals[-1 - which % len(rivals)]
        first = self.model.first(rival)
        answer = self._at_desk(f"pendaftaran-ganda/{rival.public_id}/{step}")
        against = [each for each in self.model.others(rival) if each is not first]
        if step == "pertahankan":
            rival.standing = REFUSED
        elif step == "keduanya" and not self.model.others(rival):
            rival.admit()
        elif step == "gantikan" and not against and not (first and first.signed):
            if first:
                first.standing = REFUSED
            rival.admit()
        assert answer.status_code == (409 if rival.standing == RIVAL else 303)

    def _rivals(self) -> list[Application]:
        return [each for each in self.model.kept.values() if each.standing == RIVAL]

    @rule(which=NEWEST, words=WORDING, contact=WHO)
    def edits(self, which: int, words: Words, contact: str) -> None:
        """What an organiser writes is approved; a signer's words stay."""
        person = self._pick(which)
        changed = self._application(contact, words, person.nip)
        changed.office = person.office
        page = f"peserta/{person.public_id}/ubah"
        answer = self._at_desk(page, **self._form(changed))
        if person.signed:
            assert answer.status_code == 409
        elif self.model.clashes(person, words):
            assert answer.status_code == 422
        else:
            assert answer.status_code == 303
            person.contact = contact
            person.approve(words)

    @rule(which=NEWEST)
    def sends_the_link(self, which: int) -> None:
        person = self._pick(which)
        answer = self._at_desk(f"peserta/{person.public_id}/kirim-tautan")
        assert answer.status_code == (303 if person.standing == ADMITTED else 409)

    @rule(which=NEWEST)
    def renews_the_link(self, which: int) -> None:
        """The old one lets nobody in any more, nor does a browser that came in by it."""
        person = self._pick(which)
        self._at_desk(f"peserta/{person.public_id}/ganti-tautan")
        person.ended.add(person.link)
        person.link = ""
