"""The list of participants: what is found, in which page, and who may see what of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Membership, Role
from declare.counts import service
from declare.counts.participants import PAGE, Filters, Part, participants, provinces
from declare.events.models import Event
from declare.messages.models import Delivery, Message
from declare.pledges import abstention
from declare.registrations import admission
from declare.registrations.models import Standing
from tests import factories
from tests.browser import Browser
from tests.counts.hall import Hall

LIST = "/panitia/acara/acara-uji/peserta"


def names(session: Session, event: Event, page: int = 1, **filters: object) -> list[str]:
    found = participants(session, event, Filters(**filters), page)  # type: ignore[arg-type]
    return [person.registration.name for person in found.people]


@pytest.fixture
def people(session: Session, hall: Hall, now: datetime) -> Hall:
    """One person of every kind."""
    hall.signs("Ani Tandatangan", region="12.06", office="regional_head", position="Bupati Karo")
    hall.comes("Budi Hadir", region="92.02", office="regional_head", position="Bupati")
    declined = hall.comes("Citra Tolak", region="12.71", office="other", position="Staf Ahli")
    abstention.decline(session, hall.event, declined, now)
    absent = factories.participant(hall.made, hall.event, name="Dedi Belum", region="12")
    absent.queried_at = now
    hall.registers("Eka Menunggu", region="12.06", position="Pj. Sekretaris")
    refused = hall.registers("Fajar Ditolak", region="12.06")
    admission.refuse(session, [refused], None, now)
    session.flush()
    return hall


NARROWED: list[tuple[dict[str, object], str]] = [
    ({}, "ABCDE"),
    ({"part": Part.SIGNED}, "A"),
    ({"part": Part.PRESENT}, "B"),
    ({"part": Part.PRESENT, "discreet": True}, "BC"),
    ({"part": Part.MISSING}, "DE"),
    ({"part": Part.DECLINED}, "C"),
    ({"part": Part.QUERIED}, "D"),
    ({"office": "regional_head"}, "AB"),
    ({"province": "92"}, "B"),
    ({"standing": Standing.PENDING}, "E"),
    ({"standing": Standing.ADMITTED}, "ABCD"),
    ({"standing": Standing.REFUSED}, "F"),
    ({"search": "HADIR"}, "B"),
    ({"search": "bupati karo"}, "A"),
    ({"search": "medan"}, "C"),
    ({"search": "pj."}, "E"),
    ({"search": "sumatera utara"}, "ACDE"),
    ({"search": "kab. karo"}, "AE"),
    ({"search": "Ani, Prov. Sumut"}, "A"),
    ({"search": "%"}, ""),
    ({"search": "_"}, ""),
    ({"search": "bupati", "province": "92", "part": Part.PRESENT}, "B"),
]


@pytest.mark.twin
def test_filters_and_words_narrow_the_list(session: Session, people: Hall) -> None:
    for filters, found in NARROWED:
        listed = names(session, people.event, **filters)
        assert "".join(name[0] for name in listed) == found, filters


@pytest.mark.twin
def test_the_list_holds_whom_the_event_counts(
    session: Session, people: Hall, now: datetime
) -> None:
    count = service.count(session, people.event, now)
    for part, number in ((None, count.registered), (Part.SIGNED, count.signed)):
        assert participants(session, people.event, Filters(part=part), 1).total == number
    discreet = Filters(part=Part.PRESENT, discreet=True)
    assert participants(session, people.event, discreet, 1).total == count.present - count.signed


def test_who_declined_is_only_present_to_the_discreet(session: Session, people: Hall) -> None:
    for discreet, part in ((False, Part.DECLINED), (True, Part.PRESENT)):
        found = participants(session, people.event, Filters(search="citra", discreet=discreet), 1)
        assert [person.part for person in found.people] == [part]


def test_rivals_for_a_seat_are_counted(session: Session, hall: Hall, now: datetime) -> None:
    hall.registers("Ani")
    refused = hall.registers("Budi")
    admission.refuse(session, [refused], None, now)
    hall.registers("Citra", office="regional_head")
    hall.registers("Dedi")
    found = participants(session, hall.event, Filters(), 1)
    assert [(one.registration.name, one.rivals) for one in found.people] == [
        ("Ani", 1),
        ("Citra", 0),
        ("Dedi", 1),
    ]


@pytest.mark.twin
def test_a_lost_letter_finds_its_reader(session: Session, hall: Hall, now: datetime) -> None:
    reader = hall.registers("Ani")
    hall.registers("Budi")
    for state, word in ((Delivery.FAILED, "a"), (Delivery.UNCERTAIN, "b")):
        session.add(
            Message(
                message_id=word,
                kind="admitted",
                event_id=hall.event.id,
                registration_id=reader.id,
                recipient="x@y.example",
                subject="",
                body="",
                state=state,
                created_at=now,
                due_at=now,
            )
        )
    session.flush()
    assert names(session, hall.event, part=Part.UNREACHED) == ["Ani"]


def test_pages_hold_fifty_and_end_where_the_list_ends(session: Session, hall: Hall) -> None:
    for number in range(PAGE + 2):
        hall.registers(f"Peserta {number:03}")
    first, last = (participants(session, hall.event, Filters(), page) for page in (1, 2))
    assert (len(first.people), len(last.people), last.total, last.pages) == (PAGE, 2, PAGE + 2, 2)
    for page, shown in ((-5, 1), (0, 1), (2, 2), (3, 2), (10**30, 2)):
        assert participants(session, hall.event, Filters(), page).page == shown
    seen = [one.registration.id for found in (first, last) for one in found.people]
    assert len(set(seen)) == PAGE + 2


def test_provinces_are_those_of_the_people(session: Session, people: Hall) -> None:
    assert provinces(session, people.event) == ["12", "92"]


JUNK = ["page=x", "page=-1", "page=9999999999999999999", "state=%27", "state=%C3%A9"]
JUNK += ["office=x", "province=1", "province=%F0%9F%98%80", "standing=0", "search=1&search=2"]


@pytest.mark.twin
def test_junk_in_an_address_is_left_out(people: Hall, organiser: Browser) -> None:
    for query in JUNK:
        answer = organiser.get(f"{LIST}?{query}")
        assert answer.status_code == 200, query
        assert "5 peserta" in answer.text, query


def test_a_search_is_posted_and_stands_in_no_address(people: Hall, organiser: Browser) -> None:
    answer = organiser.submit(LIST, search="Ani Tanda", office="regional_head", state="x")
    assert answer.status_code == 303
    assert answer.location == f"{LIST}?search=1&office=regional_head"
    shown = organiser.get(answer.location).text
    assert "Ani Tandatangan" in shown
    assert "Budi Hadir" not in shown
    assert 'value="Ani Tanda"' in shown
    assert "Budi Hadir" in organiser.get(LIST).text


def test_a_search_of_one_event_is_not_taken_to_another(
    made: factories.World, people: Hall, organiser: Browser
) -> None:
    other = Hall(made, factories.event(made, "acara-lain"))
    other.registers("Gita Lain")
    account = made.session.scalars(select(Membership.account_id)).one()
    made.session.add(Membership(account_id=account, event_id=other.event.id, role=Role.ORGANISER))
    organiser.submit(LIST, search="Ani")
    assert "Gita Lain" in organiser.get("/panitia/acara/acara-lain/peserta?search=1").text


@pytest.mark.twin
def test_any_word_may_be_searched_for(people: Hall, organiser: Browser) -> None:
    for word in ("'; DROP TABLE pledge;--", "%", "\\", "é" * 500, "\u200b"):
        answer = organiser.submit(LIST, search=word)
        assert organiser.get(answer.location).status_code == 200, word


def test_observers_see_neither_contacts_nor_who_declined(people: Hall, observer: Browser) -> None:
    shown = observer.get(LIST).text
    assert "Citra Tolak" in shown
    for hidden in (
        "setda@karo.example",
        "Tidak menandatangani",
        'type="checkbox"',
        "dengan kontak",
    ):
        assert hidden not in shown
    assert "s•••@karo.example" in shown
    assert "5 peserta" in observer.get(f"{LIST}?state=declined").text
    assert "5 peserta" in observer.get(f"{LIST}?state=queried").text


def test_organisers_see_masks_in_the_list_and_who_declined(
    people: Hall, organiser: Browser
) -> None:
    shown = organiser.get(LIST).text
    assert "setda@karo.example" not in shown
    for word in ("s•••@karo.example", "Tidak menandatangani", 'type="checkbox"', "dengan kontak"):
        assert word in shown
    assert "1 peserta" in organiser.get(f"{LIST}?state=declined").text
