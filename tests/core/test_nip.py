"""NIP: eighteen digits, whose parts may look odd without being wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import nip


def test_parts():
    read = nip.read("19800214 200501 1 003")
    assert read == nip.Nip("198002142005011003", date(1980, 2, 14), date(2005, 1, 1), ())


def test_contract_count_of_a_pppk_is_only_a_warning():
    read = nip.read("199012312023211007")
    assert read.warnings == ("appointed",)
    assert read.birth_date == date(1990, 12, 31)
    assert read.appointed is None


@pytest.mark.parametrize(
    ("digits", "warnings"),
    [
        ("198002302005011003", ("birth_date",)),
        ("000002142005011003", ("birth_date",)),
        ("198013142005011003", ("birth_date",)),
        ("198002142005001003", ("appointed",)),
        ("198002141994011003", ("appointed",)),
        ("198002141995011003", ()),
        ("198002142005012003", ()),
        ("198002142005013003", ("sex",)),
        ("000000000000000000", ("birth_date", "appointed", "sex")),
    ],
)
def test_warnings(digits, warnings):
    assert nip.read(digits).warnings == warnings


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "digit"),
        ("19800214200501100", "length"),
        ("1980021420050110033", "length"),
        ("19800214200501100x", "digit"),
        ("1980-0214-200501100", "digit"),
        ("１９８００２１４２００５０１１００３", "digit"),
        ("19800214200501100²", "digit"),
    ],
)
def test_other_texts_are_refused(text, fact):
    with pytest.raises(nip.NipError, match=f"^{fact}$"):
        nip.read(text)


@given(st.text("0123456789", min_size=18, max_size=18))
def test_no_eighteen_digits_are_refused(digits):
    read = nip.read(digits)
    assert read.digits == digits
    assert (read.birth_date is None) == ("birth_date" in read.warnings)
    assert (read.appointed is None) == ("appointed" in read.warnings)


def test_mask_shows_three_digits():
    assert nip.mask("198002142005011003") == "•" * 15 + "003"
