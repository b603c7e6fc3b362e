"""A browser page that has the verifying module, and no site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from config import ROOT

_HERE = "http://127.0.0.1/"
# An address that browsers trust as they trust https: only there is WebCrypto.

EXAMINE = """async ({jwks, host, texts}) => {
  const {examine, keySet, read} = await import("/examine.mjs");
  const keys = await keySet(jwks, host);
  const found = [];
  for (const text of texts) found.push((await examine(read(text), keys)).finding);
  return found;
}"""
"""What the module finds of each text."""


@contextmanager
def device(browser: Browser) -> Iterator[Page]:
    """An empty page beside /examine.mjs; nothing is fetched from anywhere."""
    module = (ROOT / "static" / "js" / "examine.mjs").read_text()
    page = browser.new_page()
    page.route(f"{_HERE}**", lambda route: route.fulfill(body="", content_type="text/html"))
    page.route(
        f"{_HERE}examine.mjs",
        lambda route: route.fulfill(body=module, content_type="text/javascript"),
    )
    page.goto(_HERE)
    yield page
    page.close()
