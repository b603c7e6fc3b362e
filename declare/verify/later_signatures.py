"""Signatures that were added to a certificate whose event lets its agency seal the file.

What follows the certified revision must be signatures and nothing else, and the last must cover the
whole file. Whether a later signer is who it says is not decided here: its name is a claim.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from asn1crypto import cms, tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from declare.press import timestamp

_MOST: Final = 6
_LONGEST_NAME: Final = 120


class NotOnlySignatures(ValueError):
    """Something else than whole signatures follows the certified revision."""


def signers(data: bytes, end: int) -> tuple[str, ...]:
    """Return what later signers of a file call themselves, in the order of their signatures.

    `end` is where the certified revision ends. pyHanko compares it with the file: besides new
    signatures, invisible ones, it passes nothing that shows on a page. Raises NotOnlySignatures,
    and for a file that is broken on purpose exceptions of any type.
    """
    reader = PdfFileReader(BytesIO(data))
    certified, *later = reader.embedded_signatures
    if _end(certified) != end or not 0 < len(later) <= _MOST or _end(later[-1]) != len(data):
        raise NotOnlySignatures
    for signature in (certified, *later):
        _refuse_changes(signature, last=signature is later[-1])
    return tuple(map(_name, later))


def _end(signature: EmbeddedPdfSignature) -> int:
    start, _, again, rest = map(int, signature.byte_range)
    return again + rest if start == 0 else -1


def _refuse_changes(signature: EmbeddedPdfSignature, *, last: bool) -> None:
    """Raise NotOnlySignatures unless only what it permits follows this signature, a sound one."""
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    covers = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
    found = signature.summarise_integrity_info()
    if found["coverage"] is not covers or found["docmdp_ok"] is not True or not _sound(signature):
        raise NotOnlySignatures


def _sound(signature: EmbeddedPdfSignature) -> bool:
    """Tell whether a signature holds under the certificate that it brings."""
    if signature.sig_object_type == "/DocTimeStamp":
        return _sound_timestamp(signature)
    signer = signature.signer_info
    digest = signature.compute_digest()
    return validate_sig_integrity(signer, signature.signer_cert, "data", digest) == (True, True)


def _sound_timestamp(signature: EmbeddedPdfSignature) -> bool:
    token = cms.ContentInfo({"content_type": "signed_data", "content": signature.signed_data})
    content = bytes(signature.signed_data["encap_content_info"]["content"])
    imprint = tsp.TSTInfo.load(content)["message_imprint"]["hash_algorithm"]["algorithm"].native
    timestamp.check(token, signature.compute_digest(imprint), imprint)
    return True


def _name(signature: EmbeddedPdfSignature) -> str:
    """Return the common name in a signer's certificate; empty if it cannot be shown as it is."""
    name = signature.signer_cert.subject.native.get("common_name", "")
    shown = isinstance(name, str) and name.isprintable() and len(name) <= _LONGEST_NAME
    return " ".join(name.split()) if shown else ""
