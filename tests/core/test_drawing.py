"""A drawing is pairs of integers and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import drawing

COORDINATES = st.integers(-10_000, 10_000)
STROKES = st.lists(
    st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=20), max_size=20
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
)


@given(STROKES)
def test_what_is_written_is_read_again(strokes: list[drawing.Stroke]) -> None:
    assert drawing.read(drawing.write(strokes).decode()) == strokes


@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_anything_else_is_refused_and_nothing_else_is_raised(text: str) -> None:
    try:
        strokes = drawing.read(text)
    except drawing.DrawingError:
        return
    assert json.loads(text) == [[list(point) for point in stroke] for stroke in strokes]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[[]]",
        "[[[1]]]",
        "[[[1,2,3]]]",
        "[[[1.0,2]]]",
        "[[[true,2]]]",
        "[[[10001,2]]]",
        '[[["1",2]]]',
        "[" * 5000,
        "[[[" + "9" * 6000 + ",1]]]",
        json.dumps([[[1, 2]]] * 501),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(drawing.DrawingError, match="form"):
        drawing.read(text)


def test_too_large_is_refused_by_its_bytes() -> None:
    with pytest.raises(drawing.DrawingError, match="size"):
        drawing.read(" " * 20_001)
