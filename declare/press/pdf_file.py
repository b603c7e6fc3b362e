"""PDF as bytes: strings, streams and the file around numbered objects (ISO 32000-1 §7)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def text_string(text: str) -> bytes:
    """Return a text string object in UTF-16, whatever characters it holds."""
    return b"<" + b"\xfe\xff".hex().encode() + text.encode("utf-16-be").hex().encode() + b">"


def date_string(moment: datetime) -> bytes:
    return f"(D:{moment.astimezone(UTC):%Y%m%d%H%M%SZ})".encode()


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    return b"<<" + b"".join(b"/%s %s" % (key.encode(), v) for key, v in entries.items()) + b">>"


def extended(dictionary: bytes, entries: Mapping[str, bytes]) -> bytes:
    """Return a dictionary object with further entries, which it must not have yet."""
    added = b"".join(b"/%s %s" % (key.encode(), v) for key, v in entries.items())
    return dictionary.rstrip().removesuffix(b">>") + added + b">>"


def stream(data: bytes, entries: Mapping[str, bytes] | None = None) -> bytes:
    """Return a stream object of `data`, compressed."""
    return raw_stream(zlib.compress(data, 6), {**(entries or {}), "Filter": b"/FlateDecode"})


def raw_stream(data: bytes, entries: Mapping[str, bytes]) -> bytes:
    """Return a stream object of bytes that are already as `entries` say."""
    head = dictionary({**entries, "Length": b"%d" % len(data)})
    return head + b"\nstream\n" + data + b"\nendstream"


def reference(number: int) -> bytes:
    return b"%d 0 R" % number


def write(objects: Sequence[bytes], root: int, info: int) -> bytes:
    """Return the file of `objects`, numbered from 1, with a catalog and an information dictionary.

    The file's identifier is made from its content, so the same objects make the same file.
    """
    parts, offsets, place = [_HEADER], [], len(_HEADER)
    for number, content in enumerate(objects, start=1):
        offsets.append(place)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        place += len(parts[-1])
    identifier = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
    trailer = {
        "Size": b"%d" % (len(objects) + 1),
        "Root": reference(root),
        "Info": reference(info),
        "ID": b"[<%s> <%s>]" % (identifier, identifier),
    }
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    end = b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (dictionary(trailer), place)
    return b"".join([*parts, table, end])
