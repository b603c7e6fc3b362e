"""The mark of a browser that holds, or lately held, the session of an account.

A signed cookie without personal data, which outlives signing out. It lets nobody in and stops
nobody: a pledge that is signed in such a browser bears a mark that organisers see.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

LATELY = timedelta(days=30)
"""How long after an account's last page the browser counts as an organiser's."""
_FRESH = timedelta(days=1)
"""The cookie is not sent anew before it is this old."""
_CONTENT = "panitia"


def keep(response: Response) -> Response:
    """Mark the browser of a signed-in account, at most once a day; public files stay without."""
    account = g.get("_login_user")
    signed_in = account is not None and account.is_authenticated
    if signed_in and not response.cache_control.public and not _is_marked(_FRESH):
        response.set_cookie(
            _name(),
            _serializer().dumps(_CONTENT),
            max_age=LATELY,
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            httponly=True,
            samesite="Lax",
        )
    return response


def is_organisers() -> bool:
    """Whether an account is signed in in this browser, or was within 30 days."""
    return _is_marked(LATELY)


def _is_marked(within: timedelta) -> bool:
    cookie = request.cookies.get(_name())
    if cookie is None:
        return False
    try:
        content = _serializer().loads(cookie, max_age=int(within.total_seconds()))
    except BadSignature:
        return False
    return bool(content == _CONTENT)


def _name() -> str:
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    return "__Host-declare-panitia" if secure else "declare-panitia"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="declare/organiser/1")
