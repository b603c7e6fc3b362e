"""A keyboard is enough, and the focus is always seen."""

from __future__ import annotations

from playwright.sync_api import Page

from tests import scene
from tests.factories import World


def test_a_keyboard_is_enough(page: Page, address: str, made: World) -> None:
    """The first key leads past the frame; after it the focus is always seen."""
    scene.busy(made)
    made.session.commit()
    page.goto(f"{address}/acara/acara-uji/daftar")
    page.keyboard.press("Tab")
    skip = page.locator(".govuk-skip-link")
    assert skip.evaluate("link => link === document.activeElement")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["height"] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    places = []
    while not places or places[-1]["html"] != "the end":
        page.keyboard.press("Tab")
        places.append(page.evaluate(FOCUS))
    assert len(places) > 20
    assert [place["html"] for place in places if not place["seen"]] == []


FOCUS = """() => {
  const place = document.activeElement;
  if (place === document.body) return {html: "the end", seen: true};
  const marks = [place, place.nextElementSibling].filter(Boolean).flatMap(
    part => ["", "::before"].map(half => getComputedStyle(part, half)));
  const isMarked = style => style.boxShadow !== "none"
    || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {html: place.outerHTML.slice(0, 120), seen: marks.some(isMarked)};
}"""
"""The focused element, and whether it shows: by itself, or by the sign that is drawn for it."""
