"""Days and hours in the three zones of Indonesia."""

from datetime import UTC, date, datetime

import pytest

from declare.core import moment
from declare.core.moment import Zone

AT = datetime(2020, 8, 5, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "full"),
    [
        ("WIB", "23.30 WIB", "Rabu, 5 Agustus 2020 pukul 23.30 WIB"),
        ("WITA", "00.30 WITA", "Kamis, 6 Agustus 2020 pukul 00.30 WITA"),
        ("WIT", "01.30 WIT", "Kamis, 6 Agustus 2020 pukul 01.30 WIT"),
    ],
)
def test_a_moment_in_each_zone(zone, hour, full):
    assert moment.hour(AT, Zone(zone)) == hour
    assert moment.full(AT, Zone(zone)) == full
    assert moment.local(AT, Zone(zone)) == AT


def test_in_english():
    assert moment.full(AT, Zone.WIB, "en") == "Wednesday, 5 August 2020 at 23.30 WIB"


def test_months():
    names = [moment.day(date(2020, month, 1)).split()[1] for month in range(1, 13)]
    assert names[0] == "Januari"
    assert names[11] == "Desember"
    assert len(set(names)) == 12


def test_weekdays():
    days = [moment.weekday(date(2020, 6, day)) for day in range(1, 8)]
    assert days[0] == "Senin, 1 Juni 2020"
    assert days[6] == "Minggu, 7 Juni 2020"


def test_iso_8601_is_in_utc_and_whole_seconds():
    at = datetime(2020, 8, 5, 23, 30, 1, 999999, tzinfo=Zone.WIT.offset)
    assert moment.iso(at) == "2020-08-05T14:30:01Z"
