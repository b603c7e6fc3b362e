"""A certificate as a file, and its frozen row with the proof: open to whoever holds the code."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from declare.certificates import guesses, pdf, record, service
from declare.certificates.models import Certificate
from declare.core import code as codes
from declare.database import db, intend
from declare.errors import NotFound
from declare.ledger import marks
from declare.web import allow, keyring, now

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/sertifikat/<code>.pdf")
@allow("anyone")
def download(code: str) -> ResponseReturnValue:
    """The certificate, drawn out of its frozen row and certified anew each time."""
    certificate = _published(code)
    printable = service.printable(db.session(), certificate)
    made = pdf.local(keyring().seal(printable.purpose)).certify(printable, now())
    return file(made, f"sertifikat-{codes.printed(certificate.code)}.pdf")


@blueprint.get("/sertifikat/<code>.json")
@allow("anyone")
def row(code: str) -> ResponseReturnValue:
    """The row and its proof, for those who check without this site."""
    response = jsonify(record.describe(db.session(), _published(code)))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file(data: bytes, name: str) -> Response:
    """A PDF that no cache keeps; `name` says nothing about the person."""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _published(code: str) -> Certificate:
    """A certificate, whose checkpoint from now on is known outside."""
    certificate = _found(code)
    log_id = service.log_of(db.session(), certificate)
    marks.publish(db.session(), keyring().marks, log_id, certificate.index + 1)
    return certificate


def _found(code: str) -> Certificate:
    try:
        return service.find(db.session(), code)
    except NotFound:
        db.session.rollback()
        intend(writing=True)
        guesses.remember(db.session(), keyring(), code, request.remote_addr or "", now())
        db.session.commit()
        raise
