"""Requests for other words: accepted, refused, lapsed; signed meanwhile, a correction."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Role
from declare.events.models import Event, Purpose
from declare.messages.models import Message
from declare.pledges import signing_window
from declare.pledges.models import Correction
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.registrations.reworded import (
    ANOTHER,
    APPROVED,
    LIST,
    NAME,
    PERSON,
    SIGN,
    Submit,
    accept,
    deeds,
    letters,
    recorded,
    request_of,
    sign,
    states,
)


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE)


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    return found


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


@pytest.fixture
def reword(client: Browser, person: Registration) -> Submit:
    def submit(**words: str) -> Any:
        return client.submit(NAME, registration=person.public_id, **APPROVED | words)

    return submit


@pytest.mark.twin
def test_what_is_accepted_before_signing_is_signed(
    client: Browser,
    session: Session,
    made: factories.World,
    person: Registration,
    organiser: Account,
    reword: Submit,
) -> None:
    reword(**ANOTHER)
    request = request_of(session)
    assert "1 permintaan koreksi menunggu" in client.get("/panitia/acara/acara-uji/").text
    assert "Mungkin orang lain: buka dan periksa" in client.get(LIST).text
    page = client.get(f"{PERSON}/{request.id}").text
    assert "Nama yang diminta dapat dibaca sebagai orang lain." in page
    assert accept(client, request, office="x").status_code == 422
    assert accept(client, request, office="regional_head").location == LIST
    assert (request.state, request.decided_by) == ("accepted", organiser.id)
    assert (person.printed_name, person.office) == ("H. Suparman Wijaya, S.H.", "regional_head")
    sign(client, person)
    assert recorded(session) == [("H. Suparman Wijaya, S.H.", "Bupati Karo")]
    (mail,) = letters(session, "request_accepted")
    body = factories.letter(made, mail).body
    assert "tertulis pada sertifikat: H. Suparman Wijaya, S.H., Bupati Karo" in body
    kinds = ["words.requested", "words.accepted"]
    assert deeds(session) == [(kind, person.public_id) for kind in kinds]
    assert accept(client, request).status_code == 409


def test_accepted_words_of_somebody_on_the_list_are_an_error_of_the_form(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    organiser: Account,
    reword: Submit,
) -> None:
    factories.participant(made, event, name="Suparman")
    reword(name="Suparman")
    answer = accept(client, request_of(session))
    assert answer.status_code == 422
    assert "Nama ini sudah terdaftar pada kursi yang sama." in answer.text
    assert states(session) == ["pending"]


@pytest.mark.twin
@pytest.mark.parametrize("closed", [False, True])
def test_signed_meanwhile_it_becomes_a_correction_also_after_closing(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
    reword: Submit,
    clock: Any,
    closed: bool,
) -> None:
    reword(name="Marlini")
    sign(client, person)
    assert "sertifikat dikoreksi setelah disetujui" in client.get("/acara/acara-uji/selesai").text
    if closed:
        signing_window.begin_closing(session, event, made.now)
        clock.advance(minutes=10)
    assert accept(client, request_of(session)).location == LIST
    assert recorded(session)[-1] == (
        "Dra. Marlini, S.E.",
        "Sekretaris Daerah Kabupaten Karo",
    )
    (correction,) = session.scalars(select(Correction))
    assert (correction.decision, correction.decided_by) == ("accepted", organiser.id)
    assert [mail.recipient for mail in letters(session, "corrected")] == [person.email]
    assert states(session) == ["accepted"]


def test_nothing_is_decided_about_words_of_one_who_was_refused(
    client: Browser,
    session: Session,
    made: factories.World,
    person: Registration,
    organiser: Account,
    reword: Submit,
) -> None:
    """A letter would say that the new words count at signing."""
    reword(name="Suparman")
    client.submit("/panitia/acara/acara-uji/peserta/tolak", registration=person.public_id)
    request = request_of(session)
    assert accept(client, request).status_code == 409
    assert client.submit(f"{PERSON}/{request.id}/tolak", reason="Tidak.").status_code == 409
    assert (person.name, states(session)) == ("Marlina", ["pending"])
    assert letters(session, "request_accepted") == letters(session, "request_refused") == []


@pytest.mark.twin
def test_a_refusal_says_why(
    client: Browser,
    session: Session,
    made: factories.World,
    person: Registration,
    organiser: Account,
    reword: Submit,
) -> None:
    reword(name="Suparman")
    path = f"{PERSON}/{request_of(session).id}/tolak"
    assert "Marlina" in client.get(path).text
    assert client.submit(path, reason="").status_code == 422
    assert client.submit(path, reason="Bukan orang yang diundang.").location == LIST
    assert "Alasan: Bukan orang yang diundang." in client.get(SIGN).text
    body = factories.letter(made, letters(session, "request_refused")[0]).body
    assert "Alasan: Bukan orang yang diundang." in body
    assert deeds(session)[-1] == ("words.refused", person.public_id)
    assert client.submit(path, reason="Lagi.").status_code == 409
    assert "Ditolak" in client.get(LIST).text


@pytest.mark.twin
def test_unsigned_at_closing_it_lapses_and_is_told(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
    reword: Submit,
    clock: Any,
) -> None:
    reword(name="Suparman")
    request = request_of(session)
    signing_window.begin_closing(session, event, made.now)
    clock.advance(minutes=10)
    assert reword(name="Prabowo").status_code == 409
    assert accept(client, request).status_code == 409
    signing_window.settle_due(session, made.keys, clock.now)
    assert states(session) == ["lapsed"]
    (mail,) = letters(session, "request_lapsed")
    assert "Diminta: Dra. Suparman, S.E." in factories.letter(made, mail).body
    assert deeds(session)[-1] == ("words.lapsed", person.public_id)
    assert "Gugur saat penandatanganan ditutup" in client.get(LIST).text
    assert person.name == "Marlina"


def test_the_letters_are_there_in_english(
    session: Session, made: factories.World, person: Registration, reword: Submit, client: Browser
) -> None:
    reword(name="Suparman")
    request = request_of(session)
    person.language = "en"
    for kind in ("request_accepted", "request_refused", "request_lapsed"):
        mail = Message(
            kind=kind,
            event_id=person.event_id,
            registration_id=person.id,
            values={"request": request.id},
            created_at=made.now,
        )
        assert "Dra. Suparman, S.E." in factories.letter(made, mail).body


def test_an_unknown_request_is_not_found(
    client: Browser, session: Session, made: factories.World, reword: Submit
) -> None:
    reword(name="Suparman")
    other = factories.event(made, "acara-lain")
    factories.sign_in(client, factories.member(made, other, Role.ORGANISER, "lain@uji.example"))
    for place in ("0", "9" * 30, str(request_of(session).id)):
        path = f"/panitia/acara/acara-lain/permintaan/{place}"
        assert client.get(path).status_code == 404
        assert client.submit(f"{path}/tolak", reason="x").status_code == 404
