"""Certificate tokens: read by others' COSE, and stricter than theirs."""

import cbor2
import cwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt.enums import COSEKeyParams
from hypothesis import given
from hypothesis import strategies as st

from declare.core import payload, token
from declare.core.token import TokenError
from tests.core import vectors

PAYLOAD = bytes.fromhex(vectors.read("payload")["encoded"])
# RFC 8032 §7.1, test 1
KEY = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
KID = token.kid(KEY.public_key())
KEYS = {KID: KEY.public_key()}
TOKEN = token.sign(PAYLOAD, KEY)
HEADER = {1: -8, 4: KID}


def refused(data, keys=KEYS, fact="form"):
    with pytest.raises(TokenError, match=rf"^{fact}$"):
        token.verify(data, keys)
    return True


def test_form_byte_by_byte():
    protected = bytes.fromhex("a2012704 44 21fe31df")
    length = len(PAYLOAD).to_bytes(1)
    to_be_signed = (
        b"\x84\x6aSignature1\x49" + protected + b"\x40\x58" + length + PAYLOAD
    )  # RFC 9052 §4.4
    assert len(protected) == 9
    assert (
        b"\xd2\x84\x49" + protected + b"\xa0\x58" + length + PAYLOAD
        + b"\x58\x40" + KEY.sign(to_be_signed)
    ) == TOKEN  # fmt: skip


def test_verified():
    assert token.verify(TOKEN, KEYS) == PAYLOAD


def test_cwt_reads_it():
    raw = KEY.public_key().public_bytes_raw()
    key = cwt.COSEKey.new(
        {
            COSEKeyParams.KTY: 1,
            COSEKeyParams.KID: KID,
            COSEKeyParams.ALG: -8,
            COSEKeyParams.CRV: 6,
            COSEKeyParams.X: raw,
        }
    )
    assert cwt.COSE.new().decode(TOKEN, keys=key) == PAYLOAD
    claims = cwt.decode(TOKEN, keys=key)
    assert claims[1] == "ikrar.example/log/contoh"
    assert claims[7] == b"0123456789AF"


def test_an_unknown_key_is_refused():
    other = Ed25519PrivateKey.generate().public_key()
    assert refused(TOKEN, {}, "key")
    assert refused(TOKEN, {token.kid(other): other}, "key")
    assert refused(TOKEN, {KID: other}, "signature")


def test_the_right_key_is_found_among_several():
    other = Ed25519PrivateKey.generate().public_key()
    assert token.verify(TOKEN, {token.kid(other): other, **KEYS}) == PAYLOAD


def made(header=None, unprotected=None, content=PAYLOAD, tag=18, protected=None):
    """A token that is correctly signed, whatever else is odd about it."""
    protected = (
        cbor2.dumps(HEADER if header is None else header) if protected is None else protected
    )
    signed = cbor2.dumps(["Signature1", protected, b"", content])
    body = [protected, unprotected or {}, content, KEY.sign(signed)]
    return cbor2.dumps(cbor2.CBORTag(tag, body))


def test_made_is_what_sign_makes():
    assert made() == TOKEN


ODD_HEADERS = {
    "another algorithm": made({1: -7, 4: KID}),
    "no algorithm": made({4: KID}),
    "algorithm as text": made({1: "EdDSA", 4: KID}),
    "no key id": made({1: -8}),
    "a longer key id": made({1: -8, 4: KID + b"\x00"}),
    "one header more": made({**HEADER, 3: "application/cwt"}),
    "critical header": made({1: -8, 2: [4], 4: KID}),
    "headers in another order": made(dict(reversed(HEADER.items()))),
    "duplicate header": made(protected=b"\xa3\x01\x27" + cbor2.dumps(HEADER)[1:]),
    "indefinite header map": made(protected=b"\xbf" + cbor2.dumps(HEADER)[1:] + b"\xff"),
    "longer form in the header": made(protected=b"\xa2\x01\x38\x07" + cbor2.dumps(HEADER)[3:]),
    "bytes after the header": made(protected=cbor2.dumps(HEADER) + b"\x00"),
    "empty header": made(protected=b""),
}


@pytest.mark.parametrize("data", ODD_HEADERS.values(), ids=ODD_HEADERS)
def test_odd_headers_are_refused_although_signed(data):
    assert refused(data, fact="key")


BODY = cbor2.loads(TOKEN).value
ODD_FORMS = {
    "nothing": b"",
    "not CBOR": b"\xff",
    "trailing byte": TOKEN + b"\x00",
    "twice": TOKEN * 2,
    "truncated": TOKEN[:-1],
    "untagged": TOKEN[1:],
    "another tag": made(tag=17),
    "a CWT tag around it": b"\xd8\x3d" + TOKEN,
    "self-described": b"\xd9\xd9\xf7" + TOKEN,
    "longer form of the tag": b"\xd8\x12" + TOKEN[1:],
    "indefinite array": b"\xd2\x9f" + TOKEN[2:] + b"\xff",
    "longer form of the array": b"\xd2\x98\x04" + TOKEN[2:],
    "longer form of a length": TOKEN.replace(b"\x58\x40", b"\x59\x00\x40", 1),
    "unprotected key id": made(unprotected={4: KID}),
    "unprotected algorithm": made(unprotected={1: -8}),
    "unprotected as array": cbor2.dumps(cbor2.CBORTag(18, [BODY[0], [], *BODY[2:]])),
    "detached payload": made(content=None),
    "payload as text": made(content="payload"),
    "header as map": cbor2.dumps(cbor2.CBORTag(18, [HEADER, *BODY[1:]])),
    "signature as text": cbor2.dumps(cbor2.CBORTag(18, [*BODY[:3], "signature"])),
    "three parts": cbor2.dumps(cbor2.CBORTag(18, BODY[:3])),
    "five parts": cbor2.dumps(cbor2.CBORTag(18, [*BODY, b""])),
    "a map in the tag": cbor2.dumps(cbor2.CBORTag(18, {})),
    "too large": made(content=b"x" * token.MAX_BYTES),
    "a date that cannot be": b"\xd8\x64\x1b" + b"\x7f" * 8,
}


@pytest.mark.parametrize("data", ODD_FORMS.values(), ids=ODD_FORMS)
def test_odd_forms_are_refused_although_signed(data):
    assert refused(data)


@pytest.mark.parametrize("signature", [b"", b"\x00" * 64, BODY[3] + b"\x00", BODY[3][:63]])
def test_bad_signatures_are_refused(signature):
    data = cbor2.dumps(cbor2.CBORTag(18, [*BODY[:3], signature]))
    assert refused(data, fact="signature")


def test_every_flipped_bit_is_refused():
    for place in range(len(TOKEN)):
        for bit in range(8):
            flipped = bytearray(TOKEN)
            flipped[place] ^= 1 << bit
            with pytest.raises(TokenError):
                token.verify(bytes(flipped), KEYS)


@given(st.binary(max_size=200))
def test_nothing_else_is_raised(data):
    with pytest.raises(TokenError):
        token.verify(data, KEYS)


def test_the_longest_payload_fits():
    longest = token.sign(b"x" * payload.MAX_BYTES, KEY)
    assert token.verify(longest, KEYS) == b"x" * payload.MAX_BYTES
    assert token.undigits(token.digits(longest)) == longest


def test_digits_are_the_number_after_a_one():
    assert token.digits(b"") == "1"
    assert token.digits(b"\x00\x01") == str(0x010001)
    assert token.digits(TOKEN).isdecimal()


@given(st.binary(max_size=300))
def test_digits_read_back(data):
    assert token.undigits(token.digits(data)) == data


@given(st.binary(min_size=token.MAX_BYTES - 1, max_size=token.MAX_BYTES))
def test_the_longest_digits_read_back(data):
    assert token.undigits(token.digits(data)) == data


@pytest.mark.parametrize(
    "text",
    ["", "0", "2", "255", "512", "01", "-1", "+1", "1 ", "1_0", "1.0", "1\n", "\u0661", "²", "x",
     "1" * 3000, "9" * 100_000],
)  # fmt: skip
def test_other_digits_are_refused(text):
    with pytest.raises(TokenError, match=r"^digits$"):
        token.undigits(text)
