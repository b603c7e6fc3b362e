"""A certificate as PDF/A-3b. The same `Printable` gives the same bytes, in every process."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from declare.press import placeholders, qr, typesetter_process
from declare.press.composition import Composition, compose
from declare.press.plate import Plate
from declare.press.printable import Attachment, Printable
from declare.press.signature_placeholder import SignaturePlaceholder

__all__ = ["Attachment", "Printable", "render"]

# A plate is some 150 kB; an event needs one for each shape of name and position, four or five.
_PLATES = 48


def render(printable: Printable, signature: SignaturePlaceholder | None = None) -> bytes:
    """Return the certificate's PDF. It is not signed: its QR and its attachments are.

    With a `signature` placeholder it has room for one, and is valid once that is filled.

    The first of a design and shape takes about 0.1 s of CPU, or 1 s after a pause, the others
    some 6 ms. Raises TypesettingFailed.
    """
    symbol = qr.encode(printable.address, printable.digits)
    composition = compose(printable, symbol.side)
    return _plate(printable, composition).press(printable, composition, symbol, signature)


def _plate(printable: Printable, composition: Composition) -> Plate:
    if not placeholders.pressable(composition.person):
        return typesetter_process.build(printable.design(), composition, None)
    return _shared(
        printable.design(), replace(composition, person=placeholders.stand_in(composition.person))
    )


@lru_cache(maxsize=_PLATES)
def _shared(design: Printable, composition: Composition) -> Plate:
    """The plate of all certificates of one design whose lines have the same sizes and number."""
    return typesetter_process.build(design, composition, composition.person)
