"""Rewrite the imports of a test of the first house; its local names stay as they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.old_suite import moves

Edit = tuple[int, int, int, int, str]
"""Line and column (in bytes) of the start and of the end, and what stands there instead."""


def rewritten(source: str) -> str:
    """The source, with every module, name and template of the first house mapped."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = {
        name.asname or name.name: module
        for node in imports
        for name in node.names
        if (module := _module(f"{node.module}.{name.name}"))
    }
    uses = dict(_uses(tree, modules))
    edits = [(*_span(use), f"{_alias(place)}.{name}") for use, (place, name) in uses.items()]
    for node in imports:
        if lines := list(_imports(node, modules)):
            edits.append((*_span(node), ("\n" + " " * node.col_offset).join(lines)))
    extra = {_import(place, _alias(place)) + "\n" for place, _ in uses.values()}
    extra.add("from tests import first_house\n")
    return _strings(_edited(source, edits).replace(_FUTURE, _FUTURE + "".join(sorted(extra)), 1))


def _uses(
    tree: ast.Module, modules: dict[str, str]
) -> Iterator[tuple[ast.Attribute, tuple[str, str]]]:
    """Each `module.name` whose name is elsewhere now, with where that is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            old = modules.get(node.value.id)
            if old is not None and _moved(old, node.attr) != (_now(old), node.attr):
                yield node, _moved(old, node.attr)


_FUTURE = "from __future__ import annotations\n"


def _module(dotted: str) -> str | None:
    """The name of a module of the first house without `declare`, or None."""
    root, _, rest = dotted.partition(".")
    known = rest in moves.MODULES or rest in moves.STAYED
    return rest if root == "declare" and known else None


def _now(module: str) -> str:
    return moves.MODULES.get(module, module)


def _moved(module: str, name: str) -> tuple[str, str]:
    place, _, called = moves.NAMES.get(f"{module}:{name}", f"{_now(module)}:{name}").partition(":")
    return place, called


def _alias(module: str) -> str:
    return "_".join(["now", *module.split(".")])


def _import(module: str, alias: str) -> str:
    package, _, last = _dotted(module).rpartition(".")
    return f"from {package} import {last} as {alias}"


def _dotted(module: str) -> str:
    return module if module.startswith("tests.") else f"declare.{module}"


def _imports(node: ast.ImportFrom, modules: dict[str, str]) -> Iterator[str]:
    """The lines that stand for an import of the platform or of a moved test module."""
    if node.module and node.module.startswith("tests."):
        for name in node.names:
            package, _, last = _test_module(f"{node.module}.{name.name}").rpartition(".")
            yield f"from {package} import {last}" + (f" as {name.asname}" if name.asname else "")
        return
    if node.module is None or node.module.split(".")[0] != "declare":
        return
    old = node.module.partition(".")[2]
    for name in node.names:
        local = name.asname or name.name
        if local in modules:
            yield _import(_now(modules[local]), local)
        else:
            place, called = _moved(old, name.name)
            yield f"from {_dotted(place).rstrip('.')} import {called} as {local}"


def _test_module(dotted: str) -> str:
    path = dotted.replace(".", "/")
    for old, new in moves.TESTS.items():
        old, new = old.removesuffix(".py"), new.removesuffix(".py")
        if path == old.rstrip("/") or path.startswith(old):
            return path.replace(old.rstrip("/"), new.rstrip("/"), 1).replace("/", ".")
    return dotted


def _span(node: ast.expr | ast.stmt) -> tuple[int, int, int, int]:
    return node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0


def _edited(source: str, edits: list[Edit]) -> str:
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    for first, start, last, end, text in sorted(edits, reverse=True):
        head, tail = lines[first - 1][:start], lines[last - 1][end:]
        lines[first - 1 : last] = [head + text.encode() + tail]
    return b"".join(lines).decode()


_MODULE = re.compile(
    r"\bdeclare\.("
    + "|".join(sorted(map(re.escape, moves.MODULES), key=len, reverse=True))
    + r")\b"
)
_QUOTED = re.compile(r"(?<=[\"'])(" + "|".join(map(re.escape, moves.TEMPLATES)) + r")(?=[\"'])")


def _strings(text: str) -> str:
    """Modules and templates that are named in strings."""
    lines = [
        line
        if re.match(r"\s*(from|import) ", line)
        else _MODULE.sub(lambda found: f"declare.{moves.MODULES[found[1]]}", line)
        for line in text.splitlines(keepends=True)
    ]
    return _QUOTED.sub(lambda found: moves.TEMPLATES[found[1]], "".join(lines))
