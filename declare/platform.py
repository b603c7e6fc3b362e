"""The application's kind of Flask: POSTs repeated when asked to, templates in a language."""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping
from functools import cached_property, lru_cache
from typing import Any, cast

from flask import Flask, has_request_context, request
from flask.sansio.app import App
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import nodes, pass_environment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError

from declare.database import db
from declare.web import LANGUAGES, SAFE, language

_TRANSIENT = {"40001", "40P01"}
_GETTEXT = {"_", "gettext"}
_PARTS = 1024
"""Of each language: ten kilobytes each at most, as a verdict has."""


class Pages(Environment):
    """Templates whose words are looked up when they are compiled, not each time they are shown.

    `language` is what they are compiled for; without one, words are looked up as they are shown.
    """

    language = ""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.globals["fixed"] = fixed
        self._part = self._made

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Translation().visit(tree) if self.language else tree

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds besides its own values: where it brings none, no copy of it."""
        return super().make_globals(d) if d else self.globals

    def of(self, chosen: str) -> Pages:
        """The same templates, compiled for one language."""
        made = self.overlay()
        made.language = chosen
        made._part = lru_cache(maxsize=_PARTS)(made._made)
        return made

    def _made(self, root: str, name: str, /, **values: Hashable) -> Markup:
        # Jinja has escaped what it was given.
        return Markup(self.get_template(name).render(values))  # noqa: S704


@pass_environment
def fixed(pages: Pages, name: str, /, **values: Hashable) -> Markup:
    """A part of a page that reads nothing but `values`, the language and addresses of this
    application. It is made once for all the pages that show it."""
    return pages._part(request.script_root, name, **values)


class _Translation(NodeTransformer):
    """Puts the words of the language of this moment in the place of `_("…")`.

    As in Jinja's own new-style gettext they are a format, and what is filled in is escaped.
    """

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (found by this name)
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name=name),
                args=[nodes.Const(value=str(text))],
                dyn_args=None,
                dyn_kwargs=None,
            ) if name in _GETTEXT:
                words = nodes.MarkSafeIfAutoescape(nodes.Const(get_translations().ugettext(text)))
                filled = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
                return nodes.Mod(words, nodes.Dict(filled), lineno=node.lineno)
        return node


class Platform(Flask):
    """Flask, with one retry of a POST that the database asked to be repeated, and with templates
    for each language."""

    jinja_environment = Pages

    @property
    def jinja_env(self) -> Environment:
        """The templates in the language of this request; outside of one, those of no language."""
        return self._spoken[language()] if has_request_context() else self._pages

    @cached_property
    def _pages(self) -> Pages:
        return cast(Pages, self.create_jinja_environment())

    @cached_property
    def _spoken(self) -> dict[str, Pages]:
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
