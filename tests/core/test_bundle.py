"""Entry bundles: the paths of the specification, and no other bytes than the entries asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import bundle
from declare.core.bundle import BundleError


def packed(entries):
    return b"".join(len(each).to_bytes(2, "big") + each for each in entries)


def test_paths_are_the_specifications():
    assert list(bundle.paths(0)) == []
    assert list(bundle.paths(1)) == [("tile/entries/000.p/1", 1)]
    assert list(bundle.paths(256)) == [("tile/entries/000", 256)]
    assert list(bundle.paths(257))[1] == ("tile/entries/001.p/1", 1)
    *_, last = bundle.paths(1234067 * 256 + 8)
    assert last == ("tile/entries/x001/x234/067.p/8", 8)


@given(st.lists(st.binary(max_size=600), max_size=20))
def test_what_was_packed_is_read(entries):
    data = packed(entries)
    assert bundle.read(data, len(entries)) == entries
    with pytest.raises(BundleError):
        bundle.read(data, len(entries) + 1)
    if data:
        with pytest.raises(BundleError):
            bundle.read(data[:-1], len(entries))
        with pytest.raises(BundleError):
            bundle.read(data + b"\0", len(entries))
