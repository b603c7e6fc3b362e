"""Who took part in a sample campaign: which seat each person holds and what became of it.

Every region has four seats. In most of them all are signed for; in the others one is represented,
only present or missing. Deputies, secretaries and members of Bawaslu share the seats that are
signed for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from random import Random

from declare.core.office import Acting, Office, position
from declare.core.region import Region, Vote
from declare.demo.names import Called, Names

OFFICES = (
    Office.REGIONAL_HEAD,
    Office.REGIONAL_SECRETARY,
    Office.STAFFING_AGENCY_HEAD,
    Office.ELECTION_SUPERVISOR,
)
_DELEGATES = {
    Office.REGIONAL_HEAD: Office.REGIONAL_SECRETARY,
    Office.REGIONAL_SECRETARY: Office.STAFFING_AGENCY_HEAD,
}
"""Who comes for the holder of a seat: himself the holder of another seat in the same region."""
_ACTING = {
    Office.REGIONAL_HEAD: (*[Acting.NONE] * 17, Acting.PLT, Acting.PJS, Acting.PLH),
    Office.REGIONAL_SECRETARY: (*[Acting.NONE] * 9, Acting.PJ, Acting.PLH),
    Office.STAFFING_AGENCY_HEAD: (*[Acting.NONE] * 9, Acting.PLT),
    Office.ELECTION_SUPERVISOR: (Acting.NONE,),
}
_DEPUTIES = {
    Office.REGIONAL_HEAD: ("", "Wakil ", 1),
    Office.REGIONAL_SECRETARY: (
        "Sekretaris Daerah",
        "Asisten Administrasi Umum Sekretariat Daerah",
        1,
    ),
    Office.STAFFING_AGENCY_HEAD: ("Kepala", "Sekretaris", 1),
    Office.ELECTION_SUPERVISOR: ("Ketua", "Anggota", 3),
}
"""What becomes of a position's wording for those who share the seat, and how many there are."""


class Fate(IntEnum):
    """How far somebody came."""

    ABSENT = 0
    PRESENT = 1
    SIGNED = 2


@dataclass(frozen=True, slots=True)
class Person:
    """One invented participant."""

    called: Called
    office: Office
    region: Region
    position: str
    fate: Fate = Fate.SIGNED
    acting: Acting = Acting.NONE
    represents: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How many registered, of them were present, and of them signed."""

    registered: int
    present: int
    signed: int


class Cast:
    """The people of one campaign. The same random source gives the same people."""

    def __init__(self, random: Random, names: Names) -> None:
        self._random = random
        self._names = names

    def invent(self, votes: Sequence[Vote], size: Size) -> list[Person]:
        """Exactly so many people for the seats of these regions, in no particular order."""
        holders: list[Person] = []
        deputies: list[Person] = []
        longest = max(votes, key=lambda vote: len(vote.region.name))
        for vote, (trouble, office) in zip(votes, self._troubles(len(votes)), strict=True):
            for person in self._holders(vote, trouble, office, worst=vote is longest):
                holders.append(person)
                if person.fate is Fate.SIGNED:
                    deputies.extend(self._deputies(vote, person.office))
        self._random.shuffle(deputies)
        people = holders + _fated(deputies, holders, size)
        self._random.shuffle(people)
        return people

    def _troubles(self, count: int) -> list[tuple[str, Office]]:
        """What is the matter with one seat of each region, and with which."""
        share = {"represented": count // 7, "missing": count // 9, "present": count // 15}
        found = [
            (trouble, office) for trouble, n in share.items() for office in self._some(trouble, n)
        ]
        found += [("", OFFICES[0])] * (count - len(found))
        self._random.shuffle(found)
        return found

    def _some(self, trouble: str, count: int) -> list[Office]:
        offices = list(_DELEGATES) if trouble == "represented" else list(OFFICES)
        return self._random.choices(offices, k=count)

    def _holders(self, vote: Vote, trouble: str, hit: Office, *, worst: bool) -> Iterator[Person]:
        for office in OFFICES:
            if trouble in ("represented", "missing") and office is hit:
                continue
            person = self._holder(vote, office)
            if trouble == "represented" and office is _DELEGATES[hit]:
                person = replace(person, represents=hit.value)
            if trouble == "present" and office is hit:
                person = replace(person, fate=Fate.PRESENT)
            if worst and office is Office.STAFFING_AGENCY_HEAD:
                person = self._worst(person)
            yield person

    def _holder(self, vote: Vote, office: Office) -> Person:
        acting = self._random.choice(_ACTING[office])
        wording = position(office, vote.region, acting)
        called = self._names.person(vote.province, office)
        return Person(called, office, vote.region, wording, acting=acting)

    def _worst(self, person: Person) -> Person:
        """The longest name and position that a certificate has to hold."""
        usual = position(person.office, person.region)
        wording = f"Pelaksana Tugas {usual}".replace("Manusia ", "Manusia Daerah ")
        return replace(person, called=self._names.longest(), position=wording, acting=Acting.PLT)

    def _deputies(self, vote: Vote, office: Office) -> Iterator[Person]:
        old, new, count = _DEPUTIES[office]
        wording = position(office, vote.region).replace(old, new, 1)
        for _ in range(count):
            called = self._names.person(vote.province, office)
            yield Person(called, office, vote.region, wording)


def _fated(deputies: list[Person], holders: list[Person], size: Size) -> list[Person]:
    """As many of the deputies as complete the numbers, each with the fate that is still needed."""
    counts = [sum(person.fate is fate for person in holders) for fate in Fate]
    wanted = (size.registered - size.present, size.present - size.signed, size.signed)
    fates = [fate for fate in Fate for _ in range(wanted[fate] - counts[fate])]
    return [replace(person, fate=fate) for person, fate in zip(deputies, fates, strict=False)]
