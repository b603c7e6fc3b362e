"""The application's kind of Flask: a POST is retried once, and templates are in a language."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from flask import Flask, has_request_context, request
from flask.templating import Environment
from sqlalchemy.exc import DBAPIError

from declare.database import db
from declare.web.context import SAFE
from declare.web.language import LANGUAGES, language
from declare.web.templating import Templates

_TRANSIENT = {"40001", "40P01"}
"""SQLSTATE of a serialisation failure and of a deadlock."""


class Application(Flask):
    """Flask, with one retry of a POST that the database asked to be repeated, and with templates
    for each language."""

    jinja_environment = Templates

    @property
    def jinja_env(self) -> Environment:
        """The templates in the language of this request; outside of one, those of no language."""
        return self._spoken[language()] if has_request_context() else self._pages

    @cached_property
    def _pages(self) -> Templates:
        return cast(Templates, self.create_jinja_environment())

    @cached_property
    def _spoken(self) -> dict[str, Templates]:
        return {each: self._pages.of(each) for each in LANGUAGES}

    def dispatch_request(self) -> Any:
        try:
            return super().dispatch_request()
        except DBAPIError as fault:
            if request.method in SAFE or not _is_transient(fault):
                raise
            db.session.rollback()
            for file in request.files.values():
                file.stream.seek(0)
            return super().dispatch_request()


def _is_transient(fault: DBAPIError) -> bool:
    return fault.connection_invalidated or getattr(fault.orig, "sqlstate", "") in _TRANSIENT
