"""A laid-out design as finished PDF objects, into which each certificate is put."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from xml.sax.saxutils import escape

import pydyf

from declare.certificates import artwork, embedding, pdf_file, sheet
from declare.certificates.blank import Blank
from declare.certificates.composition import Composition
from declare.certificates.page import Page
from declare.certificates.person import Person
from declare.certificates.printable import Printable
from declare.certificates.qr import Symbol

_TITLE = "Sertifikat Ikrar Netralitas ASN: {}"
_ALTERNATIVE = "Kode QR sertifikat {}: alamat pemeriksaan dan isi yang ditandatangani."
_METADATA = {"Type": b"/Metadata", "Subtype": b"/XML"}
_FRAME_RIGHT, _FRAME_TOP, _FRAME_EDGE = 284.0, 113.0, 6.0


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

    @classmethod
    def make(cls, design: Printable, composition: Composition, gaps: Person | None) -> Self:
        """Lay out a composition; `gaps` is its person if the texts shall be replaced later."""
        pdf = sheet.lay_out(design, composition)
        numbers = _numbers(pdf)
        # WeasyPrint leaves its own axes behind; what is drawn after it expects the sheet's.
        content = b"q\n" + _joined(pdf.objects[numbers.content]) + b"\nQ"
        metadata = _joined(pdf.objects[numbers.metadata])
        objects = [_finished(item) for item in pdf.objects[1:]]
        objects[numbers.metadata - 1] = metadata
        _surround(objects, numbers, _artwork(design, composition.qr_side))
        return cls(tuple(objects), numbers, Page.of(content, gaps))

    def press(
        self,
        printable: Printable,
        composition: Composition,
        symbol: Symbol,
        blank: Blank | None = None,
    ) -> bytes:
        """Return the file of one certificate, with a blank for its signature if one is given."""
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
        if blank is not None:
            blank.place(objects, number.catalog, number.page)
        return pdf_file.write(objects, number.catalog, number.info)

    def _figure(self, printable: Printable) -> bytes:
        alternative = _ALTERNATIVE.format(printable.printed_code)
        stand_in = f"({sheet.ALTERNATIVE})".encode()
        figure = self.objects[self.numbers.figure - 1]
        return figure.replace(stand_in, pdf_file.text_string(alternative))

    def _info(self, printable: Printable) -> bytes:
        title, moment = f"({sheet.TITLE})".encode(), pdf_file.date_string(printable.signed_at)
        created = pdf_file.date_string(datetime.fromisoformat(sheet.CREATED))
        info = self.objects[self.numbers.info - 1].replace(created, moment)
        return info.replace(title, pdf_file.text_string(_TITLE.format(printable.name)))

    def _metadata(self, printable: Printable) -> bytes:
        title = escape(_TITLE.format(printable.name)).encode()
        moment = f"{printable.signed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
        packet = self.objects[self.numbers.metadata - 1].replace(sheet.CREATED.encode(), moment)
        return pdf_file.raw_stream(packet.replace(sheet.TITLE.encode(), title), _METADATA)


def _numbers(pdf: Any) -> Numbers:
    """Find the objects that differ from one certificate to the next."""
    dictionaries = [item for item in pdf.objects if isinstance(item, pydyf.Dictionary)]
    page = next(item for item in dictionaries if item.get("Type") == "/Page")
    figures = (item for item in dictionaries if "Alt" in item)
    pictures = (item for item in pdf.objects if isinstance(item, pydyf.Stream))
    return Numbers(
        catalog=pdf.catalog.number,
        info=pdf.info.number,
        metadata=_referred(pdf.catalog["Metadata"]),
        page=page.number,
        content=_referred(page["Contents"]),
        qr=next(item.number for item in pictures if _size(item) == sheet.QR_STAND_IN),
        figure=next(item.number for item in figures if item["Alt"].string == sheet.ALTERNATIVE),
    )


def _referred(reference: bytes) -> int:
    return int(reference.split()[0])


def _size(picture: pydyf.Stream) -> tuple[object, object]:
    return picture.extra.get("Width"), picture.extra.get("Height")


def _joined(stream: pydyf.Stream) -> bytes:
    """The content of an uncompressed stream."""
    data: bytes = stream.data
    return data.partition(b"stream\n")[2].removesuffix(b"\nendstream")


def _finished(item: pydyf.Object) -> bytes:
    if isinstance(item, pydyf.Stream):
        item.compress = "Filter" not in item.extra
    data: bytes = item.data
    return data


def _artwork(design: Printable, qr_side: float) -> tuple[list[bytes], list[bytes]]:
    """What is drawn before the words, and what after them."""
    digest, side = bytes.fromhex(design.statement_digest), qr_side + _FRAME_EDGE
    frame = (_FRAME_RIGHT - side, _FRAME_TOP, side)
    after = [] if design.live else [artwork.overlay(frame)]
    return [artwork.underlay(digest, design.slug)], after


def _surround(
    objects: list[bytes], numbers: Numbers, drawings: tuple[list[bytes], list[bytes]]
) -> None:
    """Make the page's content one of several streams."""

    def added(drawing: bytes) -> bytes:
        objects.append(pdf_file.stream(drawing))
        return pdf_file.reference(len(objects))

    words = pdf_file.reference(numbers.content)
    before, after = drawings
    streams = b" ".join([*map(added, before), words, *map(added, after)])
    page = objects[numbers.page - 1]
    objects[numbers.page - 1] = page.replace(b"/Contents " + words, b"/Contents [" + streams + b"]")


def _picture(symbol: Symbol) -> bytes:
    side = b"%d" % symbol.side
    entries = {"Width": side, "Height": side, "BitsPerComponent": b"1", "Interpolate": b"false"}
    kind = {"Type": b"/XObject", "Subtype": b"/Image", "ColorSpace": b"/DeviceGray"}
    return pdf_file.stream(symbol.rows, {**kind, **entries})
