"""Error pages. Each handler rolls back the transaction; each page says how to go on."""

from __future__ import annotations

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from declare.database import db
from declare.errors import DeclareError
from declare.web import forgery, refusals, typed


def install(app: Flask) -> None:
    """Register the pages for refusals, HTTP errors and faults."""
    app.register_error_handler(DeclareError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def error_page(status: int, message: str = "") -> tuple[str, int]:
    """The page of an error, with its status."""
    return render_template("errors/error.html", status=status, message=message), status


def _refused(error: DeclareError) -> tuple[str, int, dict[str, str]]:
    db.session.rollback()
    g.refusal = type(error).__name__  # for the journal
    if error.status == 403:
        refusals.record()
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    return *error_page(error.status, str(error)), headers


def _stale_form(error: CSRFError) -> tuple[str, int]:
    """The page of a form without the browser's token. What was typed on a page of this site is kept
    there, to be sent again; nothing that another site sent is."""
    g.refusal = type(error).__name__
    fields = typed.kept() if forgery.is_from_here() and not request.files else []
    if fields:
        path = request.full_path.rstrip("?")
        return render_template("errors/stale_form.html", fields=fields, path=path), 400
    return error_page(
        400,
        _(
            "Halaman ini sudah terlalu lama terbuka atau kuki diblokir. "
            "Muat ulang halaman, lalu kirim sekali lagi."
        ),
    )


def _http_error(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    db.session.rollback()
    g.refusal = type(error).__name__
    if error.code == 403:
        refusals.record()
    # `Allow` belongs to a 405 (RFC 9110, 15.5.6).
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return *error_page(error.code), headers


def _fault(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    current_app.logger.error("fault", exc_info=error)
    return error_page(500)
