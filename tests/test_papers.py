"""The papers for the next owner name what exists: files, modules, functions, links, slices."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from declare.accounts import password_rules
from declare.accounts.throttle import Throttle
from declare.errors import Invalid
from tests.house import ROOT
from tests.test_architecture import SLICES

PAPERS = sorted(
    file
    for file in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
        *(ROOT / "docs").rglob("*.md"),
    )
    if "superseded" not in file.read_text("utf-8").partition("\n")[0]
    and "reviews" not in file.parts
)
"""What a newcomer reads. A superseded decision (its title says so) or a review is of its day."""

TICKED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w.-]+(/[\w.-]+)*/?\.(py|md|toml|txt|html|css|scss|mjs|js|json|csv|svg|po|mo)")
FOLDER = re.compile(r"[a-z][\w.-]*(/[\w.-]+)*/")
DOTTED = re.compile(r"[a-z_]+(\.\w+)+")
LINK = re.compile(r"\]\(([^)#\s]+)\)")
ELSEWHERE = ("instance/", "static/vendor/", "marks/", "sample/")
"""What exists only where the platform runs."""


def words(paper: Path) -> Iterator[str]:
    """What a paper writes in backticks, without a call's brackets."""
    text = re.sub(r"^```.*?^```", "", paper.read_text("utf-8"), flags=re.S | re.M)
    yield from (word.removesuffix("()") for word in TICKED.findall(text))


def missing_files(paper: Path) -> list[str]:
    """Paths with a folder, from the root of the project or of its templates, that do not exist."""
    return [
        word
        for word in words(paper)
        if "/" in word
        and (FILE.fullmatch(word) or FOLDER.fullmatch(word))
        and not word.startswith(ELSEWHERE)
        and not any((root / word).exists() for root in (ROOT, ROOT / "templates"))
    ]


@cache
def _places() -> dict[str, Path]:
    """Modules and folders by the name that a paper may use: with `declare.` and without."""
    files = [*(ROOT / "declare").rglob("*.py"), *(ROOT / "tools").glob("*.py"), ROOT / "config.py"]
    places: dict[str, Path] = {}
    for file in files:
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        places[name] = places[name.removeprefix("declare.")] = file
    return places


@cache
def _defined(file: Path) -> frozenset[str]:
    """What a module defines or imports, and `Class.attribute`."""
    return frozenset(_definitions(ast.parse(file.read_text("utf-8"))))


def _definitions(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.ClassDef(name=name):
                yield name
                yield from (f"{name}.{inner}" for inner in _definitions(node))
            case ast.FunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def exists(name: str) -> bool:
    """Whether `module.thing` is defined there, for a name that begins with one of our modules."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        file = _places().get(".".join(parts[:length]))
        if file is not None:
            rest = ".".join(parts[length:])
            return not rest or rest in _defined(file)
    return True  # somebody else's: hashlib.sha256, event.starts_at


def missing_names(paper: Path) -> list[str]:
    return [
        word
        for word in words(paper)
        if DOTTED.fullmatch(word) and not FILE.fullmatch(word) and not exists(word)
    ]


def missing_targets(paper: Path) -> list[str]:
    """What `make …` is said to do and does not."""
    recipes = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M)
    named = (word.removeprefix("make ") for word in words(paper) if word.startswith("make "))
    return [f"make {target}" for target in named if target not in recipes]


def broken_links(paper: Path) -> list[str]:
    return [
        link
        for link in LINK.findall(paper.read_text("utf-8"))
        if "://" not in link and not (paper.parent / link).exists()
    ]


def test_papers_name_what_exists() -> None:
    offenders = [
        f"{paper.relative_to(ROOT)}: {what}"
        for paper in PAPERS
        for what in (
            *missing_files(paper),
            *missing_names(paper),
            *missing_targets(paper),
            *broken_links(paper),
        )
    ]
    assert offenders == []


def test_a_name_that_is_gone_would_be_found(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(
        "`declare/nowhere.py` `declare/core/` `pledges.signing.sign` `pledges.signing.sing` "
        "`declare.core.code` `hashlib.sha256` `make check` `make tea` [gone](gone.md)"
    )
    assert missing_files(paper) == ["declare/nowhere.py"]
    assert missing_names(paper) == ["pledges.signing.sing"]
    assert missing_targets(paper) == ["make tea"]
    assert broken_links(paper) == ["gone.md"]


def test_the_picture_shows_the_slices_in_their_order() -> None:
    picture = (ROOT / "docs" / "images" / "house.svg").read_text("utf-8")
    assert tuple(re.findall(r'class="slice"[^>]*>(\w+)<', picture)) == SLICES


def test_every_cache_is_named_in_the_architecture() -> None:
    decorated = re.compile(r"\b(lru_cache|cached_property)\b|@cache\b")
    paper = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    files = (
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "declare").rglob("*.py")
        if decorated.search(file.read_text("utf-8"))
    )
    assert [name for name in sorted(files) if f"`{name}`" not in paper] == []


SECURITY = ROOT / "docs" / "security.md"
LINE = re.compile(r"\| ([0-9.]+) \| ([12]) \| (.+) \| (.+) \| (.+) \|")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NOT_MET = "**Not met:**"


def lines() -> list[re.Match[str]]:
    """The lines of the security paper, one for each requirement."""
    return list(filter(None, map(LINE.fullmatch, SECURITY.read_text("utf-8").splitlines())))


def test_every_requirement_of_the_standard_has_one_line() -> None:
    listed = (ROOT / "tests" / "asvs-5.0.0.txt").read_text("utf-8").splitlines()
    wanted = [tuple(line.split()) for line in listed if line[:1].isdigit()]
    assert len(wanted) == 132
    assert [(line[1], line[2]) for line in lines()] == wanted


def test_every_line_names_tests_that_exist_or_says_why_not() -> None:
    offenders = [
        f"{line[1]}: {'::'.join(named)}"
        for line in lines()
        for named in TEST.findall(line[5])
        if named[1] not in _tests(ROOT / named[0])
    ]
    offenders += [
        line[1]
        for line in lines()
        if not TEST.search(line[5]) and not re.match(r"Not applicable: \w", line[5])
    ]
    offenders += [line[1] for line in lines() if min(map(len, line.groups()[2:])) < 5]
    assert offenders == []


@cache
def _tests(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text("utf-8")) if file.exists() else ast.Module([], [])
    found = (node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in found if name.startswith("test_"))


def test_what_is_not_met_stands_at_the_top() -> None:
    top = SECURITY.read_text("utf-8").partition("## What is not met")[2].partition("\n## ")[0]
    told = re.findall(r"^- \*\*([0-9.]+)\*\* \(level ([12])\): .", top, flags=re.M)
    assert told == [(line[1], line[2]) for line in lines() if line[5].startswith(NOT_MET)]
    assert all(line[5].startswith(NOT_MET) for line in lines() if NOT_MET in line[5])


def test_the_figures_of_the_security_paper_are_those_of_the_code() -> None:
    row = re.compile(r"^\| .+ \| ([^|]+) \| `([a-z_.]+)\.(_?[A-Z_]+)` \|$", re.MULTILINE)
    rows = row.findall(SECURITY.read_text("utf-8"))
    assert len(rows) > 30
    told = {f"{module}.{name}": figure for figure, module, name in rows}
    true = {key: _figure(key) for key in told}
    assert told == true


def _figure(key: str) -> str:
    module, _, name = key.rpartition(".")
    value = getattr(importlib.import_module(f"declare.{module}"), name)
    match value:
        case Throttle():
            most = f"{value.together:,} from one network, {value.alone:,} from everywhere"
            then = "" if value.pace == value.window else f"; then one in {_span(value.pace)}"
            return f"{most} in {_span(value.window)}{then}"
        case timedelta():
            return _span(value)
    return f"{value:,}"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for size, word, least in ((86_400, "days", 4), (3_600, "h", 1), (60, "min", 1)):
        if seconds % size == 0 and seconds >= least * size:
            return f"{seconds // size} {word}"
    return f"{seconds} s"


def test_the_words_of_the_context_are_refused_as_passwords() -> None:
    text = " ".join(SECURITY.read_text("utf-8").split()).partition("**Words of this context**")[2]
    words = text.partition(": ")[2].partition(", and their")[0].split(", ")
    assert len(words) > 20
    for word in words:
        for password in (f"{word}-2026-2027", f"{word * 5}", f"12345 {word} 67890"):
            with pytest.raises(Invalid):
                password_rules.check(password)
