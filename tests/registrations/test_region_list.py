"""The list of regions of a form."""

from __future__ import annotations

import re

from declare.events.models import ExpectedRegion
from tests import factories
from tests.browser import Browser

FORM = "/acara/acara-uji/daftar"


def test_the_invited_regions_come_first_and_none_is_offered_twice(
    client: Browser, made: factories.World
) -> None:
    event = factories.event(made)
    event.regions = [ExpectedRegion(code=code) for code in ("71", "71.09", "93.01")]
    select = re.search(r'<select [^>]*id="region".*?</select>', client.get(FORM).text, re.DOTALL)
    assert select is not None
    offered = re.findall(r'<optgroup label="([^"]+)">|<option value="([\d.]+)"', select[0])
    labels = ["Sulawesi Utara", "Papua Selatan", "Nasional", "Aceh"]
    assert [label for label, _ in offered if label][:4] == labels
    codes = [code for _, code in offered if code]
    assert codes[:4] == ["71", "71.09", "93.01", "00"]
    assert len(codes) == len(set(codes)) == 553
