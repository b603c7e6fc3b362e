"""Rivals: first come owns nobody, and no true person's application is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AuditEntry, Role
from declare.database import db
from declare.events.models import Admission, Event
from declare.messages.models import Delivery, Message
from declare.models import Base
from declare.pledges import signing
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

FORM = "/acara/acara-uji/daftar"
DESK = "/panitia/acara/acara-uji"
RIVALS = f"{DESK}/pendaftaran-ganda"
STRANGER = {"email": "orang@asing.example", "agency": "Entah"}


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.sign_in(client, account)
    return account


def person(**values: str) -> dict[str, str]:
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    return texts | {"consent": "y"} | values


def people(session: Session) -> list[tuple[str, str]]:
    """Address and standing of every registration, in the order of application."""
    rows = session.execute(select(Registration.email, Registration.standing).order_by("id"))
    return [(email, str(standing)) for email, standing in rows]


def rival(session: Session) -> Registration:
    query = select(Registration).where(Registration.standing == "rival")
    return session.scalars(query.order_by(Registration.id)).first() or pytest.fail("no rival")


def audited(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(AuditEntry.what, AuditEntry.detail).order_by(AuditEntry.id))
    return [(what, detail) for what, detail in rows if what.startswith("rival.")]


@pytest.mark.twin
@pytest.mark.parametrize("by", ["name", "nip"])
def test_a_stranger_who_was_first_makes_nobody_vanish(
    client: Browser, session: Session, event: Event, by: str
) -> None:
    nip = "196801011990032001"
    stranger = person(**STRANGER) if by == "name" else person(**STRANGER, name="Asing", nip=nip)
    client.submit(FORM, **stranger)
    client.submit(FORM, **person(nip=nip))
    assert people(session) == [
        ("orang@asing.example", "pending"),
        ("setda@karo.example", "rival"),
    ]


@pytest.mark.twin
def test_a_refused_registration_blocks_nobody(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    client.submit(FORM, **person(**STRANGER))
    first = session.scalars(select(Registration)).one()
    client.submit(f"{DESK}/peserta/tolak", registration=first.public_id)
    client.submit(FORM, **person())
    assert people(session) == [
        ("orang@asing.example", "refused"),
        ("setda@karo.example", "pending"),
    ]
    answer = client.submit(f"{DESK}/peserta/setujui", registration=first.public_id)
    assert "Sebagian tidak dapat disetujui" in client.get(answer.location).text
    assert [standing for _, standing in people(session)] == ["refused", "pending"]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements that are run in the block, by their verb and table."""
    run: list[str] = []

    def note(*values: Any) -> None:
        run.append(" ".join(str(values[2]).split()[:3]))

    with app.app_context():
        engine = db.engine
    listen(engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        remove(engine, "before_cursor_execute", note)


def rows(session: Session) -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.tables.values()
    return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


@pytest.mark.twin
@pytest.mark.parametrize("admission", [Admission.APPROVAL, Admission.DOMAIN])
def test_a_known_person_costs_the_same_statements_rows_and_mail_as_a_new_one(
    app: Flask, client: Browser, session: Session, event: Event, admission: Admission
) -> None:
    event.admission, event.mail_domains = admission, ["karo.example"]
    client.submit(FORM, **person(name="Pembuka"))  # what only the first request reads
    seen: dict[str, Any] = {}
    new = person(nip="196801011990032001")
    for case, form in {
        "new": new,
        "same name": person(email="lain@karo.example"),
        "same nip": new | {"name": "Orang Lain", "email": "lain@karo.example"},
        "refused before": person(name="Ditolak"),
    }.items():
        before = rows(session)
        with statements(app) as run:
            answer = client.submit(FORM, **form)
        after = rows(session)
        written = {name: after[name] - before[name] for name in after if after[name] - before[name]}
        seen[case] = (answer.status_code, answer.location, run, written)
    assert seen["new"][3]["message"] == seen["new"][3]["registration"] == 1
    assert {case: one == seen["new"] for case, one in seen.items()} == dict.fromkeys(seen, True)


def test_a_copy_is_counted_and_the_applicant_sees_no_difference(
    app: Flask, client: Browser, session: Session, event: Event
) -> None:
    with statements(app) as first:
        client.submit(FORM, **person())
    with statements(app) as second:
        client.submit(FORM, **person())
    assert len(second) == len(first)
    assert [one.repeats for one in session.scalars(select(Registration))] == [1]
    kinds = session.execute(select(Message.kind, Message.recipient)).all()
    assert [tuple(one) for one in kinds] == [("received", "setda@karo.example")] * 2


def test_five_rivals_are_kept_and_further_ones_counted(
    client: Browser, session: Session, event: Event
) -> None:
    for number in range(8):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        client.submit(FORM, **person(email=f"p{number}@karo.example"))
    assert people(session) == [
        ("p0@karo.example", "pending"),
        *((f"p{number}@karo.example", "rival") for number in range(1, 6)),
    ]
    repeats = session.scalars(select(Registration.repeats).order_by(Registration.id)).all()
    assert repeats == [2, 0, 0, 0, 0, 0]


def test_a_rival_counts_nowhere_and_its_link_opens_nothing(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    client.submit(FORM, **person(**STRANGER))
    client.submit(FORM, **person())
    page = client.get(f"{DESK}/").text
    assert "1 pendaftaran ganda perlu dibandingkan" in page
    assert client.get("/acara/acara-uji/hitung.json").json["registered"] == 1
    path = factories.links.link(made.keys, "", rival(session))
    assert client.get(path).status_code == 410


@pytest.mark.twin
def test_the_organiser_compares_both_and_keeps_the_first(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    client.submit(FORM, **person())
    client.submit(FORM, **person(**STRANGER))
    second = rival(session)
    assert f"{RIVALS}/{second.public_id}" in client.get(RIVALS).text
    page = client.get(f"{RIVALS}/{second.public_id}").text
    assert "s•••@karo.example" in page
    assert "o•••@asing.example" in page
    assert "orang@asing.example" not in page
    answer = client.submit(f"{RIVALS}/{second.public_id}/pertahankan")
    assert answer.status_code == 303
    assert [standing for _, standing in people(session)] == ["pending", "refused"]
    first = session.scalars(select(Registration).order_by(Registration.id)).first()
    assert first is not None
    assert audited(session) == [("rival.refused", f"{second.public_id} {first.public_id}")]
    assert client.submit(f"{RIVALS}/{second.public_id}/gantikan").status_code == 404


@pytest.mark.twin
def test_the_rival_replaces_the_first_and_gets_the_link(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    client.submit(FORM, **person(**STRANGER))
    client.submit(FORM, **person())
    client.submit(f"{RIVALS}/{rival(session).public_id}/gantikan")
    assert [standing for _, standing in people(session)] == ["refused", "admitted"]
    links = session.execute(select(Message.recipient).where(Message.kind == "admitted"))
    assert list(links.scalars()) == ["setda@karo.example"]
    assert [what for what, _ in audited(session)] == ["rival.replaced"]


def test_who_has_signed_is_not_replaced(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    first = factories.participant(made, event)
    signing.sign(session, made.keys, event, first, made.now)
    client.submit(FORM, **person(**STRANGER))
    second = rival(session).public_id
    assert "sudah menandatangani" in client.get(f"{RIVALS}/{second}").text
    assert client.submit(f"{RIVALS}/{second}/gantikan").status_code == 409
    assert [standing for _, standing in people(session)] == ["admitted", "rival"]


@pytest.mark.twin
def test_both_are_taken_once_they_are_told_apart(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    client.submit(FORM, **person(**STRANGER))
    client.submit(FORM, **person())
    second = rival(session).public_id
    answer = client.submit(f"{RIVALS}/{second}/keduanya")
    assert answer.status_code == 409
    assert "masih sama" in answer.text
    client.submit(f"{DESK}/peserta/{second}/ubah", **person(name="Marlina Boru Karo"))
    assert client.submit(f"{RIVALS}/{second}/keduanya").status_code == 303
    assert [standing for _, standing in people(session)] == ["pending", "admitted"]


@pytest.mark.twin
def test_an_organiser_who_adds_a_known_person_compares(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    client.submit(FORM, **person(**STRANGER))
    answer = client.submit(f"{DESK}/peserta/tambah", **person())
    assert answer.location == f"{RIVALS}/{rival(session).public_id}"
    assert "Bandingkan kedua pendaftaran" in client.get(answer.location).text


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_first_applications_at_once_are_one_and_its_rival(
    session: Session, made: factories.World, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where both saw nobody, the database's index tells the second."""
    from declare.registrations import admission, rivals
    from declare.registrations.intake import RegistrationData

    factories.registration(made, event)
    known = rivals._known
    answers = iter([[]])
    monkeypatch.setattr(rivals, "_known", lambda *given: next(answers, None) or known(*given))
    data = RegistrationData(**factories.PERSON | STRANGER)
    outcome = admission.register(session, made.keys, event, data, made.now)
    assert outcome.rival is not None
    assert [standing for _, standing in people(session)] == ["pending", "rival"]


@pytest.mark.parametrize("step", ["pertahankan", "gantikan"])
def test_what_is_still_held_about_a_decided_rival_is_dropped(
    client: Browser,
    session: Session,
    made: factories.World,
    event: Event,
    organiser: Account,
    step: str,
) -> None:
    """Released later it would say that the application still waits."""
    first = factories.registration(made, event)
    client.submit(FORM, **person(**STRANGER))
    other = rival(session)
    session.execute(update(Message).values(state=Delivery.HELD))
    client.submit(f"{RIVALS}/{other.public_id}/{step}")
    query = select(Message.registration_id, Message.state).where(Message.kind == "received")
    kept = Delivery.HELD if step == "pertahankan" else Delivery.DROPPED
    assert {tuple(row) for row in session.execute(query)} == {
        (first.id, kept),
        (other.id, Delivery.DROPPED),
    }
