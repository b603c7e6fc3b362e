"""A browser without a window, for tests that post forms."""

from __future__ import annotations

import hashlib
import os
from contextvars import Context
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """Flask's client. A request neither waits for what the test has not committed nor shares an
    application context with it, and the test sees afterwards what the request has changed.
    """

    beside: Session

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.beside.commit()
        kwargs.setdefault("buffered", True)  # so that what follows an answer has been done
        answer = Context().run(super().open, *args, **kwargs)
        self.beside.expire_all()
        return answer

    def submit(self, path: str, **fields: Any) -> TestResponse:
        """Post a form as a page of this session would, with its token."""
        return self.post(path, data={"csrf_token": self.csrf_token(), **fields})

    def csrf_token(self) -> str:
        """The token that Flask-WTF would write into a form of this session."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", hashlib.sha1(os.urandom(64)).hexdigest())
        secret = self.application.config["SECRET_KEY"]
        return URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)
