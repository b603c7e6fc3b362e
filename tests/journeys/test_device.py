"""What a device finds by itself, for everybody: axe-core, 360 px, and whole English pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from declare.events.models import Purpose
from tests import factories
from tests.certificates.issued import signed
from tests.corpus import tokens as corpus
from tests.factories import World
from tests.journeys.conftest import Site
from tests.journeys.desk import TELEPHONE
from tests.journeys.look import Look


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_a_device_finds(chromium: Browser, site: Site, made: World, language: str) -> None:
    texts = addresses(made, site.address)
    context = chromium.new_context(viewport=TELEPHONE, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    look = Look(context.new_page(), site.address, language)
    with_the_site(look, texts)
    look.page.goto(f"{site.address}/verifikasi")
    expect(look.page.locator("[data-notice]")).to_contain_text(re.compile(r"127\.0\.0\.1"))
    context.set_offline(True)
    for verdict, text in texts.items():
        look.page.goto(f"{site.address}/verifikasi")
        look.page.fill("[name=code]", text)
        look.page.press("[name=code]", "Enter")
        expect(look.page.locator("main")).to_have_attribute("data-verdict", verdict)
        look.here()
    context.close()
    assert look.seen == len(texts) + 2
    assert "\n".join(look.faults) == ""


def addresses(made: World, address: str) -> dict[str, str]:
    """A QR for each finding."""
    live = signed(made, factories.event(made, "netral-2026", purpose=Purpose.LIVE))
    sample = signed(made, factories.event(made))
    made.session.commit()
    token = live.token or b""
    return {
        "authentic": corpus.address(token, address, live.code),
        "mismatch": corpus.address(token.replace(b"Marlina", b"Merlina"), address, live.code),
        "sample": corpus.address(sample.token or b"", address, sample.code),
        "unknown": corpus.QR,
    }


def with_the_site(look: Look, texts: dict[str, str]) -> None:
    """What the page behind a QR says of its digits."""
    for which in ("authentic", "mismatch"):
        look.page.goto("about:blank")
        look.page.goto(texts[which])
        expect(filled(look.page)).to_be_visible()
        look.here()


def filled(page: Page) -> Locator:
    """What the script wrote."""
    return page.locator("[data-digits] details")
