"""The English catalogue says all that the sources say, and English pages say nothing else."""

from __future__ import annotations

import gettext
import io
import re
from datetime import datetime

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from flask import Flask
from sqlalchemy.orm import Session

from tests import factories, scene
from tests.browser import Browser
from tests.english import leftovers
from tools import translations


@pytest.fixture(scope="module")
def english() -> Catalog:
    return translations.catalogue()


def texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}|%(?!\()[^%]", text.replace("%%", "")))


def test_it_has_every_text_of_the_sources_and_no_other(english: Catalog) -> None:
    """Mended by `make translations`, and by translating what it names."""
    wanted = {message.id for message in translations.extracted() if message.id}
    assert len(wanted) > 500
    assert {message.id for message in english if message.id} == wanted
    assert not english.obsolete


def test_every_text_is_translated(english: Catalog) -> None:
    assert translations.untranslated(english) == []
    assert [message.id for message in english if message.id and message.fuzzy] == []


def test_translations_keep_the_placeholders(english: Catalog) -> None:
    wrong = [
        message.id
        for message in english
        if message.id
        and {frozenset(placeholders(text)) for text in (*texts(message), *forms(message))}
        != {frozenset(placeholders(texts(message)[0]))}
    ]
    assert wrong == []


def test_translations_keep_the_edges(english: Catalog) -> None:
    """A space at an end joins two texts; a point ends a sentence."""
    wrong = [
        message.id
        for message in english
        if message.id and any(_edges(text) != _edges(texts(message)[0]) for text in forms(message))
    ]
    assert wrong == []


def _edges(text: str) -> tuple[bool, str]:
    return text.startswith(" "), text[-1:] if text[-1:] in " .:?!" else ""


def test_what_is_read_is_what_was_written(english: Catalog) -> None:
    """The compiled catalogue is as new as its source."""
    written = gettext.GNUTranslations(io.BytesIO(translations.compiled(english)))
    with (translations.FOLDER / "messages.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert _words(read) == _words(written)
    assert read.gettext("Acara") == "Events"


def _words(catalog: gettext.GNUTranslations) -> dict[object, str]:
    return {key: text for key, text in catalog._catalog.items() if key}  # type: ignore[attr-defined]


def test_leftovers_are_found() -> None:
    page = (
        '<html lang="en"><title>Ikrar yang</title><p>Signed <span lang="id">oleh <b>dan</b></span>'
        '<br>dan <img alt="untuk"><select><option value="73.09">Pangkajene dan Kepulauan</option>'
        '<option value="">Pilih atau</option></select><i>Region</i></p>'
    )
    assert leftovers(page) == ["dan", "untuk", "Pilih atau"]


def test_public_pages_leave_nothing_in_indonesian(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    made = factories.world(app, session, now)
    scene.busy(made)
    scene.over(made)
    events = [f"/acara/{slug}{page}" for slug in ("acara-uji", "acara-usai") for page in PAGES]
    codes = [f"/v/{code}" for code in scene.verdicts(made).values()]
    client.get("/?lang=en")
    found = {}
    for path in ("/", "/privasi", "/verifikasi", "/panitia/masuk", "/salah", *events, *codes):
        page = client.get(path).text
        assert '<html lang="en">' in page, path
        found[path] = leftovers(page)
    assert {path: texts for path, texts in found.items() if texts} == {}


PAGES = (
    "",
    "/privasi",
    "/cakupan",
    "/cakupan?province=12",
    "/cakupan?q=karo",
    "/cakupan?q=tidak+ada",
    "/daftar",
    "/daftar/diterima",
    "/daftar/terdaftar",
    "/masuk",
    "/layar",
)


def test_errors_of_a_form_are_in_english(
    app: Flask, client: Browser, session: Session, now: datetime
) -> None:
    scene.busy(factories.world(app, session, now))
    client.get("/?lang=en")
    for path in ("/acara/acara-uji/daftar", "/acara/acara-uji/masuk", "/verifikasi"):
        answer = client.submit(path, email="salah", phone="x", nip="1", represents="x")
        assert answer.status_code == 422
        assert "Error: " in answer.text
        assert leftovers(answer.text) == [], path
