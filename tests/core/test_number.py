"""Certificate numbers: patterns that write one, and those that do not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import certificate_number


@pytest.mark.parametrize(
    ("pattern", "urut", "on", "written"),
    [
        ("{urut}/GNN/KASN/{romawi}/{tahun}", 137, date(2020, 6, 30), "137/GNN/KASN/VI/2020"),
        ("{urut}/GNN/KASN/{romawi}/{tahun}", 7, date(2020, 8, 5), "007/GNN/KASN/VIII/2020"),
        ("{urut}", 1234, date(2020, 1, 1), "1234"),
        ("No. {tahun}-{bulan}-{urut}", 1, date(2024, 12, 1), "No. 2024-12-001"),
        ("{bulan}{urut}", 1, date(2024, 1, 1), "01001"),
    ],
)
def test_written(pattern, urut, on, written):
    assert certificate_number.check(pattern) == pattern
    assert certificate_number.write(pattern, urut, on) == written


def test_months_in_roman_numerals():
    months = [
        certificate_number.write("{romawi} {urut}", 1, date(2020, m, 1)).split()[0]
        for m in range(1, 13)
    ]
    assert months == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(
    ("pattern", "fact"),
    [
        ("", "urut_missing"),
        ("GNN/{tahun}", "urut_missing"),
        ("{urut}/{urut}", "repeated"),
        ("{urut}/{tahun}/{tahun}", "repeated"),
        ("{urut}/{nama}", "field"),
        ("{urut}/{}", "field"),
        ("{Urut}", "field"),
        ("{urut!r}", "field"),
        ("{urut", "brace"),
        ("urut}", "brace"),
        ("{{urut}}", "brace"),
        ("{urut}\n", "character"),
        ("{urut}/" + "x" * 54, "length"),
    ],
)
def test_refused(pattern, fact):
    with pytest.raises(certificate_number.NumberError, match=f"^{fact}$"):
        certificate_number.check(pattern)
    with pytest.raises(certificate_number.NumberError, match=f"^{fact}$"):
        certificate_number.write(pattern, 1, date(2020, 1, 1))


@given(st.text("{}urutahn/ ", max_size=30), st.integers(1, 9999))
def test_what_passes_the_check_writes_the_number(pattern, urut):
    try:
        certificate_number.check(pattern)
    except certificate_number.NumberError:
        return
    written = certificate_number.write(pattern, urut, date(2020, 6, 30))
    assert str(urut) in written
    assert not set(written) & set("{}")
