"""What every page shares: who may open it, its headers, its errors, its language, its clock."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from declare.core import code, moment, region
from declare.core.office import Office
from declare.core.reason import Reason
from declare.database import db, intend
from declare.errors import DeclareError
from declare.keys import Keyring

LANGUAGES = ("id", "en")

OFFICES = {
    Office.REGIONAL_HEAD: _l("Kepala Daerah"),
    Office.REGIONAL_SECRETARY: _l("Sekretaris Daerah"),
    Office.STAFFING_AGENCY_HEAD: _l("Kepala BKD/BKPSDM"),
    Office.ELECTION_SUPERVISOR: _l("Pimpinan Bawaslu"),
    Office.OTHER: _l("Jabatan lain"),
}
"""What people call the groups of office."""

REASONS = {
    Reason.REQUEST: _l("atas permintaan penanda tangan"),
    Reason.ANOTHER_SIGNED: _l("ditandatangani oleh orang lain"),
    Reason.WRONG_PERSON: _l("tercatat atas nama orang yang tidak dimaksud"),
    Reason.NO_OFFICE: _l("penanda tangan tidak memegang jabatan yang tertulis"),
    Reason.TWICE: _l("orang yang sama tercatat lebih dari sekali"),
}
"""Why a pledge was revoked, as it stands in the middle of a sentence."""

SAFE = {"GET", "HEAD", "OPTIONS"}
FILES = {"file", "logo", "signature"}
"""The fields of forms that take a file."""

View = TypeVar("View", bound=Callable[..., Any])


def allow(rule: str, *, proves: bool = False) -> Callable[[View], View]:
    """State who may open a view. Without a rule a route answers nobody (`declare.access`).

    Rules: `anyone`, `participant` (came in by link or code), `account` (signed in), `creator`
    (may make events), `observer` (organiser or observer of the event), `organiser`.

    A POST begins its transaction as a writer, which on SQLite stands alone. A `participant`'s view
    that `proves` says itself when it begins to write (`database.writing`), and looks up there,
    under its lock, whether what the cookie says still holds (`g.claim`): the guard asks nothing.
    """

    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        view.proves = proves  # type: ignore[attr-defined]
        return view

    return mark


def now() -> datetime:
    """The moment of this request, aware, UTC. The only clock that views have."""
    moment_of_request: datetime = current_app.config["CLOCK"]()
    return moment_of_request


def keyring() -> Keyring:
    """The keys of this instance."""
    keys: Keyring = current_app.extensions["keyring"]
    return keys


def see_other(endpoint: str, **values: Any) -> Answer:
    """The answer to a POST that did its work."""
    return redirect(url_for(endpoint, **values), 303)


def language() -> str:
    """`id` or `en`: what this request is answered in."""
    locale = get_locale()
    return locale.language if locale else "id"


def office_name(code: str) -> str:
    """What people call a group of office."""
    return str(OFFICES[Office(code)])


def reason_name(code: str) -> str:
    """Why a pledge was revoked, in words."""
    return str(REASONS[Reason(code)])


def region_name(code: str) -> str:
    """The full name of a region: `Provinsi Riau`, `Kabupaten Karo`, `Nasional`.

    A region that the table of today does not know is named by its code: logs outlive tables.
    """
    try:
        found = region.find(code)
    except region.UnknownRegion:
        return code
    words = {
        "provinsi": _("Provinsi %(name)s", name=found.name),
        "nasional": _("Nasional"),
    }
    return str(words.get(found.kind, found.name))


def province_name(code: str) -> str:
    """The bare name of a province, where a list holds nothing else: `Riau`."""
    try:
        found = region.find(code)
    except region.UnknownRegion:
        return code
    return found.name if found.kind == "provinsi" else region_name(code)


def select_language() -> str:
    if not has_request_context():
        return "id"
    return str(session.get("language", "id"))


def install(app: Flask) -> None:
    """Give an application its headers, errors, filters and request-wide habits."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(DeclareError, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)
    app.jinja_env.globals.update(asset=asset, csp_nonce=csp_nonce, lang=language)
    app.jinja_env.filters.update(
        day=lambda value: moment.day(value, language()),
        weekday=lambda value: moment.weekday(value, language()),
        moment_day=lambda at, zone: moment.weekday(
            moment.local(at, moment.Zone(zone)).date(), language()
        ),
        hour=lambda at, zone: moment.hour(at, moment.Zone(zone)),
        full=lambda at, zone: moment.full(at, moment.Zone(zone), language()),
        printed_code=code.printed,
        office=office_name,
        region=region_name,
        province=province_name,
        reason=reason_name,
        number=thousands,
        indonesian=indonesian,
    )


def thousands(value: int) -> str:
    """`1.147` in Indonesian, `1,147` in English."""
    text = f"{value:,}"
    return text if has_request_context() and language() == "en" else text.replace(",", ".")


def indonesian(words: str) -> str:
    """What somebody wrote in Indonesian, marked as such on an English page (WCAG 3.1.2)."""
    return words if language() == "id" else Markup('<span lang="id">{}</span>').format(words)


def csp_nonce() -> str:
    """The nonce of this answer, which its script elements carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_wasm() -> None:
    """Let the scripts of this answer compile WebAssembly: the reader of QR codes is made of it."""
    g.csp_wasm = True


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file, which changes when the file does."""
    return _address(current_app.static_folder or "", request.script_root, name)


@cache
def _address(folder: str, root: str, name: str) -> str:
    """That address under the `root` at which requests reach the application."""
    return url_for("static", filename=name, v=_fingerprint(str(Path(folder) / name)))


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    intend(request.method not in SAFE and not getattr(view, "proves", False))
    _refuse_junk()
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and chosen != session.get("language", "id"):
        session["language"] = chosen


def _refuse_junk() -> None:
    """What no browser sends is junk before any view: a file where words belong, and a NUL, which
    nobody types and PostgreSQL does not keep."""
    if "\0" in request.path:
        abort(404)
    values = (request.args,) if request.method in SAFE else (request.args, request.form)
    if any("\0" in value for each in values for _, value in each.items(multi=True)):
        abort(400)
    if request.method not in SAFE and not request.files.keys() <= FILES:
        abort(400)


def _finish(response: Response) -> Response:
    headers = response.headers
    scripts = f"'nonce-{csp_nonce()}' 'strict-dynamic'"
    if "csp_wasm" in g:
        scripts += " 'wasm-unsafe-eval'"
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src {scripts}; style-src 'self'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "no-store")
    return response


def error_page(status: int, message: str = "") -> tuple[str, int]:
    """A page that says what is wrong and how to mend it."""
    return render_template("errors/error.html", status=status, message=message), status


def _refused(error: DeclareError) -> tuple[str, int]:
    db.session.rollback()
    return error_page(error.status, str(error))


def _stale_form(error: CSRFError) -> tuple[str, int]:
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
    # `Allow` belongs to a 405 (RFC 9110, 15.5.6).
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return *error_page(error.code), headers


def _fault(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    current_app.logger.error("fault", exc_info=error)
    return error_page(500)
