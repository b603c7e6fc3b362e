"""Corrections: asked for in the room, decided by organisers, an entry of the log each."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AuditEntry, Role
from declare.certificates.models import Status
from declare.core import entry, payload
from declare.events.models import Event, Purpose
from declare.pledges import signing_window
from declare.pledges.models import Correction, Decision, Pledge
from declare.registrations import links
from declare.registrations.models import Registration
from declare.verify import service as verify
from tests import factories
from tests.browser import Browser
from tests.pledges.corrections import LIST, accept, ask, asked_for, letters, rows
from tests.pledges.recorded import entries, signer


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made, purpose=Purpose.LIVE)


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


@pytest.fixture
def person(client: Browser, made: factories.World, event: Event) -> Registration:
    found = signer(made, event)
    factories.come_in(client, made, found)
    return found


@pytest.mark.twin
def test_an_accepted_correction_supersedes_the_certificate(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
    clock: Any,
) -> None:
    clock.advance(minutes=30)
    answer = ask(client, person, email="pribadi@karo.example")
    assert (answer.status_code, answer.location) == (303, "/acara/acara-uji/selesai")
    assert "menunggu panitia: Dr. Marlina, S.E., M.M." in client.get(answer.location).text
    assert person.front_title == "Dra."
    assert "Dr. Marlina, S.E., M.M." in client.get(LIST).text
    assert accept(client, asked_for(session)).location == LIST
    old, new = rows(session)
    assert (old.status, old.successor, new.status) == (Status.SUPERSEDED, new.code, Status.CURRENT)
    assert (old.number, old.ordinal, old.signed_at) == (new.number, new.ordinal, new.signed_at)
    assert (new.issued_at, new.index) == (clock.now, 2)
    content = payload.decode(new.payload or b"")
    assert (content.name, content.position) == ("Dr. Marlina, S.E., M.M.", person.position)
    assert (content.time, content.index) == (int(made.now.timestamp()), 2)
    commit = payload.commit(new.payload or b"").hex()
    recorded = entry.Correction("acara-uji", commit, 1, "regional_secretary", "12.06")
    assert entries(session, event)[2] == recorded
    verdicts = [verify.by_code(session, made.keys, row.code) for row in (old, new)]
    assert [found.result for found in verdicts] == ["superseded", "valid"]
    assert f"/v/{new.code}" in client.get(f"/v/{old.code}").text
    assert client.get(f"/sertifikat/{old.code}.pdf").data.startswith(b"%PDF")
    assert f"/sertifikat/{new.code}.pdf" in client.get("/acara/acara-uji/selesai").text
    (sent,) = letters(session, "corrected")
    assert sent.recipient == "pribadi@karo.example"
    body = factories.letter(made, sent).body
    assert f"/sertifikat/{new.code}.pdf" in body
    assert "Semula tertulis: Dra. Marlina, S.E., " in body
    assert "Sekarang tertulis: Dr. Marlina, S.E., M.M., " in body
    assert person.email == "pribadi@karo.example"
    deeds = session.execute(select(AuditEntry.what, AuditEntry.detail, AuditEntry.account_id)).all()
    assert deeds[1:] == [("correction.accepted", "ke-1", organiser.id)]


def test_corrections_in_a_row_lead_to_the_newest(
    client: Browser, session: Session, person: Registration, organiser: Account
) -> None:
    for title in ("Dr.", "Prof."):
        ask(client, person, front_title=title)
        waiting = select(Correction).where(Correction.decision == Decision.PENDING)
        accept(client, session.scalars(waiting).one())
    first, second, third = rows(session)
    assert (first.successor, second.successor, third.successor) == (third.code, third.code, None)
    assert [row.status for row in (first, second, third)] == ["superseded", "superseded", "current"]


def test_the_contact_before_a_correction_gets_neither_name_nor_certificate(
    client: Browser,
    session: Session,
    made: factories.World,
    person: Registration,
    organiser: Account,
) -> None:
    ask(client, person, email="pribadi@karo.example")
    accept(client, asked_for(session))
    (told,) = letters(session, "contact_changed")
    assert told.recipient == "setda@karo.example"
    text, code = factories.letter(made, told), rows(session)[1].code
    for word in ("Marlina", "Sekretaris", "pribadi@karo.example", code, "/m/", "sertifikat"):
        assert word not in text.subject + text.body


def test_a_contact_that_never_opened_its_link_is_not_told_of_a_correction(
    client: Browser, session: Session, person: Registration, organiser: Account
) -> None:
    """It may be a stranger's, recorded by mistake."""
    person.opened_at = None
    ask(client, person, email="pribadi@karo.example")
    accept(client, asked_for(session))
    assert [mail.recipient for mail in letters(session, "corrected")] == ["pribadi@karo.example"]
    assert letters(session, "contact_changed") == []


def test_an_address_that_is_only_asked_for_is_told_nothing(
    client: Browser, session: Session, person: Registration, organiser: Account
) -> None:
    ask(client, person, email="orang-lain@uji.example")
    client.submit(f"{LIST}/{asked_for(session).id}/tolak", reason="Tidak.")
    sent = letters(session, "correction_refused")
    assert [mail.recipient for mail in sent] == ["setda@karo.example"]


@pytest.mark.parametrize("position", ["Bupati Karo", "Sekretaris Daerah Kabupaten Dairi"])
def test_another_position_is_marked(
    client: Browser, session: Session, person: Registration, organiser: Account, position: str
) -> None:
    ask(client, person, position=position)
    assert '<span class="tag tag--waiting">Jabatan lain</span>' in client.get(LIST).text
    page = client.get(f"{LIST}/{asked_for(session).id}").text
    assert "Jabatan, wilayah, atau kedudukan yang diminta berbeda" in page


@pytest.mark.twin
def test_a_refusal_says_why(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
) -> None:
    ask(client, person)
    path = f"{LIST}/{asked_for(session).id}/tolak"
    assert client.submit(path, reason="").status_code == 422
    assert client.submit(path, reason="Gelar belum terbukti.").location == LIST
    asked = asked_for(session)
    assert (asked.decision, asked.decided_by) == (Decision.REFUSED, organiser.id)
    assert len(entries(session, event)) == 2
    assert person.front_title == "Dra."
    assert "Alasan: Gelar belum terbukti." in client.get("/acara/acara-uji/selesai").text
    body = factories.letter(made, letters(session, "correction_refused")[0]).body
    assert "Alasan: Gelar belum terbukti." in body
    assert f"Diminta: {asked.printed_name}, {asked.position}" in body
    assert client.submit(path, reason="Lagi.").status_code == 409
    assert accept(client, asked).status_code == 409
    assert len(entries(session, event)) == 2
    deeds = session.scalars(select(AuditEntry.what).order_by(AuditEntry.id)).all()
    assert deeds == ["correction.requested", "correction.refused"]


@pytest.mark.twin
def test_many_are_accepted_at_once_and_what_cannot_be_waits(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    organiser: Account,
) -> None:
    """One of three would be somebody who is on the list already."""
    names = ("Ani Lestari", "Budi Santoso", "Citra Dewi")
    for name in names:
        someone = signer(made, event, name=name)
        client.submit(links.link(made.keys, "", someone))
        ask(client, someone, name=name + "h")
    factories.registration(made, event, name="Budi Santosoh")
    numbers = session.scalars(select(Correction.id).order_by(Correction.id)).all()
    picked = [*map(str, numbers), "x", "9" * 30, "-1"]
    assert client.submit(f"{LIST}/setujui", correction=picked).location == LIST
    page = client.get(LIST).text
    assert "2 koreksi disetujui." in page
    assert "Sebagian tidak dapat disetujui." in page
    assert "Budi Santosoh" in page
    decisions = session.scalars(select(Correction.decision).order_by(Correction.id)).all()
    assert decisions == ["accepted", "pending", "accepted"]
    kinds = [type(one).__name__ for one in entries(session, event)]
    assert kinds == ["Open", *3 * ["Pledge"], *2 * ["Correction"]]
    deeds = select(AuditEntry.detail).where(AuditEntry.what == "correction.accepted")
    assert session.scalars(deeds).all() == ["ke-1, ke-3"]
    assert accept(client, session.get_one(Correction, numbers[1])).status_code == 422
    client.submit(f"{LIST}/setujui")
    assert "Pilih permintaan koreksi terlebih dahulu." in client.get(LIST).text


@pytest.mark.twin
def test_a_correction_moves_the_count(
    client: Browser, session: Session, event: Event, person: Registration, organiser: Account
) -> None:
    ask(client, person, position="Asisten Gubernur Aceh")
    asked = asked_for(session)
    assert accept(client, asked, office="x").status_code == 422
    assert accept(client, asked, office="other", region="11.71").status_code == 303
    pledge = session.scalars(select(Pledge)).one()
    assert (pledge.office, pledge.region, person.region) == ("other", "11", "11.71")
    count = client.get("/acara/acara-uji/hitung.json").json
    assert count["by_office"] == {"other": 1}
    assert count["by_province"] == {"11": 1}
    tally = entry.replay(entries(session, event)).tally
    assert (tally.by_office, tally.by_province) == (count["by_office"], count["by_province"])


def test_a_delegate_does_not_come_to_represent_himself(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    delegate = signer(made, event, represents="regional_head", mandate="800/1")
    factories.come_in(client, made, delegate)
    ask(client, delegate)
    assert accept(client, asked_for(session), office="regional_head").status_code == 422


@pytest.mark.twin
def test_after_the_close_corrections_go_on(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    person: Registration,
    organiser: Account,
    clock: Any,
) -> None:
    """The close that was due is written down before anything else."""
    signing_window.begin_closing(session, event, made.now)
    clock.advance(minutes=10)
    ask(client, person)
    assert accept(client, asked_for(session)).status_code == 303
    kinds = [type(one).__name__ for one in entries(session, event)]
    assert kinds == ["Open", "Pledge", "Close", "Correction"]
    entry.replay(entries(session, event))
    _, new = rows(session)
    assert verify.by_code(session, made.keys, new.code).result == "valid"


def test_an_unknown_correction_is_not_found(
    client: Browser, made: factories.World, person: Registration, session: Session
) -> None:
    ask(client, person)
    other = factories.event(made, "acara-lain")
    factories.sign_in(client, factories.member(made, other, Role.ORGANISER, "lain@uji.example"))
    number = asked_for(session).id
    for place in ("0", "9" * 9, "9" * 30, str(number)):
        path = f"/panitia/acara/acara-lain/koreksi/{place}"
        assert client.get(path).status_code == 404
        assert client.submit(f"{path}/tolak", reason="x").status_code == 404
