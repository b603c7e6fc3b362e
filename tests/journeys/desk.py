"""People at their telephones: each has a browser of their own, 360 px wide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, Response

TELEPHONE = {"width": 360, "height": 800}


@dataclass
class Person:
    """Somebody with one open page."""

    page: Page
    address: str

    def visit(self, path: str) -> Response:
        """Open a page, by path or by a whole link out of a mail; it must be there."""
        answer = self.page.goto(path if "://" in path else self.address + path)
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return answer

    def fill(self, **fields: Any) -> None:
        """Fill in fields by their names: text, a choice of a list, a radio or a tick."""
        for name, value in fields.items():
            found = self.page.locator(f'[name="{name}"]')
            self._unfold(name)
            kind = found.first.get_attribute("type") or ""
            tag = found.first.evaluate("e => e.tagName")
            if kind in {"radio", "checkbox"}:
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif tag == "SELECT":
                found.first.select_option(value, force=True)
            else:
                found.first.fill(value)

    def _unfold(self, name: str) -> None:
        """Open what the field is folded into."""
        folded = self.page.locator(f'details:not([open]):has([name="{name}"]) > summary')
        if folded.count():
            folded.click()

    def press(self, label: str) -> None:
        """Press the one button with this label, and wait for the page behind it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=label, exact=True).click()

    def follow(self, label: str) -> None:
        """Follow the one link with this label."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=label, exact=True).first.click()

    def send(self, path: str, button: str, **fields: Any) -> None:
        """Open a form, fill it in and press its button."""
        self.visit(path)
        self.fill(**fields)
        self.press(button)

    def enrols(self, now: datetime) -> None:
        """Set up the second factor, with the key that the page shows."""
        self.send("/panitia/kode/pasang", "Mulai")
        secret = self.page.locator(".code").inner_text().replace(" ", "")
        self.fill(otp=pyotp.TOTP(secret).at(now))
        self.press("Pasang")

    @property
    def reads(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()


class Desk:
    """Where people come from, and where their browsers are closed again."""

    def __init__(self, chromium: Browser, address: str, scripts: bool) -> None:
        self._chromium = chromium
        self._address = address
        self._scripts = scripts
        self._open: list[BrowserContext] = []

    def person(self) -> Person:
        """Somebody whom this browser has never seen."""
        context = self._chromium.new_context(
            viewport=TELEPHONE, java_script_enabled=self._scripts, accept_downloads=True
        )
        context.set_default_timeout(10_000)
        self._open.append(context)
        return Person(context.new_page(), self._address)

    def close(self) -> None:
        for context in self._open:
            context.close()
