"""A certificate checked by a telephone alone: digits, CBOR, Ed25519, in Chromium."""

from __future__ import annotations

import statistics

from playwright.sync_api import Browser, sync_playwright

from tests.bench.figures import Figure
from tests.corpus import tokens as corpus
from tests.journeys.conftest import CHROMIUM, SWITCHES
from tests.journeys.device import device

MOST = 100.0
ROUNDS = 7
_MEASURE = """async ({jwks, host, text}) => {
  const {examine, keySet, read} = await import("/examine.mjs");
  const begun = performance.now();
  const {finding} = await examine(read(text), await keySet(jwks, host));
  return [finding, performance.now() - begun];
}"""


def measure() -> Figure:
    """Check one QR on fresh pages: nothing is warm, and the keys are imported each time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        found = [_check(browser) for _ in range(ROUNDS)]
        browser.close()
    median = statistics.median(found)
    return Figure(
        what="offline check in the browser",
        measured=f"{median:.1f} ms, the slowest of {ROUNDS} {max(found):.1f} ms",
        beside="",
        target=f"<= {MOST:.0f} ms",
        met=median <= MOST,
    )


def _check(browser: Browser) -> float:
    """Milliseconds for one certificate."""
    told = {"jwks": corpus.jwks(), "host": corpus.HOST, "text": corpus.QR}
    with device(browser) as page:
        finding, took = page.evaluate(_MEASURE, told)
    if finding != "authentic":
        raise RuntimeError(f"the good certificate is {finding}")
    return float(took)
