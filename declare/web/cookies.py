"""The session cookie, which public responses do not carry."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Request, Response


class PrivateSessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie. A response with `Cache-Control: public` carries none: a shared
    cache would hand one person's session to the next."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; without a cookie an empty one, with no signature to check."""
        if app.secret_key and self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie, unless the response is public."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
