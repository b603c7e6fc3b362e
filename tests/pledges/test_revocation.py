"""Revocations: final, with a reason, before and after the close."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AuditEntry, Role
from declare.certificates.models import Certificate
from declare.core import entry
from declare.core.reason import Reason
from declare.events.models import Event, Purpose
from declare.messages.models import Message
from declare.pledges import not_me, signing_window, tally
from declare.pledges.models import Correction, Pledge, Revocation
from declare.registrations.models import Registration
from declare.web.words import REASONS
from tests import factories
from tests.browser import Browser
from tests.pledges.recorded import entries, signer

DONE = "/acara/acara-uji/selesai"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE)


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


@pytest.fixture
def person(
    client: Browser, made: factories.World, event: Event, organiser: Account
) -> Registration:
    found = factories.participant(made, event)
    factories.come_in(client, made, found)
    sign(client, found)
    return found


def sign(client: Browser, person: Registration) -> Any:
    return client.submit("/acara/acara-uji/ikrar", registration=person.public_id, agree="y")


def page_of(person: Registration) -> str:
    return f"/panitia/acara/acara-uji/peserta/{person.public_id}"


def revoke(client: Browser, person: Registration, reason: str = Reason.ANOTHER_SIGNED) -> Any:
    return client.submit(f"{page_of(person)}/cabut", reason=reason)


def correct(client: Browser, person: Registration, title: str = "Dr.") -> None:
    words = {field: getattr(person, field) for field in ("name", "back_title", "position")}
    client.submit(
        "/acara/acara-uji/koreksi",
        registration=person.public_id,
        front_title=title,
        **words,
    )


def kinds(session: Session, event: Event) -> list[str]:
    found = entries(session, event)
    entry.replay(found)
    return [type(one).__name__ for one in found]


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.twin
def test_a_revoked_pledge_counts_no_more_and_its_code_says_why(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
) -> None:
    assert "Cabut ikrar ini?" in client.get(f"{page_of(person)}/cabut").text
    assert revoke(client, person).location == page_of(person)
    pledge, revocation = (
        session.scalars(select(Pledge)).one(),
        session.scalars(select(Revocation)).one(),
    )
    assert (revocation.reason, revocation.account_id, revocation.index) == (
        Reason.ANOTHER_SIGNED,
        organiser.id,
        2,
    )
    assert kinds(session, event) == ["Open", "Pledge", "Revocation"]
    assert client.get("/acara/acara-uji/hitung.json").json["signed"] == 0
    page = client.get(f"/v/{pledge.code}")
    assert 'data-verdict="revoked"' in page.text
    assert "DICABUT pada 19 November 2026" in plain(page.text)
    assert "Alasan: ditandatangani oleh orang lain. Tidak berlaku lagi." in plain(page.text)
    gone = client.get(f"/sertifikat/{pledge.code}.pdf")
    assert (gone.status_code, 'data-verdict="revoked"' in gone.text) == (410, True)
    assert client.get(DONE).location == "/acara/acara-uji/ruang"
    mail = session.scalars(select(Message).where(Message.kind == "revoked")).one()
    assert mail.recipient == person.email
    assert "Alasan: ditandatangani oleh orang lain." in factories.letter(made, mail).body
    assert session.execute(select(AuditEntry.what, AuditEntry.detail)).all() == [
        ("pledge.revoked", "ke-1")
    ]
    assert "Ikrar ke-1 dicabut: ditandatangani oleh orang lain" in plain(
        client.get(page_of(person)).text
    )


@pytest.mark.twin
def test_signing_again_is_a_new_pledge(
    client: Browser, session: Session, event: Event, person: Registration
) -> None:
    revoke(client, person)
    assert sign(client, person).location == DONE
    first, second = session.scalars(select(Pledge).order_by(Pledge.id)).all()
    assert (first.ordinal, second.ordinal, second.index) == (1, 2, 3)
    assert f"/sertifikat/{second.code}.pdf" in client.get(DONE).text
    assert client.get("/acara/acara-uji/hitung.json").json["signed"] == 1
    assert revoke(client, person, Reason.REQUEST).status_code == 303
    verdicts = [client.get(f"/v/{pledge.code}").text for pledge in (first, second)]
    assert "ditandatangani oleh orang lain" in verdicts[0]
    assert "atas permintaan penanda tangan" in verdicts[1]
    assert kinds(session, event) == ["Open", *2 * ["Pledge", "Revocation"]]


@pytest.mark.twin
def test_a_revocation_ends_every_certificate_and_what_waits(
    client: Browser, session: Session, event: Event, person: Registration
) -> None:
    correct(client, person)
    asked = session.scalars(select(Correction)).one()
    seat = {"office": person.office, "region": person.region}
    client.submit(f"/panitia/acara/acara-uji/koreksi/{asked.id}", **seat)
    correct(client, person, "Prof.")
    assert revoke(client, person).status_code == 303
    for certificate in session.scalars(select(Certificate)):
        assert 'data-verdict="revoked"' in client.get(f"/v/{certificate.code}").text
    decisions = session.scalars(select(Correction.decision).order_by(Correction.id)).all()
    assert decisions == ["accepted", "lapsed"]
    assert (
        "Tidak ada permintaan yang menunggu." in client.get("/panitia/acara/acara-uji/koreksi").text
    )


def test_only_a_reason_of_the_list_will_do_and_only_once(
    client: Browser, session: Session, event: Event, person: Registration
) -> None:
    for reason in ("", "x", "Salah orang"):
        assert revoke(client, person, reason).status_code == 422
    assert kinds(session, event) == ["Open", "Pledge"]
    revoke(client, person)
    assert revoke(client, person).status_code == 409
    assert client.get(f"{page_of(person)}/cabut").location == page_of(person)
    assert kinds(session, event) == ["Open", "Pledge", "Revocation"]


def test_whoever_said_it_was_not_he_has_been_heard(
    client: Browser, session: Session, made: factories.World, person: Registration
) -> None:
    pledge = session.scalars(select(Pledge)).one()
    link = not_me.link(made.keys, "", pledge)
    client.submit(link)
    assert person.queried_at is not None
    revoke(client, person)
    assert person.queried_at is None
    assert "Ikrar ini sudah dicabut" in client.get(link).text
    assert client.submit(link).status_code == 303
    assert person.queried_at is None


@pytest.mark.twin
def test_after_the_close_it_is_shown_beside_the_figure(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    clock: Any,
) -> None:
    signer(made, event, name="Suparman")
    revoke(client, signer(made, event, name="Rahmat"))
    signing_window.begin_closing(session, event, made.now)
    clock.advance(minutes=10)
    revoke(client, person)
    assert kinds(session, event)[-3:] == ["Revocation", "Close", "Revocation"]
    said = plain(client.get("/acara/acara-uji").text)
    assert "Saat ditutup: 2; kemudian dicabut: 1." in said
    assert client.get("/acara/acara-uji/hitung.json").json["signed"] == 1
    assert sign(client, person).status_code == 409


def test_an_exercise_stays_a_sample_and_tells(
    client: Browser, made: factories.World, organiser: Account
) -> None:
    event = factories.event(made, "latihan")
    factories.sign_in(client, factories.member(made, event, Role.ORGANISER, "lain@uji.example"))
    person = signer(made, event)
    pledge = tally.current(made.session, person)
    assert pledge is not None
    path = f"/panitia/acara/latihan/peserta/{person.public_id}/cabut"
    assert client.submit(path, reason=Reason.TWICE).status_code == 303
    page = client.get(f"/v/{pledge.code}").text
    assert 'data-verdict="revoked"' in page
    assert "CONTOH" in page
    assert f"Alasan: {REASONS[Reason.TWICE]}." in plain(page)


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


def test_the_signer_reads_it_in_the_room(client: Browser, person: Registration) -> None:
    """Not everybody has a mailbox; until a new pledge stands the room says what became of it."""
    room, sentence = "/acara/acara-uji/ruang", "Ikrar Bapak/Ibu dicabut pada"
    assert sentence not in client.get(room).text
    revoke(client, person)
    assert sentence in plain(client.get(room).text)
    assert str(REASONS[Reason.ANOTHER_SIGNED]) in client.get(room).text
    sign(client, person)
    assert sentence not in client.get(room).text
