"""Generator of a sample campaign's people, with the seat and the fate of each.

Every region has four seats. In most regions all four sign; in the others one seat is represented,
only present or missing. Deputies, secretaries and members of Bawaslu share the seats that sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from random import Random

from declare.core.office import Acting, Office, position
from declare.core.region import Region, Vote
from declare.demo.names import FullName, Names

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
"""Office whose holder represents an absent holder of the same region, by the absent office."""
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
"""For people that share a seat: text replaced in the position, its replacement, their number."""


class Fate(IntEnum):
    """Outcome of one participant."""

    ABSENT = 0
    PRESENT = 1
    SIGNED = 2


@dataclass(frozen=True, slots=True)
class Person:
    """One invented participant."""

    full_name: FullName
    office: Office
    region: Region
    position: str
    fate: Fate = Fate.SIGNED
    acting: Acting = Acting.NONE
    represents: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of people registered, of these present, and of these signed."""

    registered: int
    present: int
    signed: int


class Cast:
    """Generator of one campaign's people. The same random source gives the same people."""

    def __init__(self, random: Random, names: Names) -> None:
        self._random = random
        self._names = names

    def invent(self, votes: Sequence[Vote], size: Size) -> list[Person]:
        """As many people as `size` says for the seats of these regions, shuffled."""
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
        """For each region the trouble of one seat and its office; an empty text if none."""
        share = {"represented": count // 7, "missing": count // 9, "present": count // 15}
        troubles = [
            (trouble, office) for trouble, n in share.items() for office in self._some(trouble, n)
        ]
        troubles += [("", OFFICES[0])] * (count - len(troubles))
        self._random.shuffle(troubles)
        return troubles

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
        full_name = self._names.person(vote.province, office)
        return Person(full_name, office, vote.region, wording, acting=acting)

    def _worst(self, person: Person) -> Person:
        """The person with the longest name and position that a certificate has to print."""
        usual = position(person.office, person.region)
        wording = f"Pelaksana Tugas {usual}".replace("Manusia ", "Manusia Daerah ")
        return replace(person, full_name=self._names.longest(), position=wording, acting=Acting.PLT)

    def _deputies(self, vote: Vote, office: Office) -> Iterator[Person]:
        old, new, count = _DEPUTIES[office]
        wording = position(office, vote.region).replace(old, new, 1)
        for _ in range(count):
            full_name = self._names.person(vote.province, office)
            yield Person(full_name, office, vote.region, wording)


def _fated(deputies: list[Person], holders: list[Person], size: Size) -> list[Person]:
    """The deputies needed to reach `size`, each with a fate that is still missing there."""
    counts = [sum(person.fate is fate for person in holders) for fate in Fate]
    wanted = (size.registered - size.present, size.present - size.signed, size.signed)
    fates = [fate for fate in Fate for _ in range(wanted[fate] - counts[fate])]
    return [replace(person, fate=fate) for person, fate in zip(deputies, fates, strict=False)]
