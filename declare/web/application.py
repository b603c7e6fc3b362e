"""The Flask subclass of this application: one retry of a POST, and templates by language."""

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
    """Flask with one retry of a POST after a transient database error, and with an environment of
    templates for each language."""

    jinja_environment = Templates

    @property
    def jinja_env(self) -> Environment:
        """The templates of the request's language; outside a request, those without a language."""
        return self._by_language[language()] if has_request_context() else self._templates

    @cached_property
    def _templates(self) -> Templates:
        return cast(Templates, self.create_jinja_environment())

    @cached_property
    def _by_language(self) -> dict[str, Templates]:
        return {each: self._templates.of(each) for each in LANGUAGES}

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
