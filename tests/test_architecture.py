"""The house as DESIGN draws it: who may import whom, how long a thing may be, how it is called.

Each test lists every offender at once. `python -m tests.house` prints the graph.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house import ROOT, WEB_AREAS, circle, file_of, foreign, graph, inside, modules, room

SLICES = (
    "accounts",
    "events",
    "liaisons",
    "registrations",
    "presence",
    "certificates",
    "pledges",
    "counts",
    "verify",
    "outreach",
    "ceremony",
    "reports",
    "retention",
)
"""The lower storey in its one order: a slice imports only slices that stand above it here."""
STORES = ("ledger", "messages", "work")
"""Folders beside the slices, which know none of them."""
GROUND = ("database", "errors", "keys", "contacts")
"""Modules that every slice may import."""
TOP = ("app", "cli", "jobs", "journal", "migrations", "demo", "outside", "models", "processes")
"""What may import everything below the pages; `app` and `cli` the pages as well."""
KNOWS_WEB = ("app", "cli")
WEB_LIBRARIES = {
    "babel",
    "flask",
    "flask_babel",
    "flask_login",
    "flask_migrate",
    "flask_wtf",
    "werkzeug",
    "wtforms",
}


def below(name: str) -> set[str]:
    """The folders and modules that `name` may import, by DESIGN's table."""
    if name == "core":
        return {"core"}
    carried = {"core", *GROUND}
    if name in GROUND:
        return carried
    if name in (*STORES, "press"):
        return carried | {name}
    if name in SLICES:
        return carried | {*STORES, "press", *SLICES[: SLICES.index(name) + 1]}
    everything = {room(module) for module in modules()}
    pages = {each for each in everything if each.startswith("web")}
    if name.startswith("web"):
        above = {"web.urls"} if name != "web.urls" else set()
        areas = set() if name != "web" else {f"web.{area}" for area in WEB_AREAS}
        return everything - set(TOP) - above - areas
    return everything if name in KNOWS_WEB else everything - pages


def offenders() -> list[str]:
    """Every import that the table forbids."""
    return [
        f"{module} imports {target}"
        for module in modules()
        for target in inside(module)
        if target and room(target) not in below(room(module)) and not _of_own(module, target)
    ]


def _of_own(module: str, target: str) -> bool:
    """`declare.migrations` names the schema; `/readyz` compares it with the database's."""
    return module == "web.health" and target == "migrations"


def test_no_folder_is_in_a_circle() -> None:
    assert circle(graph()) == []


def test_no_module_is_in_a_circle() -> None:
    packages = {module for module in modules() if file_of(module).name == "__init__.py"}
    edges = {module: set(inside(module)) - packages for module in modules()}
    assert circle(edges) == []


def test_a_circle_would_be_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) != []
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_imports_follow_the_table() -> None:
    assert offenders() == []


def test_only_the_upper_storey_knows_the_web() -> None:
    allowed = {
        "app": WEB_LIBRARIES,
        "cli": WEB_LIBRARIES,
        "jobs": WEB_LIBRARIES,
        "journal": WEB_LIBRARIES,
        "migrations.env": WEB_LIBRARIES,
    }
    found = [
        f"{module} imports {', '.join(sorted(known))}"
        for module in modules()
        if not module.startswith("web")
        and (known := (foreign(module) & WEB_LIBRARIES) - allowed.get(_whose(module), set()))
    ]
    assert found == []


def _whose(module: str) -> str:
    return module if module == "migrations.env" else module.split(".")[0]


def test_core_is_pure() -> None:
    pure = {*sys.stdlib_module_names, "cryptography", "cbor2"}
    found = {module: foreign(module) - pure for module in modules() if room(module) == "core"}
    assert {module: packages for module, packages in found.items() if packages} == {}


def test_models_know_no_other_slice() -> None:
    found = [
        f"{module} imports {target}"
        for module in modules()
        if module.endswith(".models")
        for target in inside(module)
        if room(target) not in ("core", "database")
    ]
    assert found == []


CLOCKS = re.compile(r"\b(datetime\.(now|utcnow)|date\.today|time\.time)\(")


def lower_storey() -> Iterable[str]:
    return (each for each in modules() if room(each) in ("core", "press", *STORES, *SLICES))


def test_services_are_told_the_time() -> None:
    assert [each for each in lower_storey() if CLOCKS.search(file_of(each).read_text())] == []


def test_services_commit_nothing() -> None:
    found = [each for each in lower_storey() if "session.commit(" in file_of(each).read_text()]
    # Two that jobs run commit each unit of their work: a mail handed over, a piece of long work.
    assert found == ["messages.delivery", "work.running"]


@pytest.mark.parametrize("module", ["core.code", "press.render", "press.pdf"])
def test_what_needs_no_web_and_no_database_loads_without(module: str) -> None:
    program = (
        f"import sys, declare.{module}; "
        "sys.exit(bool({'flask', 'sqlalchemy', 'werkzeug'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def sources() -> list[Path]:
    """Every Python file of the project that a person wrote."""
    folders = ("declare", "tests", "tools")
    inside = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    written = [file for file in inside if "versions" not in file.parts]
    return sorted([*written, *ROOT.glob("*.py")])


def templates() -> list[Path]:
    return sorted(file for file in (ROOT / "templates").rglob("*") if file.is_file())


def test_nothing_is_too_long() -> None:
    assert [str(file) for file in sources() if file.read_text().count("\n") > 300] == []
    assert [str(file) for file in templates() if file.read_text().count("\n") > 120] == []


def test_no_function_is_too_long() -> None:
    found = [
        f"{file}: {node.name}"
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert found == []


def test_few_functions_are_told_much_by_position() -> None:
    crowded = [
        node.name
        for file in sources()
        if file.is_relative_to(ROOT / "declare")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and len([one for one in node.args.args if one.arg not in ("self", "cls")]) > 5
    ]
    assert len(crowded) <= 18, crowded


def test_names_say_what_a_thing_is() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?)($|_)")
    places = [*sources(), *templates()]
    parts = {part for file in places for part in file.relative_to(ROOT).with_suffix("").parts}
    assert [part for part in sorted(parts) if vague.search(part.lower())] == []


def test_nothing_is_left_to_do() -> None:
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")))
    places = [*sources(), *templates()]
    assert [str(file) for file in places if marks.search(file.read_text())] == []


def test_the_folder_graph_can_be_printed() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "tests.house"],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout
    assert "registrations -> " in shown
    assert "no circle" in shown
