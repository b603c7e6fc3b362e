"""One cookie for each participant whose link this browser opened, beside the session's.

Two links that are opened at once get two answers, and the later session cookie replaces the
earlier. These cookies have names of their own, so that none is lost and the browser can be asked.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, after_this_request, current_app, has_request_context, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from declare.registrations.links import Claim

_MOST = 8
"""Most of these cookies in one browser; a request's headers have a limit."""
_LIFETIME = timedelta(hours=12)


def claims(slug: str) -> dict[str, Claim]:
    """The claims of this request's cookies on participants of an event, by public id. Unverified:
    a link may have been renewed since."""
    found = [opened for opened in map(_read, _names()) if opened and opened.slug == slug]
    return {opened.claim.public_id: opened.claim for opened in found}


def secret(public_id: str) -> str:
    """The secret of forms that this browser got with the link of a participant, or nothing."""
    opened = _read(_name(public_id)) if _name(public_id) in _names() else None
    return opened.secret if opened and opened.claim.public_id == public_id else ""


def add(slug: str, claim: Claim) -> None:
    """Let the response hold this claim; the browser forgets the oldest beyond eight."""
    own = _name(claim.public_id)
    too_many = [name for name in _names() if name != own][: -(_MOST - 1)]
    form_secret = session.setdefault("csrf_token", secrets.token_hex(20))
    value = _serializer().dumps([slug, claim.public_id, claim.fingerprint, form_secret])

    @after_this_request
    def _set(response: Response) -> Response:
        response.set_cookie(
            own, value, max_age=_LIFETIME, secure=_secure(), httponly=True, samesite="Lax"
        )
        for name in too_many:
            response.delete_cookie(name, secure=_secure())
        return response


def remove(public_id: str) -> None:
    """Let the browser forget the claim on a participant."""
    name = _name(public_id)
    if name not in request.cookies:
        return

    @after_this_request
    def _delete(response: Response) -> Response:
        response.delete_cookie(name, secure=_secure(), httponly=True, samesite="Lax")
        return response


@dataclass(frozen=True)
class _Opened:
    """What a cookie says: the event, the claim, and the secret of the forms that came with it."""

    slug: str
    claim: Claim
    secret: str


def _read(name: str) -> _Opened | None:
    try:
        slug, public_id, fingerprint, form_secret = _serializer().loads(
            request.cookies[name], max_age=int(_LIFETIME.total_seconds())
        )
    except (BadSignature, ValueError):
        return None
    return _Opened(slug, Claim(public_id, fingerprint), form_secret)


def _names() -> list[str]:
    if not has_request_context():
        return []
    return [name for name in request.cookies if name.startswith(_prefix())]


def _name(public_id: str) -> str:
    return f"{_prefix()}{public_id[:10]}"


def _prefix() -> str:
    return "__Host-declare-in-" if _secure() else "declare-in-"


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="declare/in/2")
