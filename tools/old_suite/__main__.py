"""Write this commit into FOLDER, with the tests of the first house instead of its own.

`python -m tools.old_suite FOLDER`, then `pytest` in there. Support modules (conftest, factories,
databases, browser) are today's; test modules are those of the first house, their imports mapped by
`moves` and what the issue changed replaced as `changes` lists it.
"""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Collection, Iterator
from pathlib import Path

from tools.old_suite import changes, moves
from tools.old_suite.rewriting import rewritten


def _archive(revision: str, *paths: str) -> tarfile.TarFile:
    command = ["git", "archive", "--format=tar", revision, *paths]
    return tarfile.open(fileobj=io.BytesIO(subprocess.check_output(command)))  # noqa: S603


def _place(path: str) -> str:
    """Where a test file of the first house lies now."""
    for old, new in moves.TESTS.items():
        if path.startswith(old):
            return path.replace(old, new, 1)
    return path


def main() -> None:
    """Fill the folder. Fails if a listed change finds nothing to change."""
    folder = Path(sys.argv[1])
    with _archive("HEAD") as now:
        now.extractall(folder, filter="data")
    taken = {
        path: _functions((folder / path).read_text(), names)
        for path, names in changes.TAKEN.items()
    }
    for file in folder.glob("tests/**/test_*.py"):
        file.unlink()
    shutil.copy(Path(__file__).with_name("first_house.py"), folder / "tests")
    pending = list(changes.CHANGES)
    for path, source in _tests():
        dropped = {name for file, name in changes.DROPPED if file == path}
        text = _without(rewritten(source), {*dropped, *changes.TAKEN.get(path, ())})
        for change in [each for each in pending if each.path == path]:
            text, times = re.subn(change.pattern, change.new, text)
            if not times:
                raise SystemExit(f"{path} has no {change.pattern!r}")
            pending.remove(change)
        text += taken.get(path, "")
        target = folder / _place(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    if pending:
        raise SystemExit(f"no such test: {pending[0].path}")


def _functions(text: str, names: Collection[str]) -> str:
    """The source of these functions alone."""
    found = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
    return "".join(f"\n\n{ast.get_source_segment(text, found[name])}\n" for name in names)


def _without(text: str, names: set[str]) -> str:
    """The source without these functions and their decorators."""
    lines = text.splitlines(keepends=True)
    for node in reversed(ast.parse(text).body):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            del lines[first - 1 : node.end_lineno]
    return "".join(lines)


def _tests() -> Iterator[tuple[str, str]]:
    """Path and source of each test module of the first house that is to be run."""
    with _archive(moves.FIRST_HOUSE, "tests") as then:
        for member in then.getmembers():
            path = Path(member.name)
            file = then.extractfile(member)
            if file is None or not path.match("test_*.py") or member.name in changes.REPLACED:
                continue
            yield member.name, file.read().decode()


if __name__ == "__main__":
    main()
