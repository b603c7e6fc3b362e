"""Security headers of every response, with a strict Content-Security-Policy by nonce."""

from __future__ import annotations

import secrets

from flask import Response, current_app, g, request


def csp_nonce() -> str:
    """The nonce of this response, which its script elements carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_wasm() -> None:
    """Let scripts of this response compile WebAssembly, for the reader of QR codes."""
    g.csp_wasm = True


def secure(response: Response) -> Response:
    """Set the security headers that the view did not set."""
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
    has_token = "token" in (request.view_args or {})  # a link that opens a door stays on its page
    headers.setdefault("Referrer-Policy", "no-referrer" if has_token else "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    headers.setdefault("Cache-Control", "no-store")
    return response
