"""Personal links: only the key that made one reads it."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import link

KEY = bytes(range(32))
ID = bytes(range(8))


def test_form():
    mac = hmac.new(KEY, b"declare/link/1\n" + ID, hashlib.sha256).digest()[:16]
    assert link.make(KEY, ID) == urlsafe_b64encode(ID + mac).decode()


@given(st.binary(min_size=8, max_size=8), st.binary(min_size=32, max_size=32))
def test_made_is_read(link_id, key):
    assert link.read(key, link.make(key, link_id)) == link_id


def test_new_ids_differ():
    ids = {link.new_id() for _ in range(100)}
    assert len(ids) == 100
    assert {len(one) for one in ids} == {8}


def test_another_key_reads_nothing():
    with pytest.raises(link.LinkError):
        link.read(b"\x01" * 32, link.make(KEY, ID))


def test_every_changed_symbol_is_refused():
    token = link.make(KEY, ID)
    for place, symbol in enumerate(token):
        for other in {"A", "_", "9", "z"} - {symbol}:
            with pytest.raises(link.LinkError):
                link.read(KEY, token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    "change",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token[:-1] + "+",
        lambda token: token[:-1] + "\u0663",
    ],
)
def test_other_forms_are_refused(change):
    with pytest.raises(link.LinkError):
        link.read(KEY, change(link.make(KEY, ID)))


@given(st.text(max_size=40))
def test_nothing_else_is_raised(text):
    with pytest.raises(link.LinkError):
        link.read(KEY, text)
