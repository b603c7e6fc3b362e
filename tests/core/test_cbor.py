"""The CBOR reader raises one exception, whatever cbor2 comes across."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from declare.core import cbor


def test_reads():
    assert cbor.read(b"\xa1\x01\x61a") == {1: "a"}


@given(st.sampled_from([b"", b"\xc4\x82", b"\xc5\x82", b"\xd8\x1e\x82", b"\xd8\x64", b"\xd8\x23"])
       .flatmap(lambda head: st.binary(max_size=24).map(lambda tail: head + tail)))  # fmt: skip
@example(b"\xd8\x64\x1b" + b"\x7f" * 8)
@example(b"\xc4\x82\x1b" + b"\x7f" * 8 + b"\x01")
@example(b"\x81" * 1000)
@example(b"\x61\xff")
@example(b"\xa1" * 1000)
def test_nothing_else_is_raised(data):
    try:
        cbor.read(data)
    except cbor.CborError:
        return


@pytest.mark.parametrize(
    "data", [b"", b"\x61", b"\x61\xff", b"\x81" * 9, b"\xd8\x64\x1b" + b"\x7f" * 8]
)
def test_no_cbor(data):
    with pytest.raises(cbor.CborError):
        cbor.read(data)
