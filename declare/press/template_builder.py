"""Builds a plate: a design is laid out once, and its objects are finished for pressing.

This loads WeasyPrint; outside of tests it runs in the process of `typesetter_process`.
"""

from __future__ import annotations

from typing import Any

import pydyf

from declare.press import artwork, pdf_file, weasy_layout
from declare.press.composition import Composition
from declare.press.page import Page
from declare.press.person import Person
from declare.press.plate import ALTERNATIVE, Numbers, Plate
from declare.press.printable import Printable

_FRAME_RIGHT, _FRAME_TOP, _FRAME_EDGE = 284.0, 113.0, 6.0


def build(design: Printable, composition: Composition, gaps: Person | None) -> Plate:
    """Lay out a composition; `gaps` is its person if the texts shall be replaced later."""
    pdf = weasy_layout.lay_out(design, composition)
    numbers = _numbers(pdf)
    # WeasyPrint leaves its own axes behind; what is drawn after it expects those of the page.
    content = b"q\n" + _joined(pdf.objects[numbers.content]) + b"\nQ"
    metadata = _joined(pdf.objects[numbers.metadata])
    objects = [_finished(item) for item in pdf.objects[1:]]
    objects[numbers.metadata - 1] = metadata
    _surround(objects, numbers, _artwork(design, composition.qr_side))
    return Plate(tuple(objects), numbers, Page.of(content, gaps))


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
        qr=next(item.number for item in pictures if _size(item) == weasy_layout.QR_STAND_IN),
        figure=next(item.number for item in figures if item["Alt"].string == ALTERNATIVE),
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
