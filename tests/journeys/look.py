"""One browser that goes through pages and writes down what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.english import leftovers

SEEN = """async () => {
  document.querySelectorAll("details").forEach(part => part.open = true);
  const {violations} = await axe.run({resultTypes: ["violations"]});
  return {
    violations: violations.map(({id, nodes}) => ({
      id, places: nodes.map(node => node.html.slice(0, 160)), why: nodes[0].failureSummary})),
    tooWide: document.documentElement.scrollWidth - innerWidth,
    language: document.documentElement.lang,
    html: document.documentElement.outerHTML,
  };
}"""
"""What axe-core says of a page with everything unfolded, and what else there is to look at."""


@dataclass
class Look:
    """A page of a browser, and everything found so far: address and fault."""

    page: Page
    address: str
    language: str
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def __post_init__(self) -> None:
        self.page.add_init_script(AXE_SCRIPT)
        self.page.goto(f"{self.address}/?lang={self.language}")

    def at(self, path: str, status: int = 200) -> None:
        """Open a page and look at it."""
        answer = self.page.goto(self.address + path)
        if answer is None or answer.status != status:
            self.faults.append(f"{path}: {answer.status if answer else 'no answer'}")
        self.here()

    def send(self, form: str = "main form[method=post]") -> None:
        """Press the first button of a form, and look at the answer."""
        with self.page.expect_navigation():
            self.page.locator(f"{form} button[type=submit]").first.click()
        self.here()

    def here(self) -> None:
        """Look at the page that is open."""
        self.seen += 1
        seen = self.page.evaluate(SEEN)
        self.faults += [f"{self.page.url}: {fault}" for fault in self._faults(seen)]

    def _faults(self, seen: dict[str, Any]) -> Iterator[str]:
        for violation in seen["violations"]:
            yield f"{violation['id']}: {violation['why']} {violation['places']}"
        if seen["tooWide"] > 0:
            yield f"{seen['tooWide']} px too wide"
        if seen["language"] != self.language:
            yield f"in the language {seen['language']}"
        if self.language == "en":
            yield from leftovers(seen["html"])
