"""Flood limits: registering is no open relay of mail, and nobody's application is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.accounts.models import Account, Role
from declare.accounts.throttle import Caller
from declare.events.models import Admission, Event
from declare.messages.models import Message
from declare.outreach import flood
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser
from tests.conftest import Clock

FORM = "/acara/acara-uji/daftar"
DESK = "/panitia/acara/acara-uji"
HELD = f"{DESK}/surel-ditahan"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


def register(client: Browser, number: int, **values: str) -> None:
    texts = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    own = {
        "name": "Orang " + "abcdefghijklmnopqrstuvwxyz"[number // 26] * 2 + chr(97 + number % 26)
    }
    answer = client.submit(FORM, **texts | own | {"consent": "y"} | values)
    assert answer.status_code == 303


def states(session: Session, kind: str = "received") -> dict[str, int]:
    query = select(Message.state, func.count()).where(Message.kind == kind)
    return {str(state): number for state, number in session.execute(query.group_by(Message.state))}


@pytest.mark.twin
def test_one_address_is_sent_a_few_letters_a_day_and_every_registration_is_kept(
    client: Browser, session: Session, event: Event, clock: Clock
) -> None:
    for number in range(20):
        register(client, number, email="korban@lain.example")
    assert session.scalar(select(func.count(Registration.id))) == 20
    assert states(session) == {"queued": 6, "held": 14}
    clock.advance(days=1, seconds=1)
    register(client, 20, email="korban@lain.example")
    assert states(session) == {"queued": 7, "held": 14}


def test_one_network_is_sent_sixty_an_hour(
    client: Browser, session: Session, event: Event, clock: Clock
) -> None:
    for number in range(65):
        register(client, number, email=f"p{number}@lain.example")
    assert states(session) == {"queued": 60, "held": 5}
    clock.advance(hours=1, seconds=1)
    register(client, 65, email="terakhir@lain.example")
    assert states(session) == {"queued": 61, "held": 5}


def test_the_letter_repeats_nothing_of_the_application(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    words = {"name": "Menangkan Hadiah", "position": "Klik jahat.example", "agency": "Undian"}
    register(client, 0, **words, email="satu@lain.example")
    register(client, 1, **words, email="dua@lain.example")
    for message in session.scalars(select(Message)):
        text = factories.letter(made, message)
        said = text.subject + text.body
        assert [word for word in words.values() if word in said] == []
        assert "Deklarasi Uji" in text.subject


def test_nor_does_a_link_that_is_sent_at_once(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    """Two at one address are told apart by their seats, which are this platform's words."""
    event.admission = Admission.OPEN
    words = {"name": "Menangkan Hadiah", "position": "Klik jahat.example", "agency": "Undian"}
    for seat in ("regional_secretary", "other"):
        register(client, 0, **words, office=seat, email="satu@lain.example")
    texts = [factories.letter(made, message) for message in session.scalars(select(Message))]
    said = [text.subject + text.body for text in texts]
    assert [word for word in words.values() if word in "".join(said)] == []
    assert [text.subject for text in texts] == ["Tautan dan kode peserta untuk Deklarasi Uji"] * 2
    assert all("/m/" in text for text in said)
    assert "hanya untuk Sekretaris Daerah Kabupaten Karo." in said[0]
    assert "hanya untuk Peserta, Kabupaten Karo." in said[1]


def test_an_approved_participant_is_sent_the_link_again_by_name(
    client: Browser, session: Session, made: factories.World, event: Event, organiser: Account
) -> None:
    register(client, 0, name="Marlina")
    person = session.scalars(select(Registration)).one()
    client.submit(f"{DESK}/peserta/setujui", registration=person.public_id)
    register(client, 0, name="Marlina")
    newest = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert newest is not None
    subject = factories.letter(made, newest).subject
    assert subject == "Tautan dan kode peserta untuk Dra. Marlina, S.E."


def test_spellings_of_one_mailbox_are_one_recipient(
    client: Browser, session: Session, event: Event
) -> None:
    for number in range(4):
        register(client, number, email=f"korban+{number}@lain.example")
        register(client, 10 + number, email="Korban@lain.example")
    assert states(session) == {"queued": 6, "held": 2}
    for number in range(20, 27):
        register(client, number, email=f"kor.{'b' * (number - 20)}an@lain.example")
    assert states(session) == {"queued": 13, "held": 2}, "dots may mean another mailbox"
    for number in range(30, 37):
        spelt = f"kor{'.' * (number % 2)}ban+{number}@gmail.com"
        register(client, number, email=spelt)
    assert states(session) == {"queued": 19, "held": 3}


@pytest.fixture
def organiser(client: Browser, made: factories.World, event: Event) -> Account:
    account = factories.member(made, event, Role.ORGANISER)
    factories.member(made, event, Role.OBSERVER)
    factories.sign_in(client, account)
    return account


def test_the_organisers_are_told_once_and_release_or_drop(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    for number in range(10):
        register(client, number, email="kantor@karo.example")
    told = session.scalars(select(Message).where(Message.kind == "mail_held")).all()
    assert [one.recipient for one in told] == [organiser.email]
    assert "4 surel ditahan" in client.get(f"{DESK}/").text
    page = client.get(HELD).text
    assert "k•••@karo.example" in page
    assert "kantor@karo.example" not in page
    waiting = session.scalars(select(Message.id).where(Message.state == "held")).all()
    client.submit(f"{HELD}/kirim", message=[str(one) for one in waiting[:3]])
    client.submit(f"{HELD}/buang", message=str(waiting[3]))
    assert states(session) == {"queued": 9, "dropped": 1}
    client.submit(f"{HELD}/kirim", message=str(waiting[3]))
    assert states(session) == {"queued": 9, "dropped": 1}


def test_mail_of_another_event_is_not_released(
    client: Browser, session: Session, made: factories.World, event: Event
) -> None:
    elsewhere = factories.event(made, "acara-lain")
    factories.sign_in(client, factories.member(made, elsewhere, Role.ORGANISER))
    for number in range(7):
        register(client, number, email="kantor@karo.example")
    (held,) = session.scalars(select(Message.id).where(Message.state == "held"))
    client.submit("/panitia/acara/acara-lain/surel-ditahan/kirim", message=str(held))
    assert states(session) == {"queued": 6, "held": 1}


def test_the_event_code_lifts_the_limits_and_admits_nobody(
    client: Browser, session: Session, event: Event
) -> None:
    event.event_code = "NETRAL26"
    assert "Kode acara" in client.get(FORM).text
    for number in range(10):
        register(client, number, email="kantor@karo.example", event_code="netral 26")
    assert states(session) == {"queued": 10}
    assert set(session.scalars(select(Registration.standing))) == {"pending"}


def test_a_wrong_event_code_is_no_error_and_is_not_guessed(
    client: Browser, session: Session, event: Event
) -> None:
    event.event_code = "NETRAL26"
    for number in range(20):
        register(client, number, email="kantor@karo.example", event_code=f"SALAH{number}")
    assert states(session) == {"queued": 6, "held": 14}
    register(client, 20, email="kantor@karo.example", event_code="NETRAL26")
    assert states(session) == {"queued": 6, "held": 15}


def test_a_code_is_not_guessed_from_many_networks_either(
    client: Browser, session: Session, event: Event, made: factories.World
) -> None:
    event.event_code = "NETRAL26"
    subject = throttle.subject(made.keys.data, "event_code", event.slug)
    for number in range(flood.CODES.alone):
        throttle.take(session, flood.CODES, subject, Caller(f"{number}"), made.now)
    for number in range(8):
        register(client, number, email="kantor@karo.example", event_code="NETRAL26")
    assert states(session) == {"queued": 6, "held": 2}


def test_the_organiser_sets_the_code(
    client: Browser, session: Session, event: Event, organiser: Account
) -> None:
    values: dict[str, Any] = {"admission": "approval", "domains": ""}
    path = f"{DESK}/penerimaan"
    assert client.submit(path, **values, event_code="abc").status_code == 422
    assert client.submit(path, **values, event_code="netral26").status_code == 303
    assert session.scalars(select(Event.event_code)).one() == "NETRAL26"
