"""The wording that a position is prefilled with."""

import pytest

from declare.core import region
from declare.core.office import Acting, Office, position

HEAD = Office.REGIONAL_HEAD
SECRETARY = Office.REGIONAL_SECRETARY
AGENCY = Office.STAFFING_AGENCY_HEAD
SUPERVISOR = Office.ELECTION_SUPERVISOR


@pytest.mark.parametrize(
    ("office", "code", "words"),
    [
        (HEAD, "15", "Gubernur Jambi"),
        (HEAD, "12.06", "Bupati Karo"),
        (HEAD, "21.71", "Wali Kota Batam"),
        (HEAD, "31.71", "Wali Kota Administrasi Jakarta Pusat"),
        (SECRETARY, "15", "Sekretaris Daerah Provinsi Jambi"),
        (SECRETARY, "12.06", "Sekretaris Daerah Kabupaten Karo"),
        (SECRETARY, "21.71", "Sekretaris Daerah Kota Batam"),
        (AGENCY, "15", "Kepala Badan Kepegawaian Daerah Provinsi Jambi"),
        (
            AGENCY,
            "12.06",
            "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Kabupaten Karo",
        ),
        (
            AGENCY,
            "21.71",
            "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Kota Batam",
        ),
        (SUPERVISOR, "15", "Ketua Bawaslu Provinsi Jambi"),
        (SUPERVISOR, "12.06", "Ketua Bawaslu Kabupaten Karo"),
        (SUPERVISOR, "21.71", "Ketua Bawaslu Kota Batam"),
        (HEAD, "00", ""),
        (SECRETARY, "00", ""),
        (AGENCY, "00", "Kepala Badan Kepegawaian Negara"),
        (SUPERVISOR, "00", "Ketua Bawaslu Republik Indonesia"),
        (Office.OTHER, "00", ""),
        (Office.OTHER, "15", ""),
    ],
)
def test_position(office, code, words):
    assert position(office, region.find(code)) == words


@pytest.mark.parametrize(
    ("acting", "prefix"),
    [("", ""), ("pj", "Pj. "), ("pjs", "Pjs. "), ("plt", "Plt. "), ("plh", "Plh. ")],
)
def test_acting(acting, prefix):
    karo = region.find("12.06")
    assert position(SECRETARY, karo, Acting(acting)) == f"{prefix}Sekretaris Daerah Kabupaten Karo"
    assert position(Office.OTHER, karo, Acting(acting)) == ""


def test_every_usual_position_fits_the_certificate():
    for office in Office:
        for one in region.everywhere():
            assert len(position(office, one, Acting.PJS).encode()) <= 160
