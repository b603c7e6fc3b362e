"""Jinja templates compiled once for each language, their filters, and cached fragments of pages."""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, request
from flask.sansio.app import App
from flask.templating import Environment
from flask_babel import get_translations
from jinja2 import nodes, pass_environment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from declare.core import code, moment
from declare.web.assets import asset
from declare.web.headers import csp_nonce
from declare.web.language import indonesian, language, thousands
from declare.web.words import office_name, province_name, reason_name, region_name

_GETTEXT = {"_", "gettext"}
_FRAGMENTS = 1024
"""Cached fragments of each language, of ten kilobytes at most (a verdict)."""


class Templates(Environment):
    """A Jinja environment that translates texts when a template is compiled, not when rendered.

    `language` is the language of the compiled templates; without one, texts are translated when
    rendered.
    """

    language = ""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.globals["cached_fragment"] = cached_fragment
        self._fragment = self._render

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Translation().visit(tree) if self.language else tree

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template; a copy only where it has globals of its own."""
        return super().make_globals(d) if d else self.globals

    def of(self, chosen: str) -> Templates:
        """The same templates, compiled for one language, with a cache of fragments."""
        templates = self.overlay()
        templates.language = chosen
        templates._fragment = lru_cache(maxsize=_FRAGMENTS)(templates._render)
        return templates

    def _render(self, root: str, name: str, /, **values: Hashable) -> Markup:
        # Jinja has escaped the values.
        return Markup(self.get_template(name).render(values))  # noqa: S704


@pass_environment
def cached_fragment(templates: Templates, name: str, /, **values: Hashable) -> Markup:
    """A cached part of a page, which may read only `values`, the language and addresses of this
    application: it is rendered once for all pages that show it."""
    return templates._fragment(request.script_root, name, **values)


class _Translation(NodeTransformer):
    """Replaces `_("…")` by its translation into the current language.

    As in Jinja's new-style gettext the translation is a format, and its values are escaped.
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
                translation = nodes.Const(get_translations().ugettext(text))
                safe = nodes.MarkSafeIfAutoescape(translation)
                values = [nodes.Pair(nodes.Const(each.key), each.value) for each in node.kwargs]
                return nodes.Mod(safe, nodes.Dict(values), lineno=node.lineno)
        return node


def install(app: Flask) -> None:
    """Give the templates of an application their filters and globals."""
    app.jinja_env.globals.update(asset=asset, csp_nonce=csp_nonce, lang=language)
    app.jinja_env.filters.update(
        day=lambda value: moment.day(value, language()),
        weekday=lambda value: moment.weekday(value, language()),
        moment_day=lambda at, zone: moment.weekday(
            moment.local(at, moment.Zone(zone)).date(), language()
        ),
        hour=lambda at, zone: moment.hour(at, moment.Zone(zone)),
        full=lambda at, zone: moment.full(at, moment.Zone(zone), language()),
        printed_code=code.printed,
        office=office_name,
        region=region_name,
        province=province_name,
        reason=reason_name,
        number=thousands,
        indonesian=indonesian,
    )
