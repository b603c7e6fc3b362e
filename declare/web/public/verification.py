"""The public check of a certificate, and the keys and logs to check it without this site."""

from __future__ import annotations

from flask import Response, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from config import Config
from declare.database import db, intend
from declare.verify import by_file, by_text, offline, published, service, view_model
from declare.verify.by_file import Unreadable
from declare.verify.service import UNKNOWN, Verdict
from declare.web.access import allow
from declare.web.assets import asset
from declare.web.context import keyring
from declare.web.headers import allow_wasm
from declare.web.language import language
from declare.web.public import pwa
from declare.web.public.pwa import FILES, FONTS, SCOPE
from declare.web.public.verification_forms import CodeForm, FileForm


@allow("anyone")
def form() -> ResponseReturnValue:
    """The page to scan or type a code, or to choose a file."""
    return _form()


@allow("anyone")
def judge() -> ResponseReturnValue:
    """The verdict on a file or a typed code, in a reading transaction that waits for no signer."""
    intend(writing=False)
    file = request.files.get("file")
    if file is not None and (file.filename or not request.form.get("code")):
        return _judge_file()
    form = CodeForm()
    if not form.validate_on_submit():
        return _form(code=form), 422
    typed = str(form.code.data)
    return _answer(typed, by_text.verify(db.session(), keyring(), typed))


def _judge_file() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        return _form(file=form), 422
    try:
        verdict = by_file.verify(db.session(), keyring(), form.file.data.read())
    except Unreadable:
        form.file.errors = [_("Berkas ini bukan PDF yang dapat dibaca, atau terkunci sandi.")]
        return _form(file=form), 422
    return _answer("", verdict)


@allow("anyone")
def show(code: str) -> ResponseReturnValue:
    """The verdict on the code of a QR."""
    return _answer(code, service.by_code(db.session(), keyring(), code))


def _form(code: CodeForm | None = None, file: FileForm | None = None) -> str:
    allow_wasm()
    forms = {"form": code or CodeForm(formdata=None), "upload": file or FileForm(formdata=None)}
    return render_template("public/verification/form.html", **forms)


def _answer(text: str, verdict: Verdict) -> ResponseReturnValue:
    if verdict is UNKNOWN:
        return _unknown(offline.read(text).code or text[:64])
    return page(verdict)


def _unknown(code: str) -> ResponseReturnValue:
    return page(UNKNOWN, form=CodeForm(formdata=None, data={"code": code[:64]})), 404


def page(verdict: Verdict, form: CodeForm | None = None) -> str:
    """The page of a verdict."""
    event, certificate, facts = verdict.event, verdict.certificate, None
    if event is None or certificate is None:
        form = form or CodeForm(formdata=None)
    else:
        facts = view_model.view(
            verdict, certificate, event, service.witnessed(db.session(), verdict)
        )
    return render_template(
        "public/verification/show.html",
        result=verdict.result.value,
        shown=facts,
        event=event,
        form=form,
    )


@allow("anyone")
def worker() -> ResponseReturnValue:
    """The service worker, which caches the page and the keys for use offline."""
    files = [*map(asset, FILES), *(url_for("static", filename=font) for font in FONTS)]
    script = asset("worker/offline.js")
    text = pwa.worker(script, url_for("verify.form"), url_for("verify.keys"), files)
    response = Response(text, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = SCOPE
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; connect-src 'self'"
    )
    return response


@allow("anyone")
def manifest() -> ResponseReturnValue:
    """The web app manifest, by which a telephone installs the page."""
    icons = {side: asset(f"images/app-{side}.png") for side in (192, 512)}
    page = url_for("verify.form")
    content = pwa.manifest(
        _("Periksa Sertifikat Ikrar Netralitas"), _("Periksa Ikrar"), language(), page, icons
    )
    response = jsonify(content)
    response.mimetype = "application/manifest+json"
    return response


@allow("anyone")
def keys() -> ResponseReturnValue:
    """The public keys of certificates."""
    config: Config = current_app.extensions["declare"]
    return _open(jsonify(published.key_set(keyring(), config.host)))


@allow("anyone")
def authority() -> ResponseReturnValue:
    """The certificate authority of the PDF signer, in PEM."""
    return _authority("live")


@allow("anyone")
def sample_authority() -> ResponseReturnValue:
    """The same for exercises."""
    return _authority("sample")


def _authority(purpose: str) -> Response:
    pem = published.authority(keyring(), purpose)
    return _open(Response(pem, mimetype="application/x-pem-file"))


@allow("anyone")
def directory() -> ResponseReturnValue:
    """The logs of this instance."""
    return _open(jsonify(published.directory(db.session(), keyring())))


def _open(response: Response) -> Response:
    """Headers of a response that every origin may read and caches may keep."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
