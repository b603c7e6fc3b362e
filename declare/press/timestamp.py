"""Timestamps on signatures, by an authority of RFC 3161: what makes PAdES B-B a B-T.

A token says that a signature existed at a moment. Here it must be whole and of this signature;
whether its authority is to be trusted is decided by the reader of the file.
"""

from __future__ import annotations

import hashlib
from threading import BoundedSemaphore
from typing import Final

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)

from declare.errors import DeclareError

SECONDS: Final = 5
"""How long an answer may take. The first certificate of a process asks twice."""

# Of each process of the web server: while the authority is silent, the others serve pages.
_places = BoundedSemaphore(4)


class Unstamped(DeclareError):
    """The authority gave no timestamp that holds, or none in time: no file was made."""

    status = 503


class Unsound(ValueError):
    """A token is not whole, or not of this signature."""


class Authority(HTTPTimeStamper):
    """An authority at an address."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=SECONDS)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a token for that digest of a signature. Raises Unstamped."""
        if not _places.acquire(blocking=False):
            raise Unstamped
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            check(token, message_digest, md_algorithm)
        except Exception as fault:  # asn1crypto meets junk in every way that Python has
            raise Unstamped from fault
        finally:
            _places.release()
        return token


class Held(TimeStamper):
    """Returns a given token in place of an authority."""

    def __init__(self, token: cms.ContentInfo) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._token = token

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return that token. Raises Unsound if it belongs to something else."""
        check(self._token, message_digest, md_algorithm)
        return self._token


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
