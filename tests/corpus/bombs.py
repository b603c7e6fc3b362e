"""Small files that cost much to read: half a megabyte at most, but for one of ten.

Where what is enclosed cannot be read the file is still one with pages, and a mismatch.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from declare.certificates import enclosure
from declare.press import pdf_file

_MEGABYTE = 1024 * 1024


def zeros(megabytes: int) -> bytes:
    """A deflate stream of so many zeros, made without making the zeros."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(_MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    count = megabytes * _MEGABYTE % 65521
    return head + again * (megabytes - 1) + b"\x03\x00" + (count << 16 | 1).to_bytes(4)


def page(content: bytes, catalog: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """A file of one page with this content stream, further catalog entries and objects from 6."""
    objects = (
        b"<</Type /Catalog /Pages 2 0 R %s>>" % catalog,
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R>>",
        pdf_file.raw_stream(content, {"Filter": b"/FlateDecode"}),
        b"<</Producer (x)>>",
        *more,
    )
    return pdf_file.write(objects, 1, 5)


def enclosing(stream: bytes) -> bytes:
    """A file that encloses something under the name of a certificate's content."""
    name = pdf_file.text_string(enclosure.CONTENT)
    catalog = b"/Names <</EmbeddedFiles <</Names [%s 6 0 R]>>>>" % name
    return page(zlib.compress(b""), catalog, (b"<</EF <</F 7 0 R>>>>", stream))


def all_of(certificate: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Each with its name and verdict."""
    flate, twice = b"/FlateDecode", b"[/FlateDecode /FlateDecode]"
    bomb = zeros(500)
    yield "half a gigabyte on the page", page(bomb), "mismatch"
    enclosed = pdf_file.raw_stream(bomb, {"Filter": flate})
    yield "half a gigabyte enclosed", enclosing(enclosed), "mismatch"
    nested = pdf_file.raw_stream(zlib.compress(bomb, 9), {"Filter": twice})
    yield "half a gigabyte packed twice", enclosing(nested), "mismatch"
    yield "an index of half a gigabyte", _indexed(bomb), "unreadable"
    yield "an index of a billion", _long_index(), "unreadable"
    deep = b"/Deep " + b"[" * 50_000 + b"]" * 50_000
    yield "arrays in arrays", page(zlib.compress(b""), deep), "unreadable"
    yield "names without end", page(zlib.compress(b""), b"/Names 6 0 R", (b"6 0 R",)), "mismatch"
    claims = b"/ByteRange [0 1 2 3]" * 25_000
    yield "claims without end", certificate + b"\n%" + claims, "appended"
    yield "nothing but claims", b"%PDF-1.7\n" + claims, "mismatch"
    yield "ten megabytes of nothing", b"%PDF-1.7\n" + b"\n" * (10 * _MEGABYTE - 9), "unreadable"


def _indexed(bomb: bytes) -> bytes:
    """A cross-reference stream instead of a table."""
    head = b"%PDF-1.7\n"
    entries = {"Type": b"/XRef", "Size": b"3", "W": b"[1 2 1]", "Root": b"1 0 R"}
    index = pdf_file.raw_stream(bomb, {**entries, "Filter": b"/FlateDecode"})
    return head + b"2 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (index, len(head))


def _long_index() -> bytes:
    table = b"xref\n0 999999999\n0000000000 65535 f \ntrailer\n<</Size 999999999 /Root 1 0 R>>\n"
    return b"%PDF-1.7\n" + table + b"startxref\n9\n%%EOF\n"
