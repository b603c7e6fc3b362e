"""A certificate as a PDF, and its frozen row with the proof: public for everyone with the code."""

from __future__ import annotations

from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import Config
from declare.certificates import public_json, service
from declare.certificates.models import Certificate, Status
from declare.core import code as codes
from declare.database import db, intend
from declare.errors import Gone
from declare.ledger import high_water_marks
from declare.press import pdf
from declare.press.printable import Printable
from declare.press.timestamp import Unstamped
from declare.verify import service as verdicts
from declare.web.access import allow
from declare.web.context import keyring, now
from declare.web.errors import error_page
from declare.web.public import verification


@allow("anyone")
def download(code: str) -> ResponseReturnValue:
    """The certificate's PDF, drawn from its frozen row and certified anew for each request.

    With a timestamp authority it is made once and stored. Answers 503 while the authority does not.
    Nothing is signed or handed out for a revoked code: 410, with its verdict.
    """
    certificate = _published(code)
    if certificate.status == Status.REVOKED:
        verdict = verdicts.by_code(db.session(), keyring(), certificate.code)
        return verification.page(verdict), Gone.status
    name = f"sertifikat-{codes.printed(certificate.code)}.pdf"
    printable = service.printable(db.session(), certificate)
    stored = service.stored(db.session(), certificate.id)
    try:
        return file(stored or _draw(certificate.id, printable), name)
    except Unstamped as fault:
        current_app.logger.error("timestamp authority", exc_info=fault)
        return error_page(fault.status, _unstamped())


def _draw(certificate_id: int, printable: Printable) -> bytes:
    config: Config = current_app.extensions["declare"]
    seal, authority = keyring().seal(printable.purpose), config.timestamp_url
    if authority:
        db.session.rollback()  # no transaction spans a network
    pdf_file = pdf.certified(seal, authority, printable, now())
    if authority:
        intend(writing=True)
        pdf_file = service.store(db.session(), certificate_id, pdf_file, now())
        db.session.commit()
    return pdf_file


def _unstamped() -> str:
    text: str = _(
        "Berkas sertifikat ini belum dapat dibuat: layanan stempel waktu di luar situs ini sedang "
        "tidak menjawab. Sertifikatnya tetap tercatat dan tidak ada yang hilang. "
        "Coba unduh lagi beberapa menit lagi."
    )
    return text


@allow("anyone")
def row(code: str) -> ResponseReturnValue:
    """The row and its proof as JSON, for checks without this site."""
    response = jsonify(public_json.describe(db.session(), _published(code)))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file(data: bytes, name: str) -> Response:
    """A PDF that no cache keeps; `name` says nothing about the person."""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _published(code: str) -> Certificate:
    """The certificate with this code; its checkpoint is marked as published."""
    certificate = service.find(db.session(), code)
    log_id = service.log_of(db.session(), certificate)
    high_water_marks.publish(db.session(), keyring().marks, log_id, certificate.index + 1)
    return certificate
