"""Names: printed as posted, checked for what cannot be printed, compared by their letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import name


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("", "Suharto", ""), "Suharto"),
        (("Dr. Ir.", "Siti Nurhaliza", ""), "Dr. Ir. Siti Nurhaliza"),
        (("", "siti NURHALIZA", "S.STP., M.Si"), "siti NURHALIZA, S.STP., M.Si"),
        (("Prof. Dr. H.", "Muh. Yasin", "S.H., Ph.D."), "Prof. Dr. H. Muh. Yasin, S.H., Ph.D."),
    ],
)
def test_printed(parts, words):
    assert name.printed(*parts) == words


@pytest.mark.parametrize("text", ["", "Nurul Ma'arif", "Ma`ruf", "Sîtî", "Æ 李 ß", "3 Diponegoro"])
def test_what_can_be_printed_passes(text):
    assert name.check(text, 120) == text


def test_checked_text_is_nfc():
    assert name.check("Andre\u0301", 120) == "André"


@pytest.mark.parametrize(
    "refused",
    ["\x00", "\n", "\t", "\x7f", "\x85", "\u200b", "\u200e", "\u202e", "\ufeff", "\u00ad",
     "\u2028", "\u2029", "\ue000", "\ud800", "\u0378", "\U000e0001"],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused(refused):
    with pytest.raises(name.TextError, match=r"^character$"):
        name.check(f"Siti{refused}Nurhaliza", 120)


def test_length_counts_bytes():
    assert name.check("é" * 60, 120)
    with pytest.raises(name.TextError, match=r"^length$"):
        name.check("é" * 60 + "e", 120)


@given(st.text())
def test_check_leaks_no_other_error_and_is_stable(text):
    try:
        checked = name.check(text, 1000)
    except name.TextError:
        return
    assert name.check(checked, 1000) == checked == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "spelling",
    ["SITI NURHALIZA", "siti  nurhaliza", "Siti-Nurhaliza", "Siti Nur'haliza", "Ｓiti Nurhaliza"],
)
def test_spellings_of_one_name_have_one_key(spelling):
    assert name.key(spelling) == name.key("Siti Nurhaliza") == "sitinurhaliza"


def test_other_names_have_other_keys():
    assert name.key("Siti Nurhaliza") != name.key("Siti Nurhalisa")
    assert name.key("Andre\u0301") == name.key("ANDRÉ") != name.key("Andre")


@given(st.text())
def test_a_key_is_its_own_key(text):
    assert name.key(name.key(text)) == name.key(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Siti Nurhaliza", "SITI NURHALISA"),
        ("Siti Nurhaliza", "Siti Nur Haliza"),
        ("Siti", "Siti Nurhaliza"),
        ("M. Yusuf", "Muhammad Yusuf"),
        ("Moh. Nasir", "Mohammad Nasir Ali"),
        ("Sri Mulayni", "Sri Mulyani"),
        ("Nurhaliza Siti", "Siti Nurhaliza"),
        ("Ma'ruf", "Maruf"),
        ("Boedi", "Budi"),
    ],
)
def test_spellings_of_one_person_are_alike(first, second):
    assert name.alike(first, second)
    assert name.alike(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Siti Nurhaliza", "Suparman"),
        ("Ahmad Yani", "Ahmad Dahlan"),
        ("Budi Santoso", "Budi Hartono"),
        ("Joko Widodo", "Prabowo Subianto"),
        ("Marlina", "Rahmat"),
        ("Siti Nurhaliza", "!"),
    ],
)
def test_two_people_are_not_alike(first, second):
    assert not name.alike(first, second)
    assert not name.alike(second, first)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_has_no_direction(first, second):
    assert name.alike(first, second) == name.alike(second, first)
    assert name.alike(first, first)
