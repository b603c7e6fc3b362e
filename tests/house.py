"""The house as its sources say: modules, what they import, and the graph of folders.

`python -m tests.house` prints the graph, lowest folder first.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB_AREAS = ("public", "room", "desk", "liaison", "forms")


@cache
def modules() -> tuple[str, ...]:
    """Every module of the platform, by its dotted name without `declare`."""
    files = (ROOT / "declare").rglob("*.py")
    return tuple(sorted(_dotted(file) for file in files if "versions" not in file.parts))


def _dotted(file: Path) -> str:
    parts = file.relative_to(ROOT / "declare").with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").removesuffix(".")


def file_of(module: str) -> Path:
    path = ROOT.joinpath("declare", *module.split(".") if module else ())
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def imports(module: str) -> frozenset[str]:
    """What a module imports, wherever in it; `from a import b` counts as a.b where that exists."""
    return frozenset(_imports(ast.parse(file_of(module).read_text())))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if _exists(inner) else str(node.module)


def _exists(module: str) -> bool:
    return module.startswith("declare.") and file_of(module.removeprefix("declare.")).exists()


def inside(module: str) -> list[str]:
    """The modules of the platform that a module imports, without `declare`."""
    own = (name.partition(".") for name in imports(module))
    return sorted(rest for root, _, rest in own if root == "declare")


def foreign(module: str) -> set[str]:
    """The packages of others that a module imports."""
    return {name.split(".")[0] for name in imports(module)} - {"declare"}


def room(module: str) -> str:
    """Where a module lies: a folder; of `web` its areas apart, `urls` and what all areas share."""
    first, _, rest = module.partition(".")
    if first != "web":
        return first
    area = rest.partition(".")[0]
    if area in WEB_AREAS:
        return f"web.{area}"
    return "web.urls" if area == "urls" else "web"


def graph() -> dict[str, set[str]]:
    """Each folder (or module that lies in none) with those that it imports."""
    rooms: dict[str, set[str]] = {room(module): set() for module in modules() if module}
    for module in modules():
        for target in inside(module):
            if target and room(target) != room(module):
                rooms[room(module)].add(room(target))
    return rooms


def circle(edges: dict[str, set[str]]) -> list[str]:
    """The members of a circle, if there is one."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def main() -> None:
    """Print every folder with those that it imports, lowest first."""
    rooms = graph()
    found = circle(rooms)
    order = [*rooms] if found else [*TopologicalSorter(rooms).static_order()]
    for name in order:
        sys.stdout.write(f"{name} -> {' '.join(sorted(rooms[name])) or 'nothing'}\n")
    sys.stdout.write(f"circle: {' -> '.join(found)}\n" if found else "no circle\n")


if __name__ == "__main__":
    main()
