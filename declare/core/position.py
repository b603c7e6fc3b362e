"""The one reader of positions: `Plt. Kepala BKPSDM Kab. Karo` in, office, region and acting out.

What is not understood to its last word is not understood: the reader never guesses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from declare.core import name as names
from declare.core import region as regions
from declare.core import region_name
from declare.core.office import Acting, Office
from declare.core.region import NATIONAL, Kind

_LONGEST = 400
"""Characters of a position up to which it is read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a position says. `region` is empty where it names none.

    `role` tells holders of one office apart: chair and member of Bawaslu, a deputy, and of somebody
    who acts for another the own position (`Wakil Bupati Karo selaku Plt. Bupati Karo`).
    """

    office: Office
    region: str
    acting: Acting
    role: str = ""


@dataclass(frozen=True, slots=True)
class _Title:
    """A title that a position may begin with, and the kinds of region that have it."""

    words: tuple[str, ...]
    office: Office
    role: str = ""
    kinds: tuple[Kind, ...] = ("provinsi", "kabupaten", "kota")
    national: bool = False
    """Whether it is an office of the nation, which names no region."""


_ACTING: dict[tuple[str, ...], Acting] = {
    ("pelaksana", "tugas"): Acting.PLT,
    ("pelaksana", "harian"): Acting.PLH,
    ("penjabat", "sementara"): Acting.PJS,
    ("pejabat", "sementara"): Acting.PJS,
    ("penjabat",): Acting.PJ,
    ("pejabat",): Acting.PJ,
    **{(acting.value,): acting for acting in Acting if acting},
}
_HEADS: dict[str, tuple[Kind, ...]] = {
    "gubernur": ("provinsi",),
    "bupati": ("kabupaten",),
    "wali kota": ("kota",),
    "walikota": ("kota",),
}
_DEPUTIES = {"wagub": "gubernur", "wabup": "bupati", "wawali": "wali kota", "wawalkot": "wali kota"}
_SECRETARIES: dict[str, tuple[Kind, ...]] = {
    "sekretaris daerah": ("provinsi", "kabupaten", "kota"),
    "sekda": ("provinsi", "kabupaten", "kota"),
    "sekdaprov": ("provinsi",),
    "sekdakab": ("kabupaten",),
    "sekdako": ("kota",),
    "sekdakot": ("kota",),
}
_AGENCIES = (
    *("bkd", "bkdd", "bkpsdm", "bkpsdmd", "bkpsda", "bkpp", "bkppd", "bkd psdm"),
    "badan kepegawaian",
    "badan kepegawaian daerah",
    "badan kepegawaian dan pengembangan sdm",
    "badan kepegawaian dan pengembangan sumber daya manusia",
    "badan kepegawaian dan pengembangan sumber daya manusia daerah",
    "badan kepegawaian daerah dan pengembangan sumber daya manusia",
    "badan kepegawaian dan pengembangan sumber daya aparatur",
    "badan kepegawaian pendidikan dan pelatihan",
    "badan kepegawaian pendidikan dan pelatihan daerah",
    "badan kepegawaian dan pendidikan pelatihan",
)
_SUPERVISORS = (
    *("bawaslu", "badan pengawas pemilihan umum", "badan pengawas pemilu", "panwaslih"),
    *("panitia pengawas pemilihan", "panitia pengawas pemilihan umum"),
)
_SERVING = frozenset(
    (
        *("staf", "staff", "ajudan", "asisten", "sekretaris", "kepala", "kabag", "kasubbag"),
        *("kasubag", "analis", "pengelola", "pranata", "pengadministrasi", "protokol", "tenaga"),
        *("sespri", "pengemudi", "penyusun"),
    )
)
"""First words of positions in the service of an office: `Staf Ahli Bupati`, `Ajudan Gubernur`."""

_SHORT: dict[Office, tuple[tuple[str, ...], ...]] = {
    Office.REGIONAL_SECRETARY: (("sekda",),),
    Office.STAFFING_AGENCY_HEAD: tuple((text,) for text in _AGENCIES if " " not in text),
    Office.ELECTION_SUPERVISOR: (("bawaslu",), ("panwaslih",)),
}
"""The abbreviations that follow a title which is written out."""


def _titles() -> list[_Title]:
    heads = [_Title(_split(text), Office.REGIONAL_HEAD, "", of) for text, of in _HEADS.items()]
    deputies = [_Title(("wakil", *head.words), Office.OTHER, "wakil", head.kinds) for head in heads]
    short = [
        _Title((text,), Office.OTHER, "wakil", _HEADS[head]) for text, head in _DEPUTIES.items()
    ]
    secretaries = [
        _Title(_split(text), Office.REGIONAL_SECRETARY, "", of) for text, of in _SECRETARIES.items()
    ]
    agencies = [
        _Title(("kepala", *_split(text)), Office.STAFFING_AGENCY_HEAD) for text in _AGENCIES
    ]
    nation = [
        _Title(("kepala", *_split(text)), Office.STAFFING_AGENCY_HEAD, "nasional", national=True)
        for text in ("bkn", "badan kepegawaian negara")
    ]
    supervisors = [
        _Title((role, *_split(text)), Office.ELECTION_SUPERVISOR, role)
        for text in _SUPERVISORS
        for role in ("ketua", "anggota")
    ]
    every = [*heads, *deputies, *short, *secretaries, *agencies, *nation, *supervisors]
    return sorted(every, key=lambda title: len(title.words), reverse=True)


def read(text: str, region: str = "") -> Reading | None:
    """Return what a position says, or None where a word of it is not understood.

    `region` is the code that decides where a name is of several regions (`Sekda Bandung`).
    A deputy reads as `other`, in the role of a deputy: no head, unless acting as one.
    """
    words = _words(text) if len(text) <= _LONGEST else ()
    for join in ("selaku", "sebagai"):
        if join in words:
            place = words.index(join)
            return _acting_for(words[:place], words[place + 1 :], region)
    return _read(words, region)


def claims_office(text: str) -> bool:
    """Tell whether a position may be read as an office of a declaration, or a deputy's: one of
    their titles stands in it, and it does not begin like a position in the service of one.

    So is what holds letters that only look like these. It errs on the side of a person's decision.
    """
    if not names.key(text).isascii():
        return True
    words = _words(text[:_LONGEST])
    serves = bool(words) and words[0] in _SERVING and not _starts_with_title(words)
    return not serves and any(_starts_with_title(words[place:]) for place in range(len(words)))


def same(first: str, second: str, region: str) -> bool:
    """Tell whether two positions are one office, region and acting, or only spelt otherwise.

    `region` is that of the holder, for a position that names none. What is not understood is the
    same only letter by letter.
    """
    if names.marks(first) != names.marks(second):
        return False
    if (key := names.key(first)) and key == names.key(second):
        return True
    one, two = (read(text, region) for text in (first, second))
    if one is None or two is None:
        return False
    where = {reading.region or region for reading in (one, two)}
    return len(where) == 1 and (one.office, one.acting, one.role) == (
        two.office,
        two.acting,
        two.role,
    )


def _starts_with_title(words: Sequence[str]) -> bool:
    return any(tuple(words[: len(title.words)]) == title.words for title in _TITLES)


def _acting_for(own: Sequence[str], other: Sequence[str], region: str) -> Reading | None:
    """The reading of `own selaku other`: the acting prefix decides the office."""
    reading = _read(other, region)
    if reading is None or not reading.acting or not own:
        return None
    return Reading(reading.office, reading.region, reading.acting, " ".join(own))


def _read(words: Sequence[str], region: str) -> Reading | None:
    acting, words = _without_acting(words)
    for title in _TITLES:
        if tuple(words[: len(title.words)]) == title.words:
            where = _region(title, _behind(title, words), region)
            return None if where is None else Reading(title.office, where, acting, title.role)
    return None


def _without_acting(words: Sequence[str]) -> tuple[Acting, Sequence[str]]:
    for length in (2, 1):
        acting = _ACTING.get(tuple(words[:length]))
        if acting is not None:
            return acting, words[length:]
    return Acting.NONE, words


def _region(title: _Title, words: Sequence[str], region: str) -> str | None:
    """The code that the words behind a title mean; empty without words, None if not one region."""
    if title.national:
        return NATIONAL if not words or region_name.read(words) == {NATIONAL} else None
    if words and words[0] in ("pemerintah", "pemda"):
        words = words[1:]
    if not words:
        return "" if _exists_in(title, region) else None
    found = region_name.read(words, title.kinds)
    if region in found:
        return region
    return next(iter(found)) if len(found) == 1 else None


def _behind(title: _Title, words: Sequence[str]) -> Sequence[str]:
    """The words behind a title; one written out may be followed by its abbreviation (`BKPSDM`)."""
    behind = words[len(title.words) :]
    shortened = len(title.words) > 1 and not title.national
    return behind[1:] if shortened and behind[:1] in _SHORT.get(title.office, ()) else behind


def _exists_in(title: _Title, region: str) -> bool:
    """Whether a region has this office: a regency has no governor. Unknown regions have all."""
    if not region:
        return True
    kind = regions.find(region).kind
    return kind in title.kinds or (
        kind == "nasional" and title.office is Office.ELECTION_SUPERVISOR
    )


def _words(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " dan ")
    return _split("".join(letter if letter.isalnum() else " " for letter in folded))


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TITLES = _titles()
