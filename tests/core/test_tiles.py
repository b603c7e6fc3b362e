"""Tiles are spelled as the specification's examples, in one way, and belong to the right trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core.tiles import Tile, TileError, spelled


def test_the_specifications_examples():
    assert spelled(1234067) == "x001/x234/067"
    assert Tile(0, 0).path() == "0/000"
    assert Tile(2, 0, 1).path() == "2/000.p/1"
    assert Tile(None, 1234067, 8).path() == "entries/x001/x234/067.p/8"


def tiles_of(size):
    """The tiles of a tree, word for word: floor(s / 256**l) items at level l, the last partial."""
    for level in range(8):
        items = size // 256**level
        for number in range(-(-items // 256)):
            yield Tile(level, number, min(256, items - number * 256))


def test_the_tree_of_70000_entries_has_the_tiles_of_the_specification():
    tiles = list(tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == 256 for tile in tiles) == 273
    assert [tile for tile in tiles if tile.width < 256 or tile.level] == [
        Tile(0, 273, 112),
        Tile(1, 0),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600, 65_536, 70_000])
def test_a_tile_belongs_to_the_first_tree_that_holds_its_items(size):
    for tile in tiles_of(size):
        assert tile.size <= size
        assert tile in tiles_of(tile.size)
        assert tile not in tiles_of(tile.size - 1)


tiles = st.builds(
    Tile, st.none() | st.integers(0, 1), st.integers(0, 2**36), st.integers(1, 256)
) | st.builds(Tile, st.integers(0, 3), st.integers(0, 2**12), st.integers(1, 256))


@given(tiles)
def test_a_path_comes_back(tile):
    assert Tile.read(tile.path()) == tile


@given(st.from_regex(r"(entries|[0-9]{1,2})/(x[0-9]{3}/){0,4}[0-9]{3}(\.p/[0-9]{1,3})?"))
def test_a_path_that_is_read_is_spelled_so(path):
    try:
        tile = Tile.read(path)
    except TileError:
        return
    assert tile.path() == path
    assert 0 < tile.width <= 256


@given(st.text(max_size=100))
def test_junk_is_refused(junk):
    with pytest.raises(TileError):
        Tile.read("0/000" + junk if junk and not junk.startswith(".p/") else "0/" + junk)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "0/000/",
        "/0/000",
        "00/000",
        "01/000",
        "-1/000",
        "0/001/067",
        "0/x000/001",
        "0/x1/067",
        "0/x001/x067",
        "0/X001/067",
        "0/٠٠٠",
        "٠/000",
        "0/000\n",
        "0/000.p/0",
        "0/000.p/01",
        "0/000.p/256",
        "0/000.p/",
        "0/000.p",
        "0/000.p/1/",
        "entries/000.p/256",
        "Entries/000",
        "data/000",
        "7/000",
        "63/000",
        "64/000",
        "0/" + "x999/" * 5 + "999",
        "0/" + "x001/" * 1000 + "001",
    ],
)
def test_what_is_no_tile(path):
    with pytest.raises(TileError):
        Tile.read(path)
