"""Names: printed as posted, checked for what cannot be printed, compared by their letters."""

import itertools
import time
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


SAME = [
    ("Siti Nurhaliza", "SITI NURHALISA"),
    ("Siti Nurhaliza", "Siti Nur Haliza"),
    ("Siti Nurhalizah", "Siti Nurhaliza"),
    ("M. Yusuf", "Muhammad Yusuf"),
    ("Moh. Yusuf", "Muhammad Yusuf"),
    ("Moch. Ali", "Mohammad Ali"),
    ("Mhd Ali", "Muhammad Ali"),
    ("Muh.Yasin", "Mohamad Yasin"),
    ("Andi Muh. Yasin", "Andi Muhammad Yasin"),
    ("Tb. Hasan", "Tubagus Hasan"),
    ("Abd. Rahman", "Abdul Rahman"),
    ("Abdurrahman", "Abdul Rahman"),
    ("Rd. Asep", "Raden Asep"),
    ("St. Aminah", "Siti Aminah"),
    ("A. Yani", "Achmad Yani"),
    ("Akhmad Yani", "Ahmad Yani"),
    ("I Gst. Ngurah", "I Gusti Ngurah"),
    ("Sri Mulayni", "Sri Mulyani"),
    ("Ma'ruf", "Maruf"),
    ("K.H. Ma`ruf Amin", "Ma\u2019ruf Amin"),
    ("Boedi", "Budi"),
    ("Djoko Soesilo", "Joko Susilo"),
    ("Tjahjo Kumolo", "Cahyo Kumolo"),
    ("Sjahrir", "Syahrir"),
    ("Wahjoedi", "Wahyudi"),
    ("Taufiq", "Taufik"),
    ("Khairul", "Chairul"),
    ("Budiyono", "Budiono"),
    ("André", "Andre"),
    ("Dr. H. Budi Santoso, S.H., M.H.", "Budi Santoso"),
    ("Prof.Dr.H.Budi Santoso", "Budi Santoso"),
    ("BUDI SANTOSO SH", "Budi Santoso, S.H."),
    ("Hj. St. Aminah, S.Pd.I., M.Pd.", "Siti Aminah"),
    ("H.M. Jusuf Kalla", "Muhammad Yusuf Kalla"),
    ("Dra. Marlina, S. E.", "Dr. Marlina, SE, M.Si"),
    ("Brigjen Pol. (Purn.) Drs. Anton", "Anton"),
    ("dr. Ani, Sp.OG(K)", "Ani"),
    ("Rini, S.Tr.Keb., M.Tr.Keb", "Rini"),
    ("Eko, S.STP., M.A.P.", "Eko, A.Md"),
    ("Rini, S.Tr.I.P.", "Rini"),
    ("Rini, S.Pd.SD", "Rini, S.PdI., SE.MM"),
    ("dr. Ani, Sp.KJ", "Ani, M.Biomed, SpOG"),
    ("Ani, M.Psi., Psikolog", "Ani"),
    ("A. A. Gede Agung", "Anak Agung Gde Agung"),
    ("I. B. Putra", "Ida Bagus Putra"),
]
OTHER = [
    ("Siti Nurhaliza", "Suparman"),
    ("Ahmad Yani", "Ahmad Dahlan"),
    ("Budi Santoso", "Budi Hartono"),
    ("Joko Widodo", "Prabowo Subianto"),
    ("Marlina", "Rahmat"),
    ("Siti Nurhaliza", "!"),
    ("!", "?"),
    # Names of one letter's difference, of two people.
    ("Yanto", "Yanti"),
    ("Agus Suyanto", "Agus Suyatno"),
    ("Hartono", "Hartoyo"),
    ("Sugiarto", "Sugianto"),
    ("Wahyudi", "Wahyuni"),
    ("Marlina", "Marina"),
    ("Amir", "Amri"),
    # A name that is added, missing, moved, or a letter only.
    ("Nurhaliza Siti", "Siti Nurhaliza"),
    ("Siti", "Siti Nurhaliza"),
    ("Moh. Nasir", "Mohammad Nasir Ali"),
    ("M. Yusuf", "Yusuf"),
    ("Tb. Hasan", "Hasan"),
    ("Nurhalizah S.", "Nurhalizah Siregar"),
    ("Al Amin", "Amin"),
    # Another person in the place of a title or degree, and what only looks like the name.
    ("Budi Santoso, Prabowo Subianto", "Budi Santoso"),
    ("Prabowo Subianto Marlina, S.E.", "Marlina, S.E."),
    ("Marlina, Joko.Widodo", "Marlina"),
    ("Marlina, J.Widodo, S.E.", "Marlina, S.E."),
    ("Marlina, B.U.P.A.T.I", "Marlina"),
    ("Marlina S.U.H.A.I.L.I", "Marlina"),
    ("Marlina", "M\u0430rlina"),
    ("Marlina", "\U0001d4dcarlina"),
    ("Marlina", "Marlin\u00aa"),
    ("Marlina", "Marlina \u2620"),
    ("Marlina", "Marlin\u0336a"),
]
_PEOPLE = """
Joko Widodo|Prabowo Subianto|Tito Karnavian|Sri Mulyani|Siti Nurbaya|Ganjar Pranowo|
Suharto|Ridwan Kamil|Khofifah Indar Parawansa|Anies Baswedan|Sutarmidji|
Sugianto Sabran|Sutrisna|Muhammad Yusuf|Muhammad Yasin|Ahmad Yani|Ahmad Yusuf|
Abdul Rahman|Abdul Rahim|Abdullah|Rahman|Siti Aminah|Siti Aisyah|Aminah|Suparman|
Suparmin|Supardi|Suparno|Sumarno|Sumarni|Sutrisno|Hartono|Hartini|Hartoyo|Budi|
Budiman|Budi Hartono|Yanto|Yanti|Yuliana|Yulianto|Dewi|Dewa|Made|Ketut|
Wayan Koster|Nyoman|Agus|Agustina|Andi|Andini|Marlina|Marina|Marliana|Rahmat|
Rahmawati
"""
PEOPLE = [each.strip() for each in _PEOPLE.split("|")]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_spellings_of_one_person_are_alike(first, second):
    assert name.alike(first, second)
    assert name.alike(second, first)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_two_people_are_not_alike(first, second):
    assert not name.alike(first, second)
    assert not name.alike(second, first)


def test_of_many_people_no_two_are_alike():
    pairs = itertools.combinations(PEOPLE, 2)
    assert [pair for pair in pairs if name.alike(*pair)] == []


names = st.text(max_size=40) | st.lists(
    st.sampled_from([*PEOPLE, "H.", "Dr.", ",", "S.H.", "M.", "Moh.", "A.A.", "(", "-", "Prof.Dr."])
).map(" ".join)


@given(names, names)
def test_likeness_has_no_direction(first, second):
    assert name.alike(first, second) == name.alike(second, first)
    assert name.alike(first, first)


@given(
    st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE),
    st.sampled_from(["", "Dr.", "Prof. Dr. H.", "K.H."]),
    st.sampled_from(["", ", S.H.", ", S.STP., M.Si", " SH", ", Ph.D."]),
    st.sampled_from([str, str.upper, str.lower, lambda text: text.replace(" ", "  ")]),
)
def test_titles_and_capitals_make_nobody_another(one, other, before, behind, written):
    decorated = f"{before} {written(one)}{behind}"
    assert name.alike(one, decorated)
    assert name.alike(other, decorated) == (one == other)


def test_a_long_text_costs_little_and_is_only_like_itself():
    long = "(.S." * 100_000
    started = time.perf_counter()
    assert name.alike(long, long)
    assert not name.alike(long, long + ".")
    assert name.alike("A" * 400, "a" * 400)
    assert time.perf_counter() - started < 0.5
