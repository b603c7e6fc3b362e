"""Type is chosen so that nothing leaves its place, and measured as Pango sets it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declare.core.statement import Statement
from declare.press import fitting, fonts, page, placeholders, template_builder, wording
from declare.press.composition import Composition, compose, qr_side
from declare.press.person import person
from tests.press.printables import (
    LONG_NAME,
    LONG_POSITION,
    STATEMENT,
    long_statement,
    printable,
)
from tools import metrics

CHOICES = ((20.0, 1), (12.0, 2), (9.0, 2))
TEXTS = st.text(alphabet="abW. -,iĀŁ’", min_size=1, max_size=160)


def width(line: str, size: float) -> float:
    return fonts.SERIF_SEMIBOLD.width(line, size) * fitting.MM_PER_POINT


@given(TEXTS)
def test_a_fitted_text_is_whole_and_inside(text: str) -> None:
    found = fitting.fit(text, fonts.SERIF_SEMIBOLD, CHOICES, 100)
    assert "".join(found.lines).replace(" ", "") == text.replace(" ", "")
    assert len(found.lines) <= 2
    assert all(width(line, found.size) <= 100.5 for line in found.lines)


def test_the_largest_size_that_fits_is_taken() -> None:
    assert fitting.fit("Marlina", fonts.SERIF_SEMIBOLD, CHOICES, 100).size == 20
    longer = fitting.fit("Marlina " * 9, fonts.SERIF_SEMIBOLD, CHOICES, 100)
    assert longer.size == 12
    first, second = (width(line, 12) for line in longer.lines)
    assert abs(first - second) < 1.1 * width("Marlina ", 12)
    assert fitting.fit("Marlina " * 40, fonts.SERIF_SEMIBOLD, CHOICES, 100).size < 9


def test_an_address_is_parted_at_its_joints() -> None:
    host = "deklarasi-netralitas.kementerian-panrb.go.id/verifikasi"
    found = fitting.fit(host, fonts.SEMIBOLD, ((8.0, 3),), 46, fitting.ADDRESS_PARTS)
    assert "".join(found.lines) == host
    assert all(line[-1] in "/.-" for line in found.lines[:-1])


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("Ng", 34, 1),
        ("Marlina, S.E.", 34, 1),
        ("Dra. Hj. Nurhayati, M.Si.", 34, 1),
        ("dr. I Gusti Ngurah Ma’ruf, Sp.PD., M.Kes.", 26, 1),
        (LONG_NAME, 21, 1),
        (LONG_NAME + " M.Kn.", 18, 1),
        (LONG_NAME * 2, 17, 2),
    ],
)
def test_names_have_the_sizes_of_the_design(name: str, size: float, lines: int) -> None:
    found = person(printable(name[:120])).name
    assert (found.size, len(found.lines)) == (size, lines)


def test_a_position_of_two_lines_keeps_its_region_together() -> None:
    found = person(printable(position=LONG_POSITION)).position
    assert found.lines[1] == "Kabupaten Kepulauan Siau Tagulandang Biaro"
    assert found.size == 11.5


@pytest.mark.parametrize("clauses", range(1, 11))
@pytest.mark.parametrize("words", [4, 20, 45])
def test_a_statement_fits_whole_or_is_named(clauses: int, words: int) -> None:
    statement = long_statement(clauses, words)
    shown = wording.choose(statement, "ikrar.example/acara/x/ikrar.txt", 45.0)
    assert shown.height <= 45
    if shown.clauses:
        printed = tuple(" ".join(block.lines) for block in shown.clauses)
        assert printed == statement.clauses
    else:
        assert sum(map(len, statement.clauses)) > 2500
        assert shown.closing
        assert "ikrar.example/acara/x/ikrar.txt" in shown.closing.lines


def test_a_usual_statement_is_printed_large_and_with_its_closing() -> None:
    shown = wording.choose(STATEMENT, "", 45.8)
    assert shown.size == 8.6
    assert shown.closing
    assert " ".join(shown.closing.lines) == STATEMENT.closing


def test_a_statement_without_clauses_or_closing_is_printed_too() -> None:
    shown = wording.choose(Statement("Ikrar", "Kami berikrar netral.", (), ""), "", 45.8)
    assert shown.opening.lines == ("Kami berikrar netral.",)
    assert (shown.clauses, shown.closing) == ((), None)


def test_the_wording_never_reaches_what_stands_below() -> None:
    longest = printable(LONG_NAME + LONG_NAME[:50], LONG_POSITION, event_title="Netralitas " * 18)
    for statement in (STATEMENT, long_statement(10)):
        composition = compose(replace(longest, statement=statement), 97)
        assert composition.wording.clauses
        assert composition.statement_top + composition.wording.height < 158


def test_a_long_name_alone_takes_nothing_from_the_statement() -> None:
    usual, long = (compose(printable(n), 85) for n in ("Ng", LONG_NAME + LONG_NAME[:50]))
    assert len(long.person.name.lines) == 2
    assert (usual.statement_top, usual.wording) == (long.statement_top, long.wording)


@pytest.mark.parametrize(("pixels", "side"), [(73, 40.0), (97, 40.0), (101, 40.4), (113, 45.2)])
def test_a_qr_is_as_large_as_its_modules_ask(pixels: int, side: float) -> None:
    assert qr_side(pixels) == pytest.approx(side)


def laid_out(composition: Composition) -> bytes:
    """The page as WeasyPrint sets it, without a plate."""
    return template_builder.build(printable().design(), composition, None).page.parts[0]


def moves(shown: bytes) -> list[float]:
    """What a line of type adds to the width of each of its glyphs."""
    found: list[float] = []
    for glyphs, move in re.findall(rb"<([0-9a-f]*)>|(-?[\d.]+)", shown):
        found += [0.0] * (len(glyphs) // 4)
        if move:
            found[-1] -= float(move)
    return found


@settings(max_examples=4, deadline=None)
@given(st.text(alphabet='AVTWLPYFoaery.,’- "/7', min_size=12, max_size=40))
def test_kerning_is_that_of_pango(text: str) -> None:
    """Every pair of a line, in both fonts, to the rounding of WeasyPrint's own numbers."""
    text = " ".join(f"A{text}V".split())
    composition = compose(printable(text, text), 85)
    content = laid_out(composition)
    lines = {page._glyphs(line["shown"]): line for line in page._LINE.finditer(content)}
    for field in placeholders.fields(composition.person)[1:3]:
        glyphs = "".join(f"{field.font.glyph(c):04x}" for c in field.text).encode()
        set_by_pango = moves(lines[glyphs]["shown"])
        steps = zip(field.text, field.font.advances(field.text), strict=True)
        ours = [step - field.font.advance(character) for character, step in steps]
        spread = zip(set_by_pango[:-1], ours[:-1], field.text, field.text[1:], strict=False)
        wrong = [
            (one + other, theirs, mine)
            for theirs, mine, one, other in spread
            if abs(theirs - mine) > 2 and " " not in one + other
        ]
        assert wrong == []


def test_placeholders_are_all_different() -> None:
    stand_in = placeholders.stand_in(person(printable(LONG_NAME, LONG_POSITION)))
    texts = [field.text for field in placeholders.fields(stand_in)]
    assert len(set(texts)) == len(texts)
    assert all(set(text) == set(placeholders.ALPHABET + " ") for text in texts)


def test_a_page_without_a_field_is_refused() -> None:
    with pytest.raises(page.MissingField):
        page.Page.of(b"BT\nET", person(printable()))


def test_characters_that_no_font_has_are_returned() -> None:
    assert fonts.SERIF_SEMIBOLD.missing("Łoś ʼAbd 王王") == "王"


@pytest.mark.slow
def test_the_numbers_are_those_of_the_fonts() -> None:
    """Otherwise: `python -m tools.metrics`."""
    assert fonts.METRICS.read_text() == metrics.described()
