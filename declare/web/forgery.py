"""Guarding forms against forgery, also where two links were opened at once.

Of two first answers the later session cookie replaces the earlier, and with it the secret of forms
that the other tab shows already. The cookie of each opened link keeps the secret that its page got.
"""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_wtf import CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer

from declare.web import opened_links
from declare.web.context import SAFE


class Guarded(CSRFProtect):
    """CSRFProtect, which takes a participant's form with the secret of the cookie of its link."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Check the token of a form. Raises CSRFError."""
        if request.method not in SAFE and _is_of_opened_link():
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions=apply_exemptions)


def is_from_here() -> bool:
    """Whether a page of this site sent the request (W3C Fetch Metadata; Origin, RFC 6454), as far
    as the browser says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _is_of_opened_link() -> bool:
    secret = opened_links.secret(request.form.get("registration", ""))
    if not secret:
        return False
    signed = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="wtf-csrf-token")
    try:
        given = str(signed.loads(request.form.get("csrf_token", "")))
    except BadData:
        return False
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())
