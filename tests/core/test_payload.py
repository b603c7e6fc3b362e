"""Payloads: one encoding, and every other one refused."""

import hashlib
import unicodedata
from dataclasses import fields, replace

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import code, payload
from declare.core.payload import Payload, PayloadError
from tests.core import vectors

VECTOR = vectors.read("payload")
ENCODED = bytes.fromhex(VECTOR["encoded"])
PAYLOAD = Payload(
    **{
        field.name: bytes.fromhex(VECTOR["salt"]) if field.name == "salt" else VECTOR[field.name]
        for field in fields(Payload)
    }
)
CLAIMS = cbor2.loads(ENCODED)
PLEDGE = CLAIMS[-70001]


def test_vector():
    assert payload.encode(PAYLOAD) == ENCODED
    assert payload.decode(ENCODED) == PAYLOAD
    assert payload.commit(ENCODED).hex() == VECTOR["commit"]


def test_encoding_is_deterministic_cbor():
    assert cbor2.dumps(CLAIMS, canonical=True) == ENCODED


texts = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@given(
    st.builds(
        Payload,
        origin=st.just("127.0.0.1:8000/log/gladi-contoh-1"),
        time=st.integers(0, payload.MAX_INTEGER),
        code=st.builds(code.generate),
        index=st.integers(1, payload.MAX_INTEGER),
        salt=st.binary(min_size=16, max_size=16),
        name=texts,
        position=texts,
    )
)
def test_decoding_returns_what_was_encoded(made):
    encoded = payload.encode(made)
    assert payload.decode(encoded) == made
    assert payload.commit(encoded) == hashlib.sha256(encoded).digest()


def test_the_longest_payload_fits():
    longest = replace(
        PAYLOAD,
        origin="h" * 255 + "/log/" + "s" * 60,
        time=payload.MAX_INTEGER,
        index=payload.MAX_INTEGER,
        name="n" * 120,
        position="p" * 160,
    )
    encoded = payload.encode(longest)
    assert len(encoded) <= payload.MAX_BYTES
    assert payload.decode(encoded) == longest


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("origin", "ikrar.example"),
        ("origin", ""),
        ("origin", None),
        ("time", -1),
        ("time", 1.0),
        ("time", True),
        ("time", 2**53),
        ("code", ""),
        ("code", "0123456789AG"),
        ("code", "0123-4567-89AF"),
        ("code", "0123456789af"),
        ("index", 0),
        ("index", -1),
        ("index", True),
        ("index", 2**53),
        ("salt", b"\x00" * 15),
        ("salt", b"\x00" * 17),
        ("salt", "0123456789abcdef"),
        ("name", ""),
        ("name", None),
        ("name", "Andre\u0301"),
        ("name", "Siti\u200bNurhaliza"),
        ("name", "n" * 121),
        ("position", ""),
        ("position", "Bupati\nKaro"),
        ("position", "p" * 161),
        ("position", "\ud800"),
    ],
)
def test_values_out_of_range_are_not_encoded(field, value):
    with pytest.raises(PayloadError, match=rf"^{field}$"):
        payload.encode(replace(PAYLOAD, **{field: value}))


def changed(**claims):
    """The vector with claims replaced, by the name of the claim; None takes one away."""
    keys = {"iss": 1, "iat": 6, "cti": 7, "pledge": -70001, "extra": 2}
    made = CLAIMS | {keys[name]: value for name, value in claims.items()}
    return cbor2.dumps({key: value for key, value in made.items() if value is not None})


OTHER_BYTES = {
    "nothing": b"",
    "no CBOR": b"\xff",
    "a text": cbor2.dumps("payload"),
    "an array": cbor2.dumps(list(CLAIMS.items())),
    "trailing byte": ENCODED + b"\x00",
    "truncated": ENCODED[:-1],
    "keys in another order": cbor2.dumps(dict(reversed(CLAIMS.items()))),
    "indefinite map": b"\xbf" + ENCODED[1:] + b"\xff",
    "duplicate key": b"\xa5" + ENCODED[1:] + cbor2.dumps(1) + cbor2.dumps(CLAIMS[1]),
    "longer length of the map": b"\xb8\x04" + ENCODED[1:],
    "longer form of a key": ENCODED.replace(b"\xa4\x01", b"\xa4\x18\x01", 1),
    "true for key 1": b"\xa4\xf5" + ENCODED[2:],
    "float for key 1": b"\xa4\xf9\x3c\x00" + ENCODED[2:],
    "longer form of the time": ENCODED.replace(b"\x1a\x5e\xfa", b"\x1b\0\0\0\0\x5e\xfa", 1),
    "indefinite array": ENCODED.replace(b"\x84\x01", b"\x9f\x01", 1) + b"\xff",
    "indefinite text": ENCODED.replace(b"\x6eSiti", b"\x7f\x6eSiti", 1),
    "tagged": cbor2.dumps(cbor2.CBORTag(61, CLAIMS)),
    "self-described": cbor2.dumps(cbor2.CBORTag(55799, CLAIMS)),
    "no origin": changed(iss=None),
    "no pledge": changed(pledge=None),
    "one claim more": changed(extra="x"),
    "origin as bytes": changed(iss=CLAIMS[1].encode()),
    "time as float": changed(iat=1593483307.0),
    "time as text": changed(iat="1593483307"),
    "time as bignum": ENCODED.replace(b"\x1a\x5e\xfa\xa0\x2b", b"\xc2\x44\x5e\xfa\xa0\x2b"),
    "code as text": changed(cti="0123456789AF"),
    "code not ASCII": changed(cti=b"\xff" * 12),
    "code in small letters": changed(cti=b"0123456789af"),
    "pledge as map": changed(pledge=dict(enumerate(PLEDGE))),
    "pledge as text": changed(pledge="abcd"),
    "pledge too short": changed(pledge=PLEDGE[:3]),
    "pledge too long": changed(pledge=[*PLEDGE, 0]),
    "name as bytes": changed(pledge=[*PLEDGE[:2], b"Siti", PLEDGE[3]]),
    "name not NFC": changed(pledge=[*PLEDGE[:2], "Andre\u0301", PLEDGE[3]]),
    "index negative": changed(pledge=[-1, *PLEDGE[1:]]),
    "index nested": changed(pledge=[[[[1]]], *PLEDGE[1:]]),
    "too large": changed(extra="x" * payload.MAX_BYTES),
    "a date that cannot be": b"\xd8\x64\x1b" + b"\x7f" * 8,
    "a decimal that cannot be": b"\xc4\x82\x1b" + b"\x7f" * 8 + b"\x01",
}


@pytest.mark.parametrize("data", OTHER_BYTES.values(), ids=OTHER_BYTES)
def test_other_bytes_are_refused(data):
    with pytest.raises(PayloadError):
        payload.decode(data)


@given(st.integers(0, len(ENCODED) * 8 - 1))
def test_a_flipped_bit_is_refused_or_another_commitment(bit):
    flipped = bytearray(ENCODED)
    flipped[bit // 8] ^= 1 << bit % 8
    try:
        read = payload.decode(bytes(flipped))
    except PayloadError:
        return
    assert payload.encode(read) == flipped
    assert payload.commit(flipped).hex() != VECTOR["commit"]


@given(st.binary(max_size=200))
def test_nothing_else_is_raised(data):
    with pytest.raises(PayloadError):
        payload.decode(data)
