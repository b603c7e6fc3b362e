"""The naive way to a certificate: WeasyPrint draws everything, each time anew.

It is the same page out of the same templates, with the ornament and the QR as SVG. The QR's mask is
searched for, and the typefaces are loaded again. It is signed, where it is, as the examples in
pyHanko's documentation do it: the key read from its file, the PDF read back and appended to.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import qrcode
from flask import Flask, Response
from flask.typing import ResponseReturnValue
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from qrcode.image.svg import SvgPathImage
from qrcode.util import MODE_8BIT_BYTE, MODE_NUMBER, QRData
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from config import Config
from declare.app import create_app
from declare.certificates import service
from declare.core import ornament
from declare.database import db
from declare.keys import Keys
from declare.press import fonts, qr, weasy_layout
from declare.press.composition import compose
from declare.press.printable import Printable

_ROSETTE, _RADIUS = (256, 49), 65
_SHEET = (
    '<svg style="left: 0; top: 0; position: absolute; width: 297mm; height: 210mm" '
    'viewBox="0 0 297 210" fill="none">{}</svg>'
)


def create() -> Flask:
    """The platform, but for how it makes a certificate, which nobody signs."""
    return _platform(lambda config, printable: render(printable))


def signing() -> Flask:
    """The same, and certified."""
    return _platform(lambda config, printable: sign(render(printable), _key(config, printable)))


def _platform(make: Callable[[Config, Printable], bytes]) -> Flask:
    config = Config.from_env()
    app = create_app(config)

    def download(code: str) -> ResponseReturnValue:
        printable = service.printable(db.session(), service.find(db.session(), code))
        return Response(make(config, printable), mimetype="application/pdf")

    download.access = "anyone"  # type: ignore[attr-defined]
    app.view_functions["certificates.download"] = download
    return app


def _key(config: Config, printable: Printable) -> Path:
    return config.keys_dir / Keys.of(printable.purpose).folder / "pdf.p12"


def sign(pdf: bytes, key: Path) -> bytes:
    """The PDF, certified so that it permits no changes, with the key in a PKCS#12."""
    signer = signers.SimpleSigner.load_pkcs12(str(key))
    if signer is None:
        raise RuntimeError(f"{key} holds no key")
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    written = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return bytes(signers.sign_pdf(written, metadata, signer=signer).getvalue())


def render(printable: Printable) -> bytes:
    """The certificate's page as PDF/A-3b."""
    side = qr.encode(printable.address, printable.digits).side
    composition = compose(printable, side)
    pictures = weasy_layout._pictures(printable)
    values = weasy_layout._values(printable, composition, pictures) | {
        "qr": _data("image/svg+xml", _symbol(printable)),
        "title": printable.name,
        "created": printable.signed_at.isoformat(),
    }
    html = weasy_layout._templates().get_template("certificate.html").render(values)
    css = weasy_layout._templates().get_template("certificate.css").render(values)
    css += weasy_layout._templates().get_template("fonts.css").render(fonts=fonts.ALL)
    types, resources = FontConfiguration(), _Files(pictures)
    page = HTML(
        string=html.replace("<body>", f"<body>{_ornament(printable)}"), url_fetcher=resources
    )
    style = CSS(string=css, font_config=types, url_fetcher=resources)
    return bytes(
        page.write_pdf(
            stylesheets=[style], font_config=types, pdf_variant="pdf/a-3b", pdf_tags=True
        )
    )


class _Files(URLFetcher):
    def __init__(self, pictures: dict[str, bytes]) -> None:
        super().__init__()
        self._contents = pictures | {
            f"certificate:font/{face.file}": (fonts.FOLDER / face.file).read_bytes()
            for face in fonts.ALL
        }

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url in self._contents:
            return URLFetcherResponse(url, self._contents[url])
        return super().fetch(url, headers)


def _symbol(printable: Printable) -> bytes:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, image_factory=SvgPathImage)
    code.add_data(QRData(printable.address, mode=MODE_8BIT_BYTE), optimize=0)
    code.add_data(QRData(printable.digits, mode=MODE_NUMBER), optimize=0)
    drawn = io.BytesIO()
    code.make_image().save(drawn)
    return drawn.getvalue()


def _ornament(printable: Printable) -> str:
    digest = bytes.fromhex(printable.statement_digest)
    band = ornament.band(digest, 33.0, 210.0)
    x, y = _ROSETTE
    rings = [_path(ring.points, _RADIUS) for ring in ornament.rosette(digest)]
    lines = [_path(line.points, 1) for line in (*band.ground, *band.figure)]
    return _SHEET.format(
        f'<g transform="translate(2 0)" stroke="#D9B7A5" stroke-width=".16">{"".join(lines)}</g>'
        f'<g transform="translate({x} {y})" stroke="#F1D3CC" stroke-width=".13">'
        f"{''.join(rings)}</g>"
    )


def _path(points: Iterable[ornament.Point], scale: float) -> str:
    start, *rest = [f"{x * scale:.2f} {y * scale:.2f}" for x, y in points]
    return f'<path d="M{start}C{" ".join(rest)}"/>'


def _data(mime: str, content: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"
