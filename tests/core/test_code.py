"""Certificate codes: how they are drawn, read and spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import code

VECTOR = "0123456789AF"  # DESIGN §5

codes = st.text(code.ALPHABET, min_size=11, max_size=11).map(
    lambda body: next(body + last for last in code.ALPHABET if is_code(body + last))
)


def is_code(text: str) -> bool:
    try:
        return code.read(text) == text
    except code.CodeError:
        return False


def test_vector():
    assert code.read(VECTOR) == VECTOR


def test_check_is_the_weighted_sum_over_31():
    weights = sum(i * code.ALPHABET.index(symbol) for i, symbol in enumerate(code.generate(), 1))
    assert weights % 31 == 0
    assert len(code.ALPHABET) == len(set(code.ALPHABET)) == 31


@given(codes)
def test_every_single_error_is_caught(valid):
    for place in range(len(valid)):
        for symbol in set(code.ALPHABET) - {valid[place]}:
            assert not is_code(valid[:place] + symbol + valid[place + 1 :])


@given(codes)
def test_every_adjacent_transposition_is_caught(valid):
    for place in range(len(valid) - 1):
        first, second = valid[place : place + 2]
        swapped = valid[:place] + second + first + valid[place + 2 :]
        assert is_code(swapped) == (first == second)


def test_generated_codes_are_valid_and_differ():
    drawn = {code.generate() for _ in range(200)}
    assert len(drawn) == 200
    assert all(is_code(one) for one in drawn)
    assert {symbol for one in drawn for symbol in one} == set(code.ALPHABET)


def test_drawn_symbols_are_of_the_alphabet():
    drawn = code.draw(8)
    assert len(drawn) == 8
    assert set(drawn) <= set(code.ALPHABET)


@pytest.mark.parametrize(
    "text",
    [
        "0123-4567-89AF",
        " 0123 4567 89af ",
        "o123-4567-89af",
        "0I23-4567-89AF",
        "0L23-4567-89AF",
        "0l23\t4567\n89af",
        "0123-4S67-89AF",
        "0123–4567‑89AF",
        "0123\u00a04567\u202f89AF",
    ],
)
def test_any_spelling_is_read(text):
    assert code.read(text) == VECTOR


def test_u_is_read_as_v():
    valid = next(one for one in iter(code.generate, "") if "V" in one)
    assert code.read(valid.replace("V", "u")) == valid


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("", "length"),
        ("0123456789A", "length"),
        ("0123456789AFF", "length"),
        ("-" * 100, "length"),
        ("0123456789A!", "symbol"),
        ("0123456789Aſ", "symbol"),
        ("ı123456789AF", "symbol"),
        ("0123456789A\u0662", "symbol"),
        ("0123456789AG", "check"),
        ("1023456789AF", "check"),
    ],
)
def test_anything_else_is_refused(text, fact):
    with pytest.raises(code.CodeError, match=f"^{fact}$"):
        code.read(text)


@given(st.text(max_size=80))
def test_what_is_read_is_normal(text):
    try:
        found = code.read(text)
    except code.CodeError:
        return
    assert is_code(found)


@given(codes)
def test_printed_reads_back(valid):
    printed = code.printed(valid)
    assert printed == f"{valid[:4]}-{valid[4:8]}-{valid[8:]}"
    assert code.read(printed) == valid
