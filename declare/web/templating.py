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
_PARTS = 1024
"""Of each language: ten kilobytes each at most, as a verdict has."""


class Templates(Environment):
    """Templates whose words are looked up when they are compiled, not each time they are shown.

    `language` is what they are compiled for; without one, words are looked up as they are shown.
    """

    language = ""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.globals["cached_fragment"] = cached_fragment
        self._part = self._made

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Translation().visit(tree) if self.language else tree

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template finds besides its own values: where it brings none, no copy of it."""
        return super().make_globals(d) if d else self.globals

    def of(self, chosen: str) -> Templates:
        """The same templates, compiled for one language."""
        made = self.overlay()
        made.language = chosen
        made._part = lru_cache(maxsize=_PARTS)(made._made)
        return made

    def _made(self, root: str, name: str, /, **values: Hashable) -> Markup:
        # Jinja has escaped what it was given.
        return Markup(self.get_template(name).render(values))  # noqa: S704


@pass_environment
def cached_fragment(pages: Templates, name: str, /, **values: Hashable) -> Markup:
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
