"""What a site says of itself in declare.json: believed nowhere, and never more than refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from declare.core import entry as entries
from declare.outside.audit import References, examine
from declare.outside.site import Site
from tests.outside.mirror import Mirror

DIRECTORY = "/.well-known/declare.json"
FIGURE = {"signed": 2, "size": 3, "at": "2020-09-13T12:30:00Z"}
WRONG: dict[str, list[Any]] = {
    "a fraction": [FIGURE | {"signed": 2.9}],
    "text": [FIGURE | {"signed": "2"}],
    "digits of another script": [FIGURE | {"size": "٣"}],
    "true": [FIGURE | {"signed": True}],
    "nothing": [FIGURE | {"signed": None}],
    "endless": [FIGURE | {"signed": float("inf")}],
    "no size": [{"signed": 2}],
    "a list": [[2, 3]],
    "a number": [2],
}


def refutations(mirror: Mirror) -> list[str]:
    return [each.text for each in examine(mirror.site, References()) if each.refutes]


@pytest.mark.parametrize("name", WRONG)
def test_a_figure_that_is_none_is_refused(name: str) -> None:
    assert refutations(Mirror(announced=[FIGURE])) == []
    (found,) = refutations(Mirror(announced=WRONG[name]))
    assert "declare.json cannot be read" in found


@pytest.mark.parametrize("field", ["announced", "vkey"])
@pytest.mark.parametrize("value", [1, None, {}, "x", [None]])
def test_a_log_that_is_none_is_refused(field: str, value: Any) -> None:
    mirror = Mirror()
    directory = mirror.directory()
    directory["logs"][0][field] = value
    mirror.files[DIRECTORY] = json.dumps(directory).encode()
    refused = refutations(mirror)
    assert refused or (field, value) == ("announced", {})


@pytest.mark.parametrize("witness", [1, {}, {"vkey": 1, "published_at": "x"}, {"vkey": "x"}])
def test_a_witness_that_is_none_is_refused(witness: Any) -> None:
    assert "declare.json cannot be read" in refutations(Mirror(witnesses=[witness]))[0]


@pytest.mark.parametrize("data", [b"[" * 100_000, b"[]", b"1", b'{"logs": 1}', b"\xff", b""])
def test_a_list_of_logs_that_is_none_is_refused(data: bytes) -> None:
    mirror = Mirror()
    mirror.files[DIRECTORY] = data
    assert "declare.json cannot be read" in refutations(mirror)[0]


def test_a_figure_costs_no_further_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site may claim a million."""
    monkeypatch.setattr(entries, "replay", None)
    figures = [{"signed": size - 1, "size": size} for size in range(1, 6)]
    told = list(examine(Mirror(announced=figures).site, References()))
    assert [each for each in told if each.refutes] == []
    assert len([each for each in told if each.subject == "announced"]) == 5


def test_a_log_that_is_not_listed_and_an_address_of_none_are_called_so() -> None:
    mirror = Mirror()
    mirror.files[DIRECTORY] = b'{"logs": [], "witnesses": []}'
    (found,) = refutations(mirror)
    assert found.startswith("declare.json lists no log ")
    (found,) = [each.text for each in examine(Site("http://ikrar.example"), References())]
    assert found == "no address of a log (…/log/<event>): http://ikrar.example"
