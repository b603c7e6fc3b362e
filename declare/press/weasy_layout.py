"""WeasyPrint layout of a page: a composition in, the objects of a PDF out.

The template sees plain values only. A resource that is not handed over here cannot be fetched: any
other address, in a template or in a name, ends the layout. Call it from one thread at a time, since
Pango's font map is not safe for several.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from PIL import Image, ImageFile
from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from declare.press import fixed_text, fonts, wording
from declare.press.composition import Composition
from declare.press.instruction import Instruction
from declare.press.plate import ALTERNATIVE, CREATED, TITLE
from declare.press.printable import Printable

QR_STAND_IN = (3, 5)
"""Width and height of the picture that stands for the QR: no other picture is that small."""

_INSTRUCTION_SIZES = (10.4, 9.4, 8.4, 7.8)
"""In points."""

_TEMPLATES = Path(__file__).parents[2] / "templates" / "certificate"
_COLOURS = "sheet"
_OPTIONS = {
    "pdf_variant": "pdf/a-3b",
    "pdf_tags": True,
    "uncompressed_pdf": True,
    "output_intent": _COLOURS,
}

# WeasyPrint lets Pillow take broken pictures for whole ones, in all of the process. No upload may
# pass for that: what is printed was drawn anew and is whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False


class Overflow(ValueError):
    """The words need more than one sheet."""


class Unreachable(ValueError):
    """A template asked for an address that it was not given."""


class _Resources(URLFetcher):
    """Returns bytes by their address and refuses every other address."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        super().__init__(fail_on_errors=True)
        self._contents = contents

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        return URLFetcherResponse(url, self._contents[url])


def lay_out(design: Printable, composition: Composition) -> Any:
    """Return the `pydyf.PDF` of a composition, uncompressed, the QR and title as placeholders.

    Raises `Overflow` if it does not fit on one sheet.
    """
    pictures = _pictures(design)
    values = _values(design, composition, pictures)
    html = _templates().get_template("certificate.html").render(values)
    css = _templates().get_template("certificate.css").render(values)
    return draw(html, css, pictures)


def instruct(sheet: Instruction) -> bytes:
    """Return a witness's instruction as a PDF, in the largest type that leaves it on one page.

    Raises `Overflow` if none does.
    """
    html = _templates().get_template("instruction.html").render(sheet=sheet.printable())
    for size in _INSTRUCTION_SIZES:
        css = _templates().get_template("instruction.css").render(size=size)
        try:
            document = _laid_out(html, css, {})
        except Overflow:
            continue
        written = io.BytesIO()
        document.write_pdf(written, **_OPTIONS | {"uncompressed_pdf": False})
        return written.getvalue()
    raise Overflow("more than one sheet")


def draw(html: str, css: str, pictures: Mapping[str, bytes]) -> Any:
    """Return the `pydyf.PDF` of one sheet; raise `Unreachable` for an address not in `pictures`."""
    try:
        return _drawn(html, css, pictures)
    except FatalURLFetchingError as refusal:
        raise Unreachable(str(refusal)) from refusal


def _drawn(html: str, css: str, pictures: Mapping[str, bytes]) -> Any:
    drawn: list[Any] = []
    document = _laid_out(html, css, pictures)
    document.write_pdf(io.BytesIO(), finisher=lambda _, pdf: drawn.append(pdf), **_OPTIONS)
    return drawn[0]


def _laid_out(html: str, css: str, pictures: Mapping[str, bytes]) -> Document:
    types, type_css = _types()
    resources = _Resources(pictures)
    document = HTML(string=html, url_fetcher=resources).render(
        font_config=types,
        color_profiles={_COLOURS: _profile()},
        stylesheets=[type_css, CSS(string=css, url_fetcher=resources)],
    )
    if len(document.pages) != 1:
        raise Overflow("more than one sheet")
    return document


def _profile() -> ColorProfile:
    """sRGB, anew for each sheet: a profile writes itself otherwise after its name was asked for.

    Left alone, WeasyPrint takes the same file, but never closes it.
    """
    components = (["r"], ["g"], ["b"])
    file = io.BytesIO(_profile_data())
    return ColorProfile(file, "sRGB2014.icc", "relative-colorimetric", components)


@cache
def _profile_data() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


@cache
def _types() -> tuple[FontConfiguration, CSS]:
    """The bundled fonts, loaded once for a process."""
    types = FontConfiguration()
    contents = {
        f"certificate:font/{f.file}": (fonts.FOLDER / f.file).read_bytes() for f in fonts.ALL
    }
    css = _templates().get_template("fonts.css").render(fonts=fonts.ALL)
    return types, CSS(string=css, font_config=types, url_fetcher=_Resources(contents))


@cache
def _templates() -> SandboxedEnvironment:
    loader = FileSystemLoader(_TEMPLATES)
    return SandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined)


def _pictures(design: Printable) -> dict[str, bytes]:
    """The pictures by the address that the template gives them."""
    pictures = {f"certificate:logo/{n}": logo for n, logo in enumerate(design.logos)}
    if design.signature_image is not None:
        pictures["certificate:signature"] = design.signature_image
    stand_in = io.BytesIO()
    Image.new("L", QR_STAND_IN).save(stand_in, "PNG")
    return {**pictures, "certificate:qr": stand_in.getvalue()}


def _values(
    design: Printable, composition: Composition, pictures: Mapping[str, bytes]
) -> dict[str, object]:
    words = composition.fixed_text
    logos = [address for address in pictures if "logo" in address]
    return {
        "title": TITLE,
        "created": CREATED,
        "qr": "certificate:qr",
        "qr_alt": ALTERNATIVE,
        "qr_side": composition.qr_side,
        "live": design.live,
        "logos": logos,
        "logo_width": min(34.0, round(225 / max(len(logos), 1) - 6, 2)),
        "host_top": 22.6 if logos else 15.0,
        "title_top": 35.6 if logos else 34.4,
        "fixed_text": words,
        "person": composition.person,
        "sentence": fixed_text.SENTENCE,
        "event_title": design.event_title,
        "name": composition.name,
        "position": composition.position,
        "sentence_place": composition.sentence,
        "statement_top": composition.statement_top,
        "wording": composition.wording,
        "numeral": wording.NUMERAL,
        "signature": "certificate:signature" if design.signature_image else None,
        "theme_leading": 5.4 if len(words.theme.lines) < 2 else 4.0,
        "origin_leading": 5.0 if len(words.origin.lines) < 2 else 3.4,
        **_official(len(words.office.lines), len(words.official.lines)),
    }


def _official(office_lines: int, name_lines: int) -> dict[str, float]:
    """The room of the signature: what the lines of the office above it leave, 16 mm at most."""
    leading = 4.5 if office_lines < 2 else 3.8
    return {
        "office_leading": leading,
        "signature_height": round(20.5 - office_lines * leading, 2),
        "signer_leading": 4.6 if name_lines < 2 else 2.9,
    }
