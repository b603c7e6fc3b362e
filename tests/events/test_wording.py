"""Statements: pasted, split into clauses, shown as the bytes that are hashed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from declare.core.statement import Statement
from declare.errors import Invalid
from declare.events import statement_library, wording
from declare.events.models import Event
from tests import factories
from tests.browser import Browser
from tests.factories import World

PASTED = "1. Menjaga netralitas\n   di mana pun.\n\n2)  Menolak politik uang."
PATH = "/panitia/acara/acara-uji/naskah"


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


@pytest.fixture
def event(made: World, client: Browser) -> Event:
    event = factories.draft(made)
    factories.sign_in(client, factories.member(made, event, "organiser"))
    return event


def test_clauses_are_parted_by_empty_lines_or_by_lines() -> None:
    assert wording.split(PASTED) == ("Menjaga netralitas di mana pun.", "Menolak politik uang.")
    assert wording.split("a. satu\r\nb. dua\r\n") == ("satu", "dua")
    assert wording.split("• satu\n \t\n– dua") == ("satu", "dua")
    assert wording.split("UU 5/2014 Pasal 9") == ("UU 5/2014 Pasal 9",)
    assert wording.split("2024 kami berikrar") == ("2024 kami berikrar",)
    assert wording.split(" \n ") == ()


@given(st.lists(st.text(min_size=1), max_size=5))
def test_what_is_shown_for_editing_is_read_back_the_same(lines: list[str]) -> None:
    clauses = wording.split("\n\n".join(lines))
    assert all(clause == " ".join(clause.split()) for clause in clauses)
    again = wording.split(wording.join(clauses))
    assert len(again) == len(clauses) or len(clauses) < 2


def test_the_library_is_the_file_it_came_from() -> None:
    kept = statement_library.statements()
    assert list(kept) == ["deklarasi-gnn-2020", "ikrar-asn-2024"]
    path = Path(statement_library.__file__).parent / "data" / "statements.json"
    assert json.loads(path.read_text())["statements"][1]["title"] == (
        kept["ikrar-asn-2024"].wording.title
    )
    assert all(len(one.wording.clauses) == 4 and one.found_in for one in kept.values())


@pytest.mark.parametrize(
    "words",
    [
        Statement("", "", ("Satu.",), ""),
        Statement("Judul", "", (), ""),
        Statement("Judul", "", ("x",) * 21, ""),
        Statement("Judul", "", ("tak\u200bterlihat",), ""),
        Statement("Judul", "x" * 20_001, ("Satu.",), ""),
    ],
)
def test_what_cannot_be_printed_is_refused(made: World, event: Event, words: Statement) -> None:
    with pytest.raises(Invalid):
        wording.write(made.session, event, words)


@pytest.mark.twin
def test_the_page_shows_the_bytes_and_their_hash(client: Browser, event: Event) -> None:
    answer = client.submit(PATH, title=" Ikrar  Uji ", opening="Kami:", clauses=PASTED, closing="")
    assert answer.status_code == 303
    data = b"Ikrar Uji\n\nKami:\n\n1. Menjaga netralitas di mana pun.\n2. Menolak politik uang.\n"
    page = client.get(PATH).text
    assert data.decode() in page
    digest = hashlib.sha256(data).hexdigest()
    assert "".join(f"<span>{digest[i : i + 4]}</span> " for i in range(0, 64, 4)) in page


def test_a_statement_of_the_library_fills_the_form_and_saves_nothing(
    client: Browser, session: Session, event: Event
) -> None:
    page = client.get(f"{PATH}?naskah=ikrar-asn-2024").text
    assert "Ikrar Netralitas Pegawai Aparatur Sipil Negara" in page
    assert event.statement is not None
    assert event.statement.title == "Ikrar Uji"
    assert "Ikrar Uji" in client.get(f"{PATH}?naskah=tidak-ada").text


def test_what_was_pasted_survives_a_refusal(client: Browser, event: Event) -> None:
    answer = client.submit(PATH, title="", opening="Pembuka", clauses=PASTED, closing="Penutup")
    assert answer.status_code == 422
    for words in ("Isi judul naskah.", "Pembuka", "di mana pun.", "Penutup"):
        assert words in answer.text


def test_an_invisible_character_is_pointed_at(client: Browser, event: Event) -> None:
    clauses = "Menjaga netra\u200blitas."
    answer = client.submit(PATH, title="Ikrar", opening="", clauses=clauses, closing="")
    assert answer.status_code == 422
    assert "U+200B" in answer.text
    assert "Menjaga netra" in answer.text


def test_a_published_statement_is_only_shown(client: Browser, made: World, event: Event) -> None:
    from declare.events import publication

    publication.publish(made.session, event, made.keys, made.base_url, made.now)
    assert "<textarea" not in client.get(PATH).text
    assert client.submit(PATH, title="Lain", clauses="Lain.").status_code == 409
