"""Timestamps on signatures, by an authority of RFC 3161: what makes PAdES B-B a B-T.

A token says that a signature existed at a moment. Here it must be whole and of this signature;
whether its authority is to be trusted is decided by the reader of the file.
"""

from __future__ import annotations

import asyncio
import hashlib
from threading import BoundedSemaphore
from typing import Final

from asn1crypto import cms, parser, tsp
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)

from declare.errors import DeclareError

SECONDS: Final = 5
"""How long an answer may take. The first certificate of a process asks twice."""

_DIGEST: Final = "sha256"
_SIGNER_INFO_DEPTH: Final = 4
"""In ContentInfo, [0], SignedData and signerInfos (RFC 5652), each the last of its parent."""

# Of each process of the web server: while the authority is silent, the others serve pages.
_places = BoundedSemaphore(4)


class Unstamped(DeclareError):
    """The authority gave no timestamp that holds, or none in time: no file was made."""

    status = 503


class Unsound(ValueError):
    """A token is not whole, or not of this signature."""


class Authority:
    """An authority at an address."""

    def __init__(self, url: str) -> None:
        self._stamper = HTTPTimeStamper(url, timeout=SECONDS)

    def stamp(self, signed: bytes) -> bytes:
        """Return a CMS of one signer with a token of its signature. Raises Unstamped."""
        if not _places.acquire(blocking=False):
            raise Unstamped
        try:
            (signer,) = cms.ContentInfo.load(signed)["content"]["signer_infos"]
            digest = hashlib.new(_DIGEST, signer["signature"].native).digest()
            token = asyncio.run(self._stamper.async_timestamp(digest, _DIGEST))
            check(token, digest, _DIGEST)
        except Exception as fault:  # asn1crypto meets junk in every way that Python has
            raise Unstamped from fault
        finally:
            _places.release()
        return attach(signed, token)


def check(token: cms.ContentInfo, digest: bytes, algorithm: str) -> None:
    """Raise Unsound unless the token is for that digest, under the certificate that it brings."""
    signed = token["content"]
    content = signed["encap_content_info"]["content"]
    (signer,) = signed["signer_infos"]
    digested = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    certificate = extract_certs_for_validation(signed).signer_cert
    if validate_sig_integrity(signer, certificate, "tst_info", digested) != (True, True):
        raise Unsound("signature")
    shown = tsp.TSTInfo.load(bytes(content), strict=True)["message_imprint"]
    if shown["hash_algorithm"]["algorithm"].native != algorithm:
        raise Unsound("algorithm")
    if shown["hashed_message"].native != digest:
        raise Unsound("imprint")


# asn1crypto is not asked to encode a token. It takes a length whose last octet is 80 hexadecimal
# for the indefinite form; then it sorts the token's certificates, which authorities need not do,
# and recurses without end.


def attach(signed: bytes, token: cms.ContentInfo) -> bytes:
    """Return a CMS in DER with the token, as it was read, among its unsigned attributes.

    RFC 3161, appendix A; the CMS has one signer and no unsigned attribute yet.
    """
    kind = cms.CMSAttributeType("signature_time_stamp_token").dump()
    values = parser.emit(0, 1, 17, parser.emit(0, 1, 16, token.contents))
    attributes = parser.emit(2, 1, 1, parser.emit(0, 1, 16, kind + values))
    return _appended(signed, _SIGNER_INFO_DEPTH, attributes)


def _appended(encoded: bytes, depth: int, addition: bytes) -> bytes:
    """Append to the contents of the element that is the last one at that depth."""
    tag_class, method, tag, _, contents, _ = parser.parse(encoded)
    start = 0
    if depth:
        while start + (length := parser.peek(contents[start:])) < len(contents):
            start += length
        addition = _appended(contents[start:], depth - 1, addition)
        contents = contents[:start]
    return bytes(parser.emit(tag_class, method, tag, contents + addition))
