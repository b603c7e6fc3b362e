"""The reader of positions: understood to the last word, or not at all."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import office as offices
from declare.core import position, region
from declare.core.office import Acting, Office

HEAD, SECRETARY = Office.REGIONAL_HEAD, Office.REGIONAL_SECRETARY
AGENCY, SUPERVISOR, OTHER = Office.STAFFING_AGENCY_HEAD, Office.ELECTION_SUPERVISOR, Office.OTHER
NONE, PJ, PJS, PLT, PLH = Acting
LONG = (
    "Pelaksana Tugas Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Daerah "
    "Kabupaten Kepulauan Siau Tagulandang Biaro"
)


@pytest.mark.parametrize("acting", list(Acting))
def test_every_usual_position_reads_as_what_it_was_made_of(acting):
    wrong = []
    for place in region.everywhere():
        for office in Office:
            words = offices.position(office, place, acting)
            found = words and position.read(words)
            if found and (found.office, found.region, found.acting) != (office, place.code, acting):
                wrong.append(words)
            if words and found is None:
                wrong.append(words)
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Plt. Kepala BKPSDM Kab. Karo", (AGENCY, "12.06", PLT, "")),
        (LONG, (AGENCY, "71.09", PLT, "")),
        ("SEKDA KAB. KARO", (SECRETARY, "12.06", NONE, "")),
        ("Sekdaprov Jabar", (SECRETARY, "32", NONE, "")),
        ("Penjabat Sementara Bupati Karo", (HEAD, "12.06", PJS, "")),
        ("Pj Gubernur Prov. Jawa Barat", (HEAD, "32", PJ, "")),
        ("Plh. Walikota Bandung", (HEAD, "32.73", PLH, "")),
        ("Bupati Bandung", (HEAD, "32.04", NONE, "")),
        ("Bupati Karo, Provinsi Sumatera Utara", (HEAD, "12.06", NONE, "")),
        ("Bupati Toli-Toli", (HEAD, "72.04", NONE, "")),
        ("Bupati Kep. Sangihe", (HEAD, "71.03", NONE, "")),
        ("Sekretaris Daerah", (SECRETARY, "", NONE, "")),
        ("Kepala BKN", (AGENCY, "00", NONE, "nasional")),
        ("Ketua Bawaslu RI", (SUPERVISOR, "00", NONE, "ketua")),
        ("Anggota Bawaslu Kabupaten Karo", (SUPERVISOR, "12.06", NONE, "anggota")),
        ("Wakil Bupati Karo", (OTHER, "12.06", NONE, "wakil")),
        ("Wakil Bupati Karo selaku Plt. Bupati Karo", (HEAD, "12.06", PLT, "wakil bupati karo")),
        ("Kepala Badan Kepegawaian & Pengembangan SDM Kab. Karo", (AGENCY, "12.06", NONE, "")),
    ],
)
def test_what_a_position_says(words, read):
    found = position.read(words)
    assert found is not None
    assert (found.office, found.region, found.acting, found.role) == read


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Karo",
        "Asisten Pemerintahan Kabupaten Karo",
        "Staf Ahli Bupati Karo",
        "Ajudan Bupati Karo",
        "Mantan Bupati Karo",
        "Bupati Karo terpilih",
        "Bupati Karo dan Bupati Dairi",
        "a.n. Bupati Karo",
        "Sekretaris Bawaslu Kabupaten Karo",
        "Kepala Kantor Regional VI BKN",
        "Bupati Bandung Utara",
        "Gubernur Karo",
        "Sekda Bandung",
        "Wakil Bupati Karo selaku Bupati Karo",
        "Bupati Karo, Provinsi Jawa Barat",
        "Plt. Plt. Bupati Karo",
    ],
)
def test_what_is_not_understood_to_its_last_word_is_not_read(words):
    assert position.read(words) is None


def test_the_holders_region_decides_between_regions_of_one_name():
    found = [position.read("Sekda Bandung", code) for code in ("32.04", "32.73", "12.06")]
    assert [one and one.region for one in found] == ["32.04", "32.73", None]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sekretaris Daerah Kabupaten Karo", "Sekda Kab. Karo"),
        ("Sekretaris Daerah", "SEKRETARIS DAERAH KABUPATEN KARO"),
        ("Plt. Kepala BKD Kabupaten Karo", "Pelaksana Tugas Kepala BKPSDM Kab. Karo"),
        ("Asisten Pemerintahan", "ASISTEN  PEMERINTAHAN"),
        (
            "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM) Kabupaten Karo",
            "Kepala BKPSDM Kab. Karo",
        ),
        ("Sekretaris Daerah (Sekda) Kabupaten Karo", "Sekda Kab. Karo"),
        ("Ketua Bawaslu Kab. Karo", "Ketua Badan Pengawas Pemilihan Umum Kabupaten Karo"),
    ],
)
def test_the_same_position(first, second):
    assert position.same(first, second, "12.06")
    assert position.same(second, first, "12.06")


def test_a_position_without_a_region_is_of_the_holders():
    assert position.same("Ketua Bawaslu RI", "Ketua Bawaslu", region.NATIONAL)
    assert position.same("Gubernur Jawa Barat", "Gubernur", "32")
    assert not position.same("Gubernur Jawa Barat", "Bupati", "32")


@pytest.mark.parametrize(
    "words",
    [
        "Bupati Karo",
        "Plt. Bupati Karo",
        "Wakil Bupati Karo",
        "Bupati Karo periode 2021",
        "Bapak Bupati Karo",
        "Sekretaris Daerah Kabupaten Karo",
        "Bup\u0430ti Karo",
    ],
)
def test_what_may_be_read_as_an_office(words):
    assert position.claims_office(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Staf Ahli Bupati",
        "Ajudan Gubernur Jawa Barat",
        "Analis Kepegawaian",
        "Kepala Bagian Umum Sekretariat Daerah",
        "Plt. Camat Berastagi",
    ],
)
def test_what_serves_an_office_is_none(words):
    assert not position.claims_office(words)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sekretaris Daerah Kabupaten Karo", "Bupati Karo"),
        ("Sekretaris Daerah Kabupaten Karo", "Sekretaris Daerah Kabupaten Dairi"),
        ("Sekretaris Daerah", "Sekretaris Daerah Provinsi Sumatera Utara"),
        ("Sekretaris Daerah Kabupaten Karo", "Pj. Sekretaris Daerah Kabupaten Karo"),
        ("Plt. Bupati Karo", "Plh. Bupati Karo"),
        ("Wakil Bupati Karo", "Bupati Karo"),
        ("Plt. Bupati Karo", "Wakil Bupati Karo selaku Plt. Bupati Karo"),
        ("Anggota Bawaslu Kabupaten Karo", "Ketua Bawaslu Kabupaten Karo"),
        ("Asisten Pemerintahan", "Asisten Administrasi"),
        ("Bupati Karo", "Gubernur"),
        ("Bupati Karo", "Wali Kota"),
        ("Plt. Bupati Karo", "Plt. Gubernur"),
        ("Wakil Bupati Karo", "Wagub"),
        ("Sekretaris Daerah Kabupaten Karo", "Sekdaprov"),
        ("Bupati Karo", "Bupati Karo \u2620"),
        ("Bupati Karo", "Bup\u0430ti Karo"),
        ("!", "?"),
    ],
)
def test_another_position(first, second):
    assert not position.same(first, second, "12.06")
    assert not position.same(second, first, "12.06")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read_or_not(first, second):
    position.read(first)
    assert position.same(first, second, "12.06") == position.same(second, first, "12.06")


def test_a_long_text_costs_little():
    started = time.perf_counter()
    assert position.read("Bupati " + "a " * 190) is None
    assert position.read("Bupati " * 1_000_000) is None
    assert time.perf_counter() - started < 0.5
