"""Unit tests of page scripts: in the browser of the journeys, and under Node where there is one."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Route

from config import ROOT

ADDRESS = "http://127.0.0.1/"
"""Browsers trust it as they trust https: only there is WebCrypto."""
TESTS = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))
IMPORTS = {
    "node:test": "/tests/js/browser/test.mjs",
    "node:assert/strict": "/tests/js/browser/assert.mjs",
}
PAGE = f'<!doctype html><script type="importmap">{json.dumps({"imports": IMPORTS})}</script>'
RUN = """async (paths) => {
  for (const path of paths) await import(path);
  return (await import("/tests/js/browser/test.mjs")).run();
}"""


def serve(route: Route) -> None:
    path = ROOT / route.request.url.removeprefix(ADDRESS)
    if path.suffix == ".mjs":
        route.fulfill(body=path.read_text("utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body=PAGE, content_type="text/html")


def addressed(path: Path) -> str:
    return f"/{path.relative_to(ROOT).as_posix()}"


def test_page_scripts_in_the_browser(chromium: Browser) -> None:
    page = chromium.new_page()
    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS)
    done = page.evaluate(RUN, [addressed(path) for path in TESTS])
    page.close()
    assert done["failures"] == []
    assert done["count"] > 20


def test_page_scripts_under_node() -> None:
    """A machine without Node has run them in its browser, as above."""
    node = shutil.which("node")
    if node is not None:
        command = [node, "--test", *map(str, TESTS)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
