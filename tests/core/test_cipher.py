"""Encrypted fields come back whole, only with their own key and purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import cipher

KEY = bytes(range(32))
OTHER = bytes(32)


@given(st.binary(max_size=200))
def test_what_is_encrypted_comes_back(data: bytes) -> None:
    sealed = cipher.encrypt(KEY, "nip", data)
    assert data not in sealed or len(data) < 4
    assert cipher.decrypt(KEY, "nip", sealed) == data


def test_the_same_value_is_never_the_same_bytes() -> None:
    assert cipher.encrypt(KEY, "nip", b"1") != cipher.encrypt(KEY, "nip", b"1")


@pytest.mark.parametrize(("key", "purpose"), [(OTHER, "nip"), (KEY, "code")])
def test_another_key_or_purpose_opens_nothing(key: bytes, purpose: str) -> None:
    with pytest.raises(cipher.CipherError):
        cipher.decrypt(key, purpose, cipher.encrypt(KEY, "nip", b"196801011990031001"))


@given(st.binary(max_size=80))
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(cipher.CipherError):
        cipher.decrypt(KEY, "nip", data)


@given(st.integers(0, 39), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(cipher.encrypt(KEY, "nip", b"twelve bytes"))
    sealed[place] ^= change
    with pytest.raises(cipher.CipherError):
        cipher.decrypt(KEY, "nip", bytes(sealed))


def test_fingerprints_tell_values_keys_and_purposes_apart() -> None:
    first = cipher.fingerprint(KEY, "nip", b"1")
    others = {
        cipher.fingerprint(KEY, "nip", b"2"),
        cipher.fingerprint(OTHER, "nip", b"1"),
        cipher.fingerprint(KEY, "code", b"1"),
    }
    assert cipher.fingerprint(KEY, "nip", b"1") == first
    assert len(first) == 64
    assert len(others | {first}) == 4
