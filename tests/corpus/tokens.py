"""QR texts, good and bad, with the verdict that the keys alone must give.

The same list is tried in Python and in the browser. Nothing here is random, and keys are no
secrets. None of the bad ones can be told from the good one by looking at it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import payload as payloads
from declare.core import token as tokens
from tests.corpus import encodings

HOST, CODE = "ikrar.test", "0123456789AF"
BASE = f"https://{HOST}"
LIVE, SAMPLE, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
NAMED = ("Dra. Siti Nurhaliza, M.Si.", "Plt. Sekretaris Daerah Kabupaten Banyuwangi")
CLAIMS: dict[Any, Any] = {
    1: f"{HOST}/log/netral-2026",
    6: 1_795_053_900,
    7: CODE.encode(),
    -70001: [17, bytes(range(16)), *NAMED],
}
_ORDER = 2**252 + 27742317777372353535851937790883648493


@dataclass(frozen=True)
class Case:
    """What was handed in, and the verdict it must get."""

    what: str
    text: str
    verdict: str


def jwks() -> dict[str, Any]:
    """The published keys that the corpus is held against."""
    return {"host": HOST, "keys": [_jwk(LIVE), _jwk(SAMPLE) | {"purpose": "sample"}]}


def address(token: bytes, base: str = BASE, code: str = CODE) -> str:
    """What the QR of a certificate says."""
    return f"{base}/v/{code}#{tokens.digits(token)}"


GOOD = tokens.sign(payloads.encode(payloads.decode(cbor2.dumps(CLAIMS))), LIVE)
QR = address(GOOD)


def cases() -> Iterator[Case]:
    """All of it."""
    yield from _honest()
    yield from _strangers()
    mismatches = (_digits(), _truncated(), _flipped(), _envelopes(), _signatures(), _contents())
    for part in (*mismatches, _addresses()):
        yield from (Case(what, text, "mismatch") for what, text in part)


def _honest() -> Iterator[Case]:
    for what, text in {
        "the QR": QR,
        "digits alone": tokens.digits(GOOD),
        "spaces around": f"  {QR}\n",
        "a code with dashes": address(GOOD, code="0123-4567-89AF"),
        "a code in small letters": address(GOOD, code="0123456789af"),
        "a host in capitals": QR.replace(HOST, HOST.upper()),
        "without TLS": QR.replace("https:", "http:"),
    }.items():
        yield Case(what, text, "authentic")
    yield Case("an exercise", address(signed(CLAIMS, SAMPLE)), "sample")


def _strangers() -> Iterator[Case]:
    """What no key here can tell anything of."""
    elsewhere = CLAIMS | {1: "lain.test/log/netral-2026"}
    for what, text in {
        "nothing": "",
        "words": "sertifikat",
        "a code alone": CODE,
        "an address without digits": QR.partition("#")[0],
        "an address with a place on the page": QR.partition("#")[0] + "#isi",
        "unknown kid": address(signed(CLAIMS, OTHER)),
        "another instance": address(signed(elsewhere, OTHER), "https://lain.test"),
        "another host": address(signed(elsewhere, LIVE), "https://lain.test"),
        "another host, digits alone": tokens.digits(signed(elsewhere, LIVE)),
        "a zero before the digits": "0" + tokens.digits(GOOD),
    }.items():
        yield Case(what, text, "unknown")


def _digits() -> Iterator[tuple[str, str]]:
    digits = tokens.digits(GOOD)
    for what, text in {
        "a zero before": "0" + digits,
        "a letter behind": digits + "x",
        "a letter inside": digits[:50] + "x" + digits[51:],
        "digits of another script": digits[:50] + "٣" + digits[51:],
        "a digit more": digits + "0",
        "two digits changed places": digits[:60] + digits[61] + digits[60] + digits[62:],
        "another mark": str(int.from_bytes(b"\x02" + GOOD)),
        "no mark": str(int.from_bytes(GOOD)),
        "one digit": "7",
        "far too many": "9" * 20_000,
    }.items():
        yield f"digits: {what}", f"{BASE}/v/{CODE}#{text}"


def _truncated() -> Iterator[tuple[str, str]]:
    digits = tokens.digits(GOOD)
    for length in range(1, len(digits), 7):
        yield f"cut to {length} digits", f"{BASE}/v/{CODE}#{digits[:length]}"
    yield "cut digits alone", digits[:-1]


def _flipped() -> Iterator[tuple[str, str]]:
    """Each bit of the token once. A kid so changed names no known key: that is `unknown`."""
    kid = GOOD.index(tokens.kid(LIVE.public_key()))
    for place in range(len(GOOD)):
        if place not in range(kid, kid + 4):
            for bit in range(8):
                changed = bytearray(GOOD)
                changed[place] ^= 1 << bit
                yield f"bit {bit} of byte {place}", address(bytes(changed))


def _envelopes() -> Iterator[tuple[str, str]]:
    kid = tokens.kid(LIVE.public_key())
    content = cbor2.dumps(CLAIMS)
    for what, token in {
        "another algorithm": _token(content, {1: -7, 4: kid}),
        "the algorithm as a word": _token(content, {1: "EdDSA", 4: kid}),
        "no algorithm": _token(content, {4: kid}),
        "no kid": _token(content, {1: -8}),
        "a longer kid": _token(content, {1: -8, 4: kid + b"\x00"}),
        "a further header": _token(content, {1: -8, 4: kid, 3: 0}),
        "header out of order": _token(content, {4: kid, 1: -8}),
        "header as a map": _raw(18, [{1: -8, 4: kid}, {}, content, b"s" * 64]),
        "an empty header": _raw(18, [b"", {1: -8, 4: kid}, content, b"s" * 64]),
        "an unprotected header": _token(content, {1: -8, 4: kid}, {3: 0}),
        "five parts": _raw(18, [b"", {}, content, b"s" * 64, b""]),
        "detached": _raw(18, [cbor2.dumps({1: -8, 4: kid}), {}, None, b"s" * 64]),
        "another tag": _raw(17, cbor2.loads(GOOD).value),
        "no tag": GOOD[1:],
        "two tags": b"\xd2" + GOOD,
        "a tag in its long form": b"\xd8\x12" + GOOD[1:],
        "an indefinite array": b"\xd2\x9f" + GOOD[2:] + b"\xff",
        "bytes behind": GOOD + b"\x00",
        "itself behind": GOOD + GOOD,
        "nothing": b"",
    }.items():
        yield f"token: {what}", address(token)


def _signatures() -> Iterator[tuple[str, str]]:
    signature = GOOD[-64:]
    scalar = int.from_bytes(signature[32:], "little") + _ORDER
    for what, changed in {
        "of another key": signed(CLAIMS, OTHER)[-64:],
        "of the sample key": signed(CLAIMS, SAMPLE)[-64:],
        "of another content": signed(CLAIMS | {6: 1}, LIVE)[-64:],
        "of the bare content": LIVE.sign(cbor2.dumps(CLAIMS)),
        "not reduced": signature[:32] + scalar.to_bytes(32, "little"),
        "of zeros": bytes(64),
    }.items():
        yield f"signature {what}", address(GOOD[:-64] + changed)
    short = cbor2.loads(GOOD).value
    yield "a short signature", address(_raw(18, [*short[:3], signature[:-1]]))
    yield "no signature", address(_raw(18, [*short[:3], b""]))
    for what, old, new in (("name", b"Siti", b"Rini"), ("position", b"Plt.", b"Pjs.")):
        yield f"{what} changed", address(GOOD.replace(old, new))


def _contents() -> Iterator[tuple[str, str]]:
    """Signed by the pinned key itself: a bad form is refused all the same."""
    for what, content in (*encodings.spellings(CLAIMS), *encodings.contents(CLAIMS)):
        yield f"content: {what}", address(tokens.sign(content, LIVE))


def _addresses() -> Iterator[tuple[str, str]]:
    yield "address of another host", address(GOOD, "https://lain.test")
    yield "address with a port", address(GOOD, BASE + ":8443")
    yield "address with a name before it", address(GOOD, f"https://{HOST}@lain.test")
    yield "address with another code", address(GOOD, code="ZZZZZZZZZZZ2")
    yield "address with no code", address(GOOD, code="sertifikat")
    elsewhere = CLAIMS | {1: "lain.test/log/netral-2026"}
    yield "content of another host", address(signed(elsewhere, LIVE))


def signed(claims: dict[Any, Any], key: Ed25519PrivateKey) -> bytes:
    """The token of claims, whatever they are."""
    return tokens.sign(cbor2.dumps(claims), key)


def _token(content: bytes, protected: dict[Any, Any], unprotected: Any = None) -> bytes:
    """A token with any header, honestly signed."""
    header = cbor2.dumps(protected)
    signature = LIVE.sign(cbor2.dumps(["Signature1", header, b"", content]))
    return _raw(18, [header, unprotected or {}, content, signature])


def _raw(tag: int, value: Any) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(tag, value))


def _jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    public = key.public_key()
    named = {"kid": tokens.kid(public), "x": public.public_bytes_raw()}
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig"} | {
        name: base64.urlsafe_b64encode(value).rstrip(b"=").decode() for name, value in named.items()
    }
