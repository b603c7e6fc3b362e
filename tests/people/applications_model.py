"""What ought to hold about applications and words, told without the platform.

All words come from one small vocabulary, in which it is plain which spellings mean one person, and
which positions one office, region and acting: nothing is computed. Whoever applies for somebody who
is there already is kept as a rival, at most five a person; further ones, and exact copies, are only
counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

PENDING, ADMITTED, REFUSED, RIVAL = "pending", "admitted", "refused", "rival"
PRESENT = (PENDING, ADMITTED)
MOST_RIVALS = 5

MARLINA, YUSUF, ASING, JAHAT = "marlina", "yusuf", "asing", "jahat"
NAMES = {
    MARLINA: (("Dra.", "Marlina", "S.E."), ("", "MARLINA", ""), ("", "Marlina", "S.E., M.M.")),
    YUSUF: (("", "Mohammad Yusuf", "S.H."), ("H.", "Moh. Yusuf", ""), ("", "Muhamad Jusuf", "")),
    ASING: (("", "Orang Asing", ""),),
    JAHAT: (("H.", "Jahat Sekali", "S.H."),),
}
POSITIONS = {
    "secretary": ("Sekretaris Daerah Kabupaten Karo", "Sekda Kab. Karo"),
    "acting": ("Plt. Sekretaris Daerah Kabupaten Karo",),
    "head": ("Bupati Karo", "Bupati Kabupaten Karo"),
}
PLACES = {MARLINA: "secretary", YUSUF: "head", ASING: "acting", JAHAT: "secretary"}
OFFICES = {
    "secretary": "regional_secretary",
    "acting": "regional_secretary",
    "head": "regional_head",
}
NIPS = {MARLINA: "196801011990032001", YUSUF: "197001011995031002", ASING: "", JAHAT: ""}


@dataclass(frozen=True)
class Words:
    """Titles, name and position."""

    front_title: str
    name: str
    back_title: str
    position: str

    @property
    def printed(self) -> tuple[str, str]:
        """Name and position as they stand on paper."""
        named = f"{self.front_title} {self.name}".strip()
        return (f"{named}, {self.back_title}" if self.back_title else named), self.position

    @property
    def person(self) -> str:
        """Whom the name means."""
        return meaning(self.printed)[0]

    def near(self, other: Words) -> Words:
        """Words of the same person and place as the other, in another spelling if there is one."""
        person, place = meaning(other.printed)
        names = [each for each in NAMES[person] if Words(*each, other.position) != other]
        positions = POSITIONS[place]
        which = len(self.printed[0]) % len(names) if names else 0
        name = names[which] if names else NAMES[person][0]
        return Words(*name, positions[len(self.printed[1]) % len(positions)])

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a form."""
        return dict(vars(self))


WORDS = tuple(
    Words(*name, position)
    for names in NAMES.values()
    for name in names
    for positions in POSITIONS.values()
    for position in positions
)


def meaning(printed: tuple[str, str]) -> tuple[str, str]:
    """Which person, and which office and acting, printed words mean."""
    name, position = printed
    (person,) = {who for who in NAMES for n in NAMES[who] if Words(*n, "").printed[0] == name}
    (place,) = (key for key, spellings in POSITIONS.items() if position in spellings)
    return person, place


@dataclass
class Paper:
    """A certificate: its words, and what organisers had approved when it was made."""

    printed: tuple[str, str]
    approved: tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """Words that somebody asked for; `contact` is a new mailbox, or empty."""

    number: int
    words: Words
    contact: str = ""


@dataclass
class Application:
    """One that was kept. `approved` are the words that an organiser decided about last."""

    public_id: str
    contact: str
    words: Words
    office: str
    nip: str
    standing: str
    rival_of: str = ""
    approved: Words | None = None
    signed: bool = False
    papers: list[Paper] = field(default_factory=list)
    link: str = ""
    """The path of the link that works; empty while nobody was sent it."""
    ended: set[str] = field(default_factory=set)
    request: Asked | None = None
    """Other words that were asked for before signing."""
    correction: Asked | None = None
    """The same after signing."""

    @property
    def opens(self) -> bool:
        """Whether its link lets anybody in."""
        return self.standing == ADMITTED and bool(self.link)

    def may_be_respelt(self, words: Words) -> bool:
        """Whether a participant may have these words printed without asking."""
        approved = self.approved or self.words
        return meaning(words.printed) == meaning(approved.printed)

    @property
    def key(self) -> tuple[str, str]:
        """What the same person has in common with a second application: the approved name."""
        name = (self.approved or self.words).name.lower()
        return "".join(letter for letter in name if letter.isalpha()), self.office

    def is_person(self, other: Application) -> bool:
        """Whether both are applications for one person."""
        return self.key == other.key or bool(self.nip and self.nip == other.nip)

    def says(self, other: Application) -> bool:
        """Whether the other says nothing that this one does not say."""
        own, its = ((each.contact, each.words, each.office, each.nip) for each in (self, other))
        return own == its

    def approve(self, words: Words) -> None:
        """An organiser decided about these words: they will be printed."""
        self.words = self.approved = words

    def admit(self) -> None:
        """An organiser admitted it, with the words that stand."""
        self.standing, self.approved = ADMITTED, self.approved or self.words

    def issue(self) -> None:
        """A paper is made of the words that stand now."""
        approved = self.approved.printed if self.approved else ("", "")
        self.papers.append(Paper(self.words.printed, approved))


@dataclass
class Applications:
    """Every application that was made: kept, or counted."""

    kept: dict[str, Application] = field(default_factory=dict)
    counted: int = 0
    made: int = 0

    def others(self, one: Application) -> list[Application]:
        """Who stands there for the same person, in another application than this one."""
        return [
            each
            for each in self.kept.values()
            if each.public_id != one.public_id and each.standing in PRESENT and each.is_person(one)
        ]

    def outcome(self, one: Application, *, added: bool = False) -> str:
        """What becomes of a new application: pending, a rival, or counted (empty). What an
        organiser has `added` finds a place in any case."""
        there = self.others(one)
        if not there:
            return PENDING
        known = {each.public_id for each in there}
        rivals = [
            each for each in self.kept.values() if each.standing == RIVAL and each.rival_of in known
        ]
        copied = any(each.says(one) for each in [*there, *rivals])
        full = len(rivals) >= MOST_RIVALS and not added
        return "" if copied or full else RIVAL

    def first(self, rival: Application) -> Application | None:
        """Who stands against a rival; the one that it applied against comes first."""
        there = self.others(rival)
        return min(there, key=lambda each: each.public_id != rival.rival_of, default=None)

    def clashes(self, one: Application, words: Words) -> bool:
        """Whether these words would make two people one."""
        changed = replace(one, words=words, approved=words)
        return one.standing in PRESENT and bool(self.others(changed))
