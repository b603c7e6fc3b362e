"""Whatever stands in a name is printed, and a template reaches nothing that it was not handed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from declare.press import placeholders, weasy_layout
from declare.press.render import render
from tests.press.paper import run, text
from tests.press.printables import printable

HOSTILE = st.text(alphabet=placeholders.ALPHABET + " ", min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "-"
)


@settings(max_examples=12, deadline=None)
@given(HOSTILE)
@example("<script>alert(1)</script>")
@example("{{7*7}}")
@example("{% include 'certificate.html' %}")
@example("\"'><img src=file:///etc/passwd>")
@example("&amp; &lt; ]] TJ ET \\")
@example("slot:title")
@example("H. Ma’ruf Sa`id O'Neil")
def test_a_hostile_name_is_only_a_name(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    file = tmp_path_factory.mktemp("hostile") / "certificate.pdf"
    file.write_bytes(render(printable(name)))
    told = "".join(text(file)).replace(" ", "")
    assert f"bahwa{name.replace(' ', '')}SekretarisDaerah" in told
    assert f"Sertifikat Ikrar Netralitas ASN: {name}" in run("pdfinfo", file)


@pytest.mark.parametrize(
    "name", ["<b>{{7*7}}</b> Şahin", "Ł'\"><img src=file:///etc/passwd>", "ʼAbd ʿAlī"]
)
def test_a_name_outside_the_alphabet_is_only_a_name_too(name: str, tmp_path: Path) -> None:
    shown = printable(name)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(render(shown))
    assert name in text(file)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/", "data:image/png;base64,", "certificate:x"],
)
def test_a_template_reaches_neither_disk_nor_network(address: str) -> None:
    with pytest.raises(weasy_layout.Unreachable):
        weasy_layout.draw(f'<html lang="id"><img alt="x" src="{address}">', "", {})


def test_more_than_a_sheet_is_refused() -> None:
    with pytest.raises(weasy_layout.Overflow):
        weasy_layout.draw('<html lang="id"><p>a</p><p style="break-before: page">b</p>', "", {})
