"""The placeholder of a certifying signature: the objects of ISO 32000-1 §12.8 around a gap."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from declare.press import pdf_file

FIELD: Final = "Segel penerbit"
REASON: Final = (
    "Ditandatangani dengan kunci penyelenggara; "
    "bukan tanda tangan elektronik tersertifikasi (PSrE/BSrE)."
)

LONGEST: Final = 32 * 1024 - 1
"""The most bytes that a CMS may have here: verification reads no longer gap."""

_GAP = b"/Contents <"
_RANGE = b"/ByteRange ["
_RANGE_WIDTH = 36
_PRINTED_AND_LOCKED = b"132"
_PARAMETERS = b"<</Type /TransformParams /P %d /V /1.2>>"
_NO_CHANGES, _SIGNATURES = 1, 2


class TooLong(ValueError):
    """A signature does not fit into its placeholder."""


@dataclass(frozen=True, slots=True)
class SignaturePlaceholder:
    """A signature that is still to be made: the time that it claims, and its longest CMS in bytes.

    It shows nothing on the page and permits no changes (DocMDP 1), or `open_to_signatures` later
    signatures (DocMDP 2).
    """

    at: datetime
    size: int
    open_to_signatures: bool = False

    def place(self, objects: list[bytes], catalog: int, page: int) -> None:
        """Add the signature, its field and its place on the page to a file's objects.

        The signature becomes the last object: `fill` looks for it from the end.
        """
        field, signature = (pdf_file.reference(len(objects) + place) for place in (1, 2))
        objects += [_field(signature, pdf_file.reference(page)), self._signature()]
        form = b"<</Fields [%s] /SigFlags 3>>" % field
        permissions = b"<</DocMDP %s>>" % signature
        objects[catalog - 1] = pdf_file.extended(
            objects[catalog - 1], {"AcroForm": form, "Perms": permissions}
        )
        objects[page - 1] = pdf_file.extended(objects[page - 1], {"Annots": b"[%s]" % field})

    def _signature(self) -> bytes:
        parameters = _PARAMETERS % (_SIGNATURES if self.open_to_signatures else _NO_CHANGES)
        method = b"<</Type /SigRef /TransformMethod /DocMDP /TransformParams %s>>" % parameters
        return pdf_file.dictionary(
            {
                "Type": b"/Sig",
                "Filter": b"/Adobe.PPKLite",
                "SubFilter": b"/ETSI.CAdES.detached",
                "M": pdf_file.date_string(self.at),
                "Reason": pdf_file.text_string(REASON),
                "Reference": b"[%s]" % method,
                "ByteRange": b"[%s]" % (b" " * _RANGE_WIDTH),
                "Contents": b"<%s>" % (b"00" * self.size),
            }
        )

    def fill(self, pdf: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        """Return the file with what `sign` makes of the SHA-256 of all but the gap, a DER CMS.

        Raises TooLong.
        """
        start = pdf.rindex(_GAP) + len(_GAP) - 1
        end = start + 2 * self.size + 2
        numbers = b"0 %d %d %d" % (start, end, len(pdf) - end)
        before = _with_range(pdf[:start], numbers)
        after = pdf[end:]
        cms = sign(hashlib.sha256(before + after).digest())
        if len(cms) > self.size:
            raise TooLong("the signature is longer than its blank")
        return b"%s<%s>%s" % (before, cms.hex().encode().ljust(2 * self.size, b"0"), after)


def _field(signature: bytes, page: bytes) -> bytes:
    return pdf_file.dictionary(
        {
            "Type": b"/Annot",
            "Subtype": b"/Widget",
            "FT": b"/Sig",
            "T": pdf_file.text_string(FIELD),
            "V": signature,
            "P": page,
            "Rect": b"[0 0 0 0]",
            "F": _PRINTED_AND_LOCKED,
        }
    )


def _with_range(before: bytes, numbers: bytes) -> bytes:
    place = before.rindex(_RANGE) + len(_RANGE)
    return before[:place] + numbers.ljust(_RANGE_WIDTH) + before[place + _RANGE_WIDTH :]
