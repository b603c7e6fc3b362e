"""What every template keeps to: it compiles, is short, names its page and holds nothing inline."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
LONGEST = 120
FIRST_LOAD = 100_000
"""Bytes over the wire of everything but the page itself, fonts and map included."""

NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
COMPONENTS = [name for name in NAMES if name.startswith("components/")]
# Printed and mailed documents: no browser with our policy ever opens them.
ON_PAPER = ("certificate/", "email/")
ON_SCREEN = [name for name in NAMES if not name.startswith(ON_PAPER)]

INLINE = {
    "a style attribute": re.compile(r"""\sstyle\s*=""", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a handler": re.compile(r"""\son[a-z]+\s*=\s*["'{]""", re.I),
    "a script address": re.compile(r"javascript:", re.I),
}


@cache
def source(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@cache
def tree(name: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(source(name))


def markup(name: str) -> str:
    """The source without Jinja's comments."""
    return re.sub(r"\{#.*?#\}", "", source(name), flags=re.S)


def parent(name: str) -> str | None:
    """The template that this one extends."""
    for found in tree(name).find_all(nodes.Extends):
        assert isinstance(found.template, nodes.Const)
        return str(found.template.value)
    return None


def chain(name: str) -> list[str]:
    """A page and the frames it stands in, without base.html, which names nothing."""
    above = parent(name)
    return [name, *chain(above)] if above else []


def macros(name: str) -> set[str]:
    return {macro.name for macro in tree(name).find_all(nodes.Macro)}


def imported(name: str) -> set[tuple[str, str]]:
    """What a template takes from others, as (template, macro)."""
    return {
        (str(statement.template.value), entry if isinstance(entry, str) else entry[0])
        for statement in tree(name).find_all(nodes.FromImport)
        if isinstance(statement.template, nodes.Const)
        for entry in statement.names
    }


def called(name: str) -> set[str]:
    """Macros that a template calls by their bare name."""
    return {
        call.node.name
        for call in tree(name).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    }


FRAMES = {parent(name) for name in NAMES}
PAGES = [name for name in NAMES if parent(name) and name not in FRAMES]


def test_every_template_compiles(app: Flask) -> None:
    for name in NAMES:
        app.jinja_env.compile(source(name), name)


def test_a_template_is_short() -> None:
    assert [name for name in NAMES if len(source(name).splitlines()) >= LONGEST] == []


def test_nothing_is_inline() -> None:
    offenders = [
        f"{name}: {what}"
        for name in ON_SCREEN
        for what, pattern in INLINE.items()
        if pattern.search(markup(name))
    ]
    assert offenders == []


def test_every_script_has_a_nonce_and_is_a_module_or_data() -> None:
    offenders = [
        f"{name}: <script{attributes}>"
        for name in ON_SCREEN
        for attributes, content in re.findall(r"<script\b(.*?)>(.*?)</script>", markup(name), re.S)
        if not may_stand(attributes, content)
    ]
    assert offenders == []


def may_stand(attributes: str, content: str) -> bool:
    """Whether a script element has its nonce and is JSON, or a module in a file of its own."""
    if 'nonce="{{ csp_nonce() }}"' not in attributes:
        return False
    module = 'type="module"' in attributes and "src=" in attributes and not content.strip()
    return 'type="application/json"' in attributes or module


def test_a_page_names_itself() -> None:
    """By block title, or by the block of which a frame in between makes the title."""
    assert [name for name in PAGES if not is_named(name)] == []


def is_named(name: str) -> bool:
    blocks: dict[str, nodes.Block] = {}
    for ancestor in chain(name):
        blocks = {block.name: block for block in tree(ancestor).find_all(nodes.Block)} | blocks
    return "title" in blocks and all(
        blocks[borrowed.attr].body
        for borrowed in blocks["title"].find_all(nodes.Getattr)
        if isinstance(borrowed.node, nodes.Name) and borrowed.node.name == "self"
    )


def test_what_is_imported_exists() -> None:
    offenders = [
        f"{name}: {macro} of {template}"
        for name in NAMES
        for template, macro in imported(name)
        if macro not in macros(template)
    ]
    assert offenders == []


def test_assets_exist() -> None:
    offenders = [
        f"{name}: {path}"
        for name in NAMES
        for path in re.findall(r"""asset\(["']([^"'~]+)["']\)""", markup(name))
        if not (STATIC / path).is_file()
    ]
    assert offenders == []


def test_components_are_macros_only() -> None:
    offenders = [
        f"{name}:{statement.lineno}"
        for name in COMPONENTS
        for statement in tree(name).body
        if not isinstance(statement, nodes.Macro | nodes.FromImport | nodes.Assign)
        and not is_blank(statement)
    ]
    assert offenders == []


def is_blank(statement: nodes.Node) -> bool:
    return isinstance(statement, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in statement.nodes
    )


def test_every_macro_is_used() -> None:
    taken = {pair for name in NAMES for pair in imported(name)}
    unused = [
        f"{name}: {macro}"
        for name in COMPONENTS
        for macro in sorted(macros(name))
        if (name, macro) not in taken and macro not in called(name)
    ]
    assert not unused


def test_every_module_is_loaded() -> None:
    """A script that no page asks for is dead weight; what others import is bundled into them."""
    loaded = " ".join(markup(name) for name in ON_SCREEN)
    modules = {path.name for path in (STATIC / "js").glob("*.mjs")}
    assert not [module for module in sorted(modules) if f"js/{module}" not in loaded]


def test_the_first_load_is_light() -> None:
    sent = ["css/declare.css", "images/icons.svg", "images/mark.svg", "js/page.mjs"]
    sent += ["js/count.mjs", "vendor/svg-maps/indonesia.svg"]
    packed = sum(len(gzip.compress((STATIC / path).read_bytes())) for path in sent)
    fonts = (STATIC / "fonts").glob("*.woff2")
    assert packed + sum(path.stat().st_size for path in fonts) < FIRST_LOAD
