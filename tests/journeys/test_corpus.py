"""The corpus of tests/corpus in the browser: the same verdicts as in Python."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.corpus import tokens as corpus
from tests.journeys.device import EXAMINE, device


def test_the_corpus_gets_its_verdicts_in_the_browser(chromium: Browser) -> None:
    cases = list(corpus.cases())
    told = {"jwks": corpus.jwks(), "host": corpus.HOST, "texts": [case.text for case in cases]}
    with device(chromium) as page:
        found = page.evaluate(EXAMINE, told)
    pairs = zip(cases, found, strict=True)
    wrong = [(case.what, case.verdict, got) for case, got in pairs if got != case.verdict]
    assert wrong == []
