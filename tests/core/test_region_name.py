"""The reader of region names: every usual spelling finds its region, and no spelling finds two."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import region, region_name

EVERYWHERE = [place.code for place in region.everywhere()]
PLACES = [place for place in region.everywhere() if place.code != region.NATIONAL]
ABBREVIATED = {
    "Kabupaten": ("Kab.", "Kab", "KAB.", "kabupaten"),
    "Kota": ("kota", "Kodya", "Kotamadya", "KOTA"),
    "Administrasi": ("Adm.", "Administratif", "adm"),
    "Kepulauan": ("Kep.", "Kep", "KEPULAUAN"),
}


def spellings(place: region.Region) -> set[str]:
    """A region's name with its usual abbreviations, with and without dots, hyphens and spaces."""
    name = place.name if place.kind != "provinsi" else f"Provinsi {place.name}"
    kinds = [("Provinsi", "Prov.", "Propinsi", "prov")] if place.kind == "provinsi" else []
    words = name.split()[1 if kinds else 0 :]
    short = [
        ABBREVIATED.get(word, ()) if word != "Kota" or not n else () for n, word in enumerate(words)
    ]
    choices = [*kinds, *[(word, *others) for word, others in zip(words, short, strict=True)]]
    spelt = {" ".join(chosen) for chosen in itertools.product(*choices)}
    own = " ".join(word for word in name.split()[1:] if word != "Administrasi")
    for varied in (own.replace(" ", ""), own.replace(" ", "-"), own.replace("-", " ")):
        spelt.add(f"{name.split()[0]} {varied}")
    return spelt | {each.upper() for each in spelt} | {f"  {each} , " for each in spelt}


def test_every_spelling_of_a_region_finds_it_alone():
    read = {
        (place.code, text): region_name.read(region_name.words(text))
        for place in PLACES
        for text in spellings(place)
    }
    assert [key for key, found in read.items() if found != {key[0]}] == []


@given(st.sampled_from([place for place in PLACES if len(place.code) > 2]))
def test_the_province_may_stand_behind(place):
    for province in (region.name_of(place.province), *region.other_names(place.province)):
        text = f"{place.name}, Prov. {province}"
        assert region_name.search(text, EVERYWHERE) == [place.code], text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kab. Karo", "12.06"),
        ("Limapuluh Kota", "13.07"),
        ("Kabupaten 50 Kota", "13.07"),
        ("Tolitoli", "72.04"),
        ("Toba Samosir", "12.12"),
        ("Kab. Maluku Tenggara Barat", "81.03"),
        ("Mamuju Utara", "76.01"),
        ("Ujung Pandang", "73.71"),
        ("Kab. Pontianak", "61.02"),
        ("Pontianak", "61.71"),
        ("Fakfak", "92.03"),
        ("Kabupaten Kárò", "12.06"),
        ("Siau", "71.09"),
        ("bogor kota", "32.71"),
    ],
)
def test_what_is_searched_for(text, code):
    assert region_name.search(text, EVERYWHERE) == [code]


@pytest.mark.parametrize(
    ("text", "province"),
    [("Jawa Barat", "32"), ("Prov. Jabar", "32"), ("sumut", "12"), ("D.I.Y.", "34"), ("DKI", "31")],
)
def test_a_province_lists_its_regions(text, province):
    inside = [code for code in EVERYWHERE if code[:2] == province]
    assert region_name.search(text, EVERYWHERE) == inside


def test_a_name_of_today_outranks_a_former_one():
    today = {region_name.words(place.name)[1:]: {place.code} for place in PLACES}
    for place in PLACES:
        for name in region.other_names(place.code):
            found = region_name.read(region_name.words(name))
            assert found == (today.get(region_name.words(name)) or {place.code}), name


@given(st.text(max_size=60))
def test_any_text_is_searched_for_without_fault(text):
    found = region_name.search(text, EVERYWHERE)
    assert found == sorted(found)
    assert region_name.search(text, []) == []


def test_a_name_of_two_regions_finds_both():
    assert region_name.search("Bandung", EVERYWHERE) == ["32.04", "32.73"]
