"""PDFs that strangers hand in, made out of one certificate, each with the verdict it must get.

`unreadable` is no verdict: the page says so beside the field, a command finds nothing in it.
"""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from declare.core import authority
from declare.press import pdf
from declare.press.printable import Printable
from declare.press.render import render
from tests.corpus import bombs

STRANGER = authority.make("Sertifikat Ikrar")
"""Another instance, of the same name."""


@dataclass(frozen=True)
class Case:
    """What was handed in, and the verdict it must get."""

    what: str
    data: bytes
    verdict: str


@dataclass(frozen=True)
class Original:
    """A certificate as it was handed out, and what it was drawn from."""

    data: bytes
    printable: Printable
    at: datetime
    verdict: str = "valid"

    @property
    def gap(self) -> tuple[int, int]:
        """Where the signature stands, which alone it does not cover."""
        found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+ *\]", self.data)
        assert found
        return int(found[1]), int(found[2])


def cases(one: Original, folder: Path) -> Iterator[Case]:
    """All of it, but the flipped bits."""
    yield Case("as handed out", one.data, one.verdict)
    for verdict, part in {
        "appended": _appended(one),
        "mismatch": (*_signatures(one), *_impostors(one), *_rewritten(one, folder)),
    }.items():
        yield from (Case(what, data, verdict) for what, data in part)
    yield from (Case(what, data, "unreadable") for what, data in _unreadable(one, folder))
    yield from (Case(*bomb) for bomb in bombs.all_of(one.data))


def flips(one: Original, inside: int, outside: int) -> Iterator[tuple[int, bytes]]:
    """Copies with one bit turned: that many in the signature and its padding, and elsewhere."""
    chance = random.Random(1)
    start, stop = one.gap
    edges = [*range(8), *range(start - 60, start + 8), *range(stop - 4, stop + 4)]
    places = [*edges, *(chance.randrange(start, stop) for _ in range(inside))]
    for place in [*places, *(chance.randrange(len(one.data)) for _ in range(outside))]:
        turned = bytearray(one.data)
        turned[place] ^= 1 << chance.randrange(8)
        yield place, bytes(turned)


def _appended(one: Original) -> Iterator[tuple[str, bytes]]:
    yield "an empty line after the end", one.data + b"\n"
    yield "junk after the end", one.data + bytes(random.Random(2).randbytes(4000))
    yield "itself after the end", one.data + one.data
    yield "an honest later revision", _revised(one.data, honest=True)
    yield "an overlay over the name", _revised(one.data, honest=False)
    yield "a second signature", countersigned(one.data)
    yield (
        "a second signature of a stranger in our manner",
        _revised(one.data, honest=True) + pdf.local(STRANGER).certify(one.printable, one.at),
    )


def _signatures(one: Original) -> Iterator[tuple[str, bytes]]:
    """The same words, and another signature in their midst."""
    start, stop = one.gap
    gap = one.data[start:stop]
    held = bytes.fromhex(gap[1:-1].decode())
    made = cms.ContentInfo.load(held).dump()

    def filled(other: bytes) -> bytes:
        assert len(other) == len(gap)
        return one.data[:start] + other + one.data[stop:]

    def signed(other: bytes) -> bytes:
        return filled(b"<%s>" % other.hex().encode().ljust(len(gap) - 2, b"0"))

    yield "signature in capitals", filled(gap.upper())
    yield "signature removed", filled(b"<%s>" % (b"0" * (len(gap) - 2)))
    yield "signature an empty text", filled(b"<>" + b" " * (len(gap) - 2))
    yield "junk in the padding", filled(gap[:-3] + b"1f>")
    yield "spaces in the padding", filled(gap[:-3] + b"  >")
    yield "signature of another certificate", signed(_other_signature(one))
    for what, other in _retold(made):
        yield what, signed(other)
    rest = len(one.data) - stop
    moved = b"<%s>/ByteRange [0 %d %d %d]" % (made.hex().encode(), start, stop + 200, rest)
    yield "signature wrapped", one.data[:start] + moved.ljust(len(gap) + 200) + one.data[stop:]


def _retold(made: bytes) -> Iterator[tuple[str, bytes]]:
    """The signature's value as it was, and about it other things that it does not cover."""

    def copy() -> cms.ContentInfo:
        return cms.ContentInfo.load(made)

    other = copy()
    other["content"]["version"] = "v3"
    yield "another version of CMS", other.dump()
    other = copy()
    other["content"]["certificates"] = list(other["content"]["certificates"])[:1]
    yield "a certificate left out", other.dump()
    other = copy()
    other["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "content_type", "values": ["data"]})]
    )
    yield "an attribute that nobody signed", other.dump()


def _other_signature(one: Original) -> bytes:
    start, stop = one.gap
    content = one.data[: start - 1] + one.data[stop:]
    signer = SimpleSigner.load_pkcs12_data(STRANGER, [])
    made = signer.async_sign(content[:32], "sha256", use_pades=True)
    return bytes(asyncio.run(made).dump())


def _impostors(one: Original) -> Iterator[tuple[str, bytes]]:
    """Whole files of others; all of them enclose a token and a proof that are good."""
    stranger = pdf.local(STRANGER)
    yield "not signed at all", render(one.printable)
    yield "another instance's certificate", stranger.certify(one.printable, one.at)
    lying = replace(one.printable, name="Palsu, S.H.")
    yield "another name on the page", render(lying)
    yield "another name, signed by a stranger", stranger.certify(lying, one.at)
    bare = replace(one.printable, attachments=())
    yield "a look-alike without enclosures", stranger.certify(bare, one.at)
    yield "a blank page", bombs.page(zlib.compress(b""))


def _rewritten(one: Original, folder: Path) -> Iterator[tuple[str, bytes]]:
    """What programs make of a certificate that is saved anew."""
    yield "the signature's field removed", one.data.replace(b"/AcroForm", b"/AcroFarm")
    yield "no longer a signature", one.data.replace(b"/Type /Sig/", b"/Type /Sog/")
    yield "saved anew", _saved(one.data, folder, "--object-streams=generate")
    yield "made for the web", _saved(one.data, folder, "--linearize")
    yield "printing forbidden", _saved(one.data, folder, "--encrypt", "", "owner", "256", "--")
    yield "another heading before it", b"%PDF-1.4\n" + one.data


def _unreadable(one: Original, folder: Path) -> Iterator[tuple[str, bytes]]:
    yield (
        "locked by a password",
        _saved(render(one.printable), folder, "--encrypt", "user", "owner", "256", "--"),
    )
    yield "nothing", b""
    yield "a heading", b"%PDF-1.7\n"
    yield "junk behind a heading", b"%PDF-1.7\n" + random.Random(3).randbytes(20_000)
    yield "cut in its midst", one.data[: len(one.data) // 2]
    yield "cut behind its signature", one.data[: one.gap[1] + 20]
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "a page of the web", b"<!doctype html><title>Sertifikat</title>"


def _revised(data: bytes, *, honest: bool) -> bytes:
    """An incremental update by a library of others."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    if honest:
        writer.root["/ViewerPreferences"] = generic.DictionaryObject()
        writer.update_root()
    else:
        words = b"q 1 1 1 rg 100 300 400 60 re f Q"
        writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=words)))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def countersigned(data: bytes) -> bytes:
    """A stranger's signature in a field of its own, as an agency adds its seal."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    embedding = PdfCMSEmbedder().write_cms(field_name="Stempel", writer=writer)
    next(embedding)
    embedding.send(SigObjSetup(sig_placeholder=SignatureObject(bytes_reserved=8192)))
    prepared, target = embedding.send(SigIOSetup(md_algorithm="sha256"))
    signer = SimpleSigner.load_pkcs12_data(STRANGER, [])
    made = asyncio.run(signer.async_sign(prepared.document_digest, "sha256", use_pades=True))
    embedding.send(made)
    whole: bytes = target.getvalue()
    return whole


def _saved(data: bytes, folder: Path, *how: str) -> bytes:
    source, target = folder / "source.pdf", folder / "target.pdf"
    source.write_bytes(data)
    subprocess.run(["qpdf", *how, source, target], check=True)
    return target.read_bytes()
