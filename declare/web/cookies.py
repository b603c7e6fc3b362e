"""The session's cookie, which stays out of what caches keep."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Request, Response


class PrivateSessions(SecureCookieSessionInterface):
    """Sessions in a cookie. An answer that a cache may keep for everybody carries none: it would
    hand one person's session to the next."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session that a request brings; for who brings none nothing need be unsigned."""
        if app.secret_key and self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Put the cookie into an answer, if it belongs there."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
