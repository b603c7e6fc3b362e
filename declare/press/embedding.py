"""Files inside a PDF: associated files as PDF/A-3 wants them (ISO 19005-3 §6.8)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from declare.press import pdf_file
from declare.press.printable import Attachment


def embed(
    objects: list[bytes], catalog: int, attachments: tuple[Attachment, ...], moment: datetime
) -> None:
    """Add files to a file's objects and name them in its catalog; `moment` stands as their date."""
    if not attachments:
        return
    named = sorted(attachments, key=lambda attachment: attachment.name)
    references = [_added(objects, _specification(objects, file, moment)) for file in named]
    pairs = zip(named, references, strict=True)
    names = b" ".join(pdf_file.text_string(file.name) + b" " + number for file, number in pairs)
    objects[catalog - 1] = pdf_file.extended(
        objects[catalog - 1],
        {
            "AF": b"[%s]" % b" ".join(references),
            "Names": b"<</EmbeddedFiles <</Names [%s]>>>>" % names,
        },
    )


def _specification(objects: list[bytes], file: Attachment, moment: datetime) -> bytes:
    content = _added(objects, _content(file, moment))
    name = pdf_file.text_string(file.name)
    return pdf_file.dictionary(
        {
            "Type": b"/Filespec",
            "F": name,
            "UF": name,
            "Desc": pdf_file.text_string(file.description),
            "AFRelationship": b"/Data",
            "EF": pdf_file.dictionary({"F": content, "UF": content}),
        }
    )


def _content(file: Attachment, moment: datetime) -> bytes:
    date = pdf_file.date_string(moment)
    checksum = hashlib.md5(file.data, usedforsecurity=False).hexdigest().encode()
    parameters = {"Size": b"%d" % len(file.data), "CreationDate": date, "ModDate": date}
    return pdf_file.stream(
        file.data,
        {
            "Type": b"/EmbeddedFile",
            "Subtype": b"/" + file.mime.replace("/", "#2F").encode("ascii"),
            "Params": pdf_file.dictionary({**parameters, "CheckSum": b"<%s>" % checksum}),
        },
    )


def _added(objects: list[bytes], content: bytes) -> bytes:
    objects.append(content)
    return pdf_file.reference(len(objects))
