"""The audit reads offices by their form: one that is added later refutes no log."""

from __future__ import annotations

import pytest

from declare.outside.audit import References, examine
from tests.outside.illegal import LATER, pledged_as
from tests.outside.mirror import Mirror


@pytest.mark.parametrize("office", LATER)
def test_an_office_that_is_added_later_refutes_nothing(office: str) -> None:
    findings = list(examine(Mirror(data=LATER[office]).site, References()))
    assert [each.text for each in findings if each.refutes] == []
    (by_office,) = [each.text for each in findings if each.subject == "by office"]
    assert f"{office} 1" in by_office


@pytest.mark.parametrize("office", ["AB", "ab", "a-b", "a" * 25])
def test_what_is_no_office_is_refused(office: str) -> None:
    findings = examine(Mirror(data=pledged_as(office)).site, References())
    (refutation,) = [each.text for each in findings if each.refutes]
    assert "entry 1 is illegal: it is not well-formed (office)" in refutation
