"""The one reader of region names: `Kab. Karo`, `Prov. Sumut`, `Tolitoli`, `Toba Samosir`, `Karo`.

`read` takes a name that is written out, for positions, forms and imports; `search` takes what is
typed into a search, of which parts of words are enough.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from declare.core import region as regions
from declare.core.region import NATIONAL, Kind, Region

_KINDS: dict[str, Kind] = {
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "kodya": "kota",
    "provinsi": "provinsi",
    "propinsi": "provinsi",
    "prov": "provinsi",
}
_EVERY: tuple[Kind, ...] = ("provinsi", "kabupaten", "kota")
_PROVINCE: tuple[Kind, ...] = ("provinsi",)
_NATION = frozenset({"ri", "republikindonesia", "nasional"})


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, parted at everything that is no letter or digit."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    spelt = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return tuple("".join(each if each.isalnum() else " " for each in spelt).split())


def read(words: Sequence[str], kinds: Collection[Kind] = _EVERY) -> frozenset[str]:
    """Return the codes of the regions that words in lower case may mean, of the given kinds.

    A regency or city may be followed by its province. Nothing that is left over is ignored.
    A name that a region bears today is never read as the former one of another.
    """
    text = "".join(words)
    if text in _NATION:
        return frozenset({NATIONAL})
    found = _one(words, kinds)
    for place in range(1, len(words)):
        for province in _one(words[place:], _PROVINCE):
            inside = _one(words[:place], kinds)
            found |= {code for code in inside if regions.province_of(code) == province != code}
    return found


def search(text: str, among: Sequence[str]) -> list[str]:
    """Return those of the codes `among` that a text asks for, in their order; none without words.

    A name that is written out finds its region alone, and the name of a province all its regions;
    of any other text each word stands in the name, another name or the province of what is found.
    """
    asked = words(text)
    if not asked:
        return []
    if written := read(asked):
        provinces = {code for code in written if len(code) == 2}
        found = [
            code for code in among if code in written or regions.province_of(code) in provinces
        ]
        if found:
            return found
    codes = frozenset.intersection(*map(containing, asked))
    return [code for code in among if code in codes]


def containing(word: str) -> frozenset[str]:
    """Return the codes of the regions with a word, in lower case, in a name or in their kind's."""
    return frozenset(
        code for code, known in _known().items() if any(word in each for each in known)
    )


def _one(words: Sequence[str], kinds: Collection[Kind]) -> frozenset[str]:
    """The regions whose name the words are, and nothing more."""
    said = _KINDS.get(words[0]) if words else None
    if said and (found := _named(words[1:], {said} & set(kinds))):
        return found
    return _named(words, kinds)


def _named(words: Sequence[str], kinds: Collection[Kind]) -> frozenset[str]:
    if words and words[0] in ("administrasi", "adm", "administratif"):
        words = words[1:]
    name = "".join("kepulauan" if word == "kep" else word for word in words)
    for names in (_today(), _otherwise()):
        if found := frozenset(code for kind in kinds if (code := names.get((kind, name)))):
            return found
    return frozenset()


@cache
def _today() -> Mapping[tuple[Kind, str], str]:
    """Codes by kind and joined name; of one kind no two regions share a name."""
    return _unshared(((each.kind, _own(each)), each.code) for each in regions.everywhere())


@cache
def _otherwise() -> Mapping[tuple[Kind, str], str]:
    """Codes by kind and joined other name."""
    return _unshared(
        ((each.kind, "".join(words(name))), each.code)
        for each in regions.everywhere()
        for name in regions.other_names(each.code)
    )


def _unshared(
    named: Iterable[tuple[tuple[Kind, str], str]],
) -> Mapping[tuple[Kind, str], str]:
    codes: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for name, code in named:
        codes[name].append(code)
    return MappingProxyType({name: found[0] for name, found in codes.items() if len(found) == 1})


def _own(region: Region) -> str:
    """The name of a region without its kind, joined."""
    name = region.name
    for before in ("Kabupaten ", "Kota ", "Administrasi "):
        name = name.removeprefix(before)
    return "".join(words(name))


@cache
def _known() -> Mapping[str, tuple[str, ...]]:
    """By code: the words of a region's names, kind and province, and each name joined."""
    known: dict[str, tuple[str, ...]] = {}
    for region in regions.everywhere():
        names = [region.name, *regions.other_names(region.code), region.kind]
        if region.code not in (NATIONAL, region.province):
            names += ["provinsi", regions.name_of(region.province)]
            names += regions.other_names(region.province)
        spelt = [words(name) for name in names]
        known[region.code] = tuple({word for name in spelt for word in (*name, "".join(name))})
    return MappingProxyType(known)
