"""The session's cookie, which stays out of what caches keep."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response


class PrivateSessions(SecureCookieSessionInterface):
    """Sessions in a cookie. An answer that a cache may keep for everybody carries none: it would
    hand one person's session to the next."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Put the cookie into an answer, if it belongs there."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
