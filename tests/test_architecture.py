"""The house as DESIGN draws it: who may import whom, how long a thing may be, how it is called."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SLICES = (
    "accounts",
    "events",
    "registrations",
    "pledges",
    "certificates",
    "attendance",
    "verify",
    "ceremony",
    "reports",
)
ASIDE = ("ledger", "messages")
PAGES = ("views", "manage", "forms")
DRAWING = ("render", "pdf")
WEB_LIBRARIES = ("flask", "flask_babel", "flask_login", "flask_wtf", "werkzeug", "wtforms")


def modules() -> list[str]:
    """Every module of the platform, by its dotted name."""
    files = (ROOT / "declare").rglob("*.py")
    return sorted(_dotted(file) for file in files if "versions" not in file.parts)


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _file(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> set[str]:
    """What a module imports, wherever in it: `from a import b` counts as a.b where that exists."""
    return set(_imports(ast.parse(_file(module).read_text())))


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
    return module.startswith("declare.") and _file(module).exists()


def kind(module: str) -> str:
    """What a module is, from where it lies: the first column of the table in DESIGN."""
    parts = module.split(".")
    if len(parts) < 2 or parts[1] not in ("core", "migrations", *SLICES, *ASIDE):
        return "top"
    if parts[1] in ("core", "migrations"):
        return parts[1]
    name = parts[2] if len(parts) > 2 else "models"
    if name in PAGES or name.split("_")[-1] in PAGES:
        return "pages"
    if name in DRAWING or name.split("_")[-1] in DRAWING:
        return "drawing"
    return "models" if name == "models" else "service"


GROUND = ("database", "errors", "keys", "journal", "web")
"""Modules beside the slices that carry them; the others there may know everything."""


def allowed(module: str, target: str) -> bool:
    """Whether the table lets `module` import `target`, a module of the platform."""
    own, area = _area(module), _area(target)
    if area in ("", "core"):
        return True
    if area == own and kind(target) != "pages":
        return True
    return TABLE[kind(module)](own, area, kind(target))


def _area(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def _page_may(own: str, area: str, what: str) -> bool:
    if area in SLICES:
        return area == own or what == "service"
    return area in ("web", "database", "errors", *ASIDE)


def _service_may(own: str, area: str, what: str) -> bool:
    if own in SLICES and area in SLICES:
        return SLICES.index(area) < SLICES.index(own) and what in ("service", "models")
    return area in ("database", "errors", "keys") or (own in SLICES and area in ASIDE)


TABLE: dict[str, Callable[[str, str, str], bool]] = {
    "top": lambda own, area, what: own not in GROUND or area in GROUND,
    "migrations": lambda own, area, what: True,
    "core": lambda own, area, what: False,
    "models": lambda own, area, what: area == "database",
    "drawing": lambda own, area, what: False,
    "service": _service_may,
    "pages": _page_may,
}


@pytest.mark.parametrize("module", modules())
def test_imports_follow_the_table(module: str) -> None:
    inside = {name for name in imports(module) if name.split(".")[0] == "declare"}
    assert [name for name in sorted(inside) if not allowed(module, name)] == []


@pytest.mark.parametrize("module", [name for name in modules() if kind(name) == "core"])
def test_core_is_pure(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(module)}
    assert roots - set(sys.stdlib_module_names) - {"declare", "cryptography", "cbor2"} == set()


@pytest.mark.parametrize(
    "module", [name for name in modules() if kind(name) in ("models", "service", "drawing")]
)
def test_what_is_no_page_knows_no_web(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(module)}
    assert roots & set(WEB_LIBRARIES) == set()


CLOCKS = re.compile(r"\b(datetime\.(now|utcnow)|date\.today|time\.(time|monotonic))\(")


@pytest.mark.parametrize(
    "module", [name for name in modules() if kind(name) in ("core", "models", "service")]
)
def test_services_are_told_the_time_and_commit_nothing(module: str) -> None:
    source = _file(module).read_text()
    assert not CLOCKS.search(source)
    if module != "declare.messages.delivery":  # no transaction spans a network
        assert "session.commit(" not in source


@pytest.mark.parametrize(
    "module",
    ["declare.core.code", *(name for name in modules() if kind(name) == "drawing")],
)
def test_what_needs_no_web_and_no_database_loads_without(module: str) -> None:
    program = (
        f"import sys, {module}; "
        "sys.exit(bool({'flask', 'sqlalchemy', 'werkzeug'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def sources() -> list[Path]:
    """Every Python file of the project that a person wrote."""
    folders = ("declare", "tests", "tools")
    inside = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    written = [file for file in inside if "versions" not in file.parts]
    return sorted([*written, *ROOT.glob("*.py")])


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_too_long(file: Path) -> None:
    source = file.read_text()
    assert source.count("\n") <= 300
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, functions)]
    assert [node.name for node in found if (node.end_lineno or 0) - node.lineno >= 40] == []


def templates() -> list[Path]:
    return sorted(file for file in (ROOT / "templates").rglob("*") if file.is_file())


@pytest.mark.parametrize("file", templates(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_template_is_too_long(file: Path) -> None:
    assert file.read_text().count("\n") <= 120


def test_names_say_what_a_thing_is() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?)($|_)")
    places = [*sources(), *templates()]
    parts = {part for file in places for part in file.relative_to(ROOT).with_suffix("").parts}
    assert [part for part in sorted(parts) if vague.search(part.lower())] == []


def test_nothing_is_left_to_do() -> None:
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")))
    places = [*sources(), *templates()]
    assert [file for file in places if marks.search(file.read_text())] == []
