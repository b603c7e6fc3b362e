"""One browser that goes through pages and writes down what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.english import leftovers

AXE = Axe()
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
WIDTH = "document.documentElement.scrollWidth"


@dataclass
class Look:
    """A page of a browser, and everything found so far: address and fault."""

    page: Page
    address: str
    language: str
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def choose_language(self) -> None:
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
        self.page.evaluate(UNFOLD)
        self.faults += [f"{self.page.url}: {fault}" for fault in self._faults()]

    def _faults(self) -> list[str]:
        found = [
            f"{violation['id']} {violation['nodes'][0]['html'][:160]}"
            f" ({len(violation['nodes'])}) {violation['nodes'][0]['failureSummary']}"
            for violation in AXE.run(self.page).response["violations"]
        ]
        width = self.page.evaluate(WIDTH)
        if width > (self.page.viewport_size or {"width": 0})["width"]:
            found.append(f"{width} px wide")
        if self.page.locator("html").get_attribute("lang") != self.language:
            found.append("not in the language asked for")
        return found + (leftovers(self.page.content()) if self.language == "en" else [])
