"""The tables of regions: counts that are public facts, and the ways in."""

from collections import Counter

import pytest

from declare.core import region
from declare.core.region import Region

# The provinces of the two campaigns of 2020; each voting region has four seats (DESIGN §4).
FIRST_CAMPAIGN = (
    "Bengkulu, Jambi, Sumatera Selatan, Kepulauan Bangka Belitung, Jawa Timur, Gorontalo, "
    "Sulawesi Utara, Maluku Utara, Papua Barat"
)
SECOND_CAMPAIGN = (
    "Sumatera Utara, Kepulauan Riau, Riau, Sumatera Barat, Lampung, Kalimantan Barat, Papua"
)


def test_everywhere_is_the_nation_38_provinces_and_514_regencies_and_cities():
    kinds = Counter(one.kind for one in region.everywhere())
    assert kinds == {"nasional": 1, "provinsi": 38, "kabupaten": 416, "kota": 98}
    assert len({one.code for one in region.everywhere()}) == 553
    assert region.everywhere()[:3] == (
        Region("00", "Nasional", "nasional", "00"),
        Region("11", "Aceh", "provinsi", "11"),
        Region("11.01", "Kabupaten Aceh Selatan", "kabupaten", "11"),
    )


def test_every_regency_lies_in_its_province_and_is_named_by_its_kind():
    for one in region.everywhere():
        assert region.find(one.code) is one
        assert one.province == region.province_of(one.code)
        if "." in one.code:
            assert region.find(one.province).kind == "provinsi"
            assert one.name.startswith(one.kind.capitalize() + " ")


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("35", "Jawa Timur", "provinsi"),
        ("35.10", "Kabupaten Banyuwangi", "kabupaten"),
        ("21.71", "Kota Batam", "kota"),
        ("31.01", "Kabupaten Administrasi Kepulauan Seribu", "kabupaten"),
        ("31.71", "Kota Administrasi Jakarta Pusat", "kota"),
    ],
)
def test_find(code, name, kind):
    assert region.find(code) == Region(code, name, kind, code[:2])


@pytest.mark.parametrize("code", ["", "0", "99", "35.99", "3510", "35.1", " 35", "35\n"])
def test_unknown_region(code):
    with pytest.raises(region.UnknownRegion):
        region.find(code)


def test_provinces():
    codes = [one.code for one in region.provinces()]
    assert len(codes) == 38
    assert codes == sorted(codes)
    assert "00" not in codes


def test_regencies_of_a_province():
    east_java = region.regencies("35")
    assert len(east_java) == 38
    assert {one.province for one in east_java} == {"35"}
    assert region.find("35") not in east_java
    assert region.regencies("00") == region.regencies("99") == ()


def test_270_regions_voted_in_2020():
    votes = region.voted_2020()
    kinds = Counter(vote.region.kind for vote in votes.values())
    assert kinds == {"provinsi": 9, "kabupaten": 224, "kota": 37}
    assert all(region.find(code) is vote.region for code, vote in votes.items())
    confirmed = Counter(vote.confirmed for vote in votes.values())
    assert confirmed == {"full": 208, "partial": 50, "unconfirmed": 12}


@pytest.mark.parametrize(("names", "seats"), [(FIRST_CAMPAIGN, 292), (SECOND_CAMPAIGN, 316)])
def test_seats_of_the_two_campaigns(names, seats):
    provinces = set(names.split(", "))
    votes = region.voted_2020().values()
    assert 4 * sum(vote.province in provinces for vote in votes) == seats


def test_a_vote_names_the_province_of_its_day():
    merauke = region.voted_2020()["93.01"]
    assert merauke.province == "Papua"
    assert region.find(merauke.region.province).name == "Papua Selatan"


def test_before_its_division_papua_was_two_provinces():
    folded = {one.code: region.before_division(one.code) for one in region.provinces()}
    assert {new: old for new, old in folded.items() if new != old} == {
        **dict.fromkeys(["93", "94", "95"], "91"),
        "96": "92",
    }
    assert region.before_division("00") == "00"


def test_a_region_that_is_unknown_is_named_by_its_code():
    names = [region.name_of(code) for code in ("00", "12", "12.06", "99.99")]
    assert names == ["Nasional", "Sumatera Utara", "Kabupaten Karo", "99.99"]
