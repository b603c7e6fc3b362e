"""Labels of the map: none over another, each on the map, each led to its province."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declare.ceremony import labels
from declare.ceremony.labels import ABOVE, HEIGHT, Box
from declare.core import region

DRAWN = sorted({province.code for province in region.provinces()} - {"93", "94", "95", "96"})
CAMPAIGNS = (
    ["17", "15", "16", "19", "35", "75", "71", "82", "92"],
    ["12", "21", "14", "13", "18", "61", "91"],
)


def test_the_land_has_every_province_that_the_map_draws() -> None:
    cells = labels._land().cells
    assert sorted(cells) == DRAWN
    assert all(cells.values())


@pytest.mark.parametrize("codes", CAMPAIGNS)
def test_each_province_of_a_campaign_is_named(codes: list[str]) -> None:
    placed = labels.place(tuple((code, 30) for code in codes))
    assert sorted(label.code for label in placed) == sorted(codes)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(DRAWN), st.integers(10, 45)), unique_by=lambda one: one[0])
)
def test_labels_stay_on_the_map_and_apart(wanted: list[tuple[str, int]]) -> None:
    placed = labels.place(tuple(wanted))
    rows = labels._land().rows
    assert {label.code for label in placed} <= {code for code, _ in wanted}
    for place, label in enumerate(placed):
        box = label.box
        assert (label.code, box.width) in wanted
        assert box.left >= 0
        assert box.left + box.width <= len(rows[0])
        assert -ABOVE <= box.top <= len(rows) - HEIGHT
        assert not any(box.meets(other.box) for other in placed[:place])
        if label.line:
            start, goal = label.line
            assert goal in labels._land().cells[label.code]
            assert box.left <= start.column <= box.left + box.width


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (Box(0, 0, 10), True),
        (Box(10, 0, 10), True),
        (Box(11, 0, 10), False),
        (Box(0, HEIGHT, 5), True),
        (Box(0, HEIGHT + 1, 5), False),
    ],
)
def test_boxes_meet_where_they_touch(other: Box, meets: bool) -> None:
    assert Box(0, 0, 10).meets(other) is meets
    assert other.meets(Box(0, 0, 10)) is meets
