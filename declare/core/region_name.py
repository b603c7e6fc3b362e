"""Regions by what people write: `Kab. Karo`, `Prov. Sumut`, `Kota Adm. Jakarta Pusat`, `Karo`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
_SHORT = {
    "sumut": "Sumatera Utara",
    "sumbar": "Sumatera Barat",
    "sumsel": "Sumatera Selatan",
    "babel": "Kepulauan Bangka Belitung",
    "bangkabelitung": "Kepulauan Bangka Belitung",
    "kepri": "Kepulauan Riau",
    "dkijakarta": "Daerah Khusus Ibukota Jakarta",
    "daerahkhususjakarta": "Daerah Khusus Ibukota Jakarta",
    "jakarta": "Daerah Khusus Ibukota Jakarta",
    "jabar": "Jawa Barat",
    "jateng": "Jawa Tengah",
    "jatim": "Jawa Timur",
    "diyogyakarta": "Daerah Istimewa Yogyakarta",
    "diy": "Daerah Istimewa Yogyakarta",
    "ntb": "Nusa Tenggara Barat",
    "ntt": "Nusa Tenggara Timur",
    "kalbar": "Kalimantan Barat",
    "kalteng": "Kalimantan Tengah",
    "kalsel": "Kalimantan Selatan",
    "kaltim": "Kalimantan Timur",
    "kaltara": "Kalimantan Utara",
    "sulut": "Sulawesi Utara",
    "sulteng": "Sulawesi Tengah",
    "sulsel": "Sulawesi Selatan",
    "sultra": "Sulawesi Tenggara",
    "sulbar": "Sulawesi Barat",
    "malut": "Maluku Utara",
}
"""Provinces by the short names in use."""


def read(words: Sequence[str], kinds: Collection[Kind] = _EVERY) -> frozenset[str]:
    """Return the codes of the regions that words in lower case may mean, of the given kinds.

    A regency or city may be followed by its province. Nothing that is left over is ignored.
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
    by_name = _by_name()
    return frozenset(code for kind in kinds if (code := by_name.get((kind, name))))


@cache
def _by_name() -> Mapping[tuple[Kind, str], str]:
    """Codes by kind and joined name; of one kind no two regions share a name."""
    codes: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for region in regions.everywhere():
        codes[region.kind, _joined(region)].append(region.code)
    provinces = {region.name: region.code for region in regions.provinces()}
    for short, name in _SHORT.items():
        codes["provinsi", short].append(provinces[name])
    return MappingProxyType({name: found[0] for name, found in codes.items() if len(found) == 1})


def _joined(region: Region) -> str:
    name = region.name
    for before in ("Kabupaten ", "Kota ", "Administrasi "):
        name = name.removeprefix(before)
    return "".join(letter for letter in name.casefold() if letter.isalnum())
