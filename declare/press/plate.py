"""A laid-out design as finished PDF objects, into which each certificate is put."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from declare.core import moment
from declare.press import embedding, pdf_file
from declare.press.composition import Composition
from declare.press.page import Page
from declare.press.printable import Printable
from declare.press.qr import Symbol
from declare.press.signature_placeholder import SignaturePlaceholder

TITLE, CREATED, ALTERNATIVE = "slot:title", "1999-12-31T23:59:58Z", "slot:alternative"
"""Placeholders in the objects for the title, the time and the QR's description."""

_TITLE = "Sertifikat Ikrar Netralitas ASN: {}"
_ALTERNATIVE = "Kode QR sertifikat {}: alamat pemeriksaan dan isi yang ditandatangani."
_METADATA = {"Type": b"/Metadata", "Subtype": b"/XML"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which object is which."""

    catalog: int
    info: int
    metadata: int
    page: int
    content: int
    qr: int
    figure: int


@dataclass(frozen=True, slots=True)
class Plate:
    """`objects[0]` is number 1; the metadata stand there as text, without their stream.

    The page has gaps for a person's texts, or is whole already.
    """

    objects: tuple[bytes, ...]
    numbers: Numbers
    page: Page

    def press(
        self,
        printable: Printable,
        composition: Composition,
        symbol: Symbol,
        signature: SignaturePlaceholder | None = None,
    ) -> bytes:
        """Return the file of one certificate, with room for its signature if one is given."""
        number = self.numbers
        own = {
            number.content: pdf_file.stream(self.page.press(composition.person)),
            number.qr: _picture(symbol),
            number.figure: self._figure(printable),
            number.info: self._info(printable),
            number.metadata: self._metadata(printable),
        }
        objects = [own.get(n, content) for n, content in enumerate(self.objects, start=1)]
        embedding.embed(objects, number.catalog, printable.attachments, printable.signed_at)
        if signature is not None:
            signature.place(objects, number.catalog, number.page)
        return pdf_file.write(objects, number.catalog, number.info)

    def _figure(self, printable: Printable) -> bytes:
        alternative = _ALTERNATIVE.format(printable.printed_code)
        placeholder = f"({ALTERNATIVE})".encode()
        figure = self.objects[self.numbers.figure - 1]
        return figure.replace(placeholder, pdf_file.text_string(alternative))

    def _info(self, printable: Printable) -> bytes:
        title, signed = f"({TITLE})".encode(), pdf_file.date_string(printable.signed_at)
        created = pdf_file.date_string(datetime.fromisoformat(CREATED))
        info = self.objects[self.numbers.info - 1].replace(created, signed)
        return info.replace(title, pdf_file.text_string(_TITLE.format(printable.name)))

    def _metadata(self, printable: Printable) -> bytes:
        title = escape(_TITLE.format(printable.name)).encode()
        signed = moment.iso(printable.signed_at).encode()
        packet = self.objects[self.numbers.metadata - 1].replace(CREATED.encode(), signed)
        return pdf_file.raw_stream(packet.replace(TITLE.encode(), title), _METADATA)


def _picture(symbol: Symbol) -> bytes:
    side = b"%d" % symbol.side
    entries = {"Width": side, "Height": side, "BitsPerComponent": b"1", "Interpolate": b"false"}
    kind = {"Type": b"/XObject", "Subtype": b"/Image", "ColorSpace": b"/DeviceGray"}
    return pdf_file.stream(symbol.rows, {**kind, **entries})
