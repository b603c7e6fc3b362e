"""Other words before signing on a live event: changed at once, or asked for and decided."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Role
from declare.certificates.models import Certificate
from declare.events.models import Event, Purpose
from declare.registrations.models import Registration, RequestState, WordingRequest
from tests import factories
from tests.browser import Browser
from tests.registrations.reworded import (
    ANOTHER,
    APPROVED,
    NAME,
    SIGN,
    Submit,
    accept,
    deeds,
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
def test_nobody_signs_as_somebody_whom_no_organiser_approved(
    client: Browser, session: Session, person: Registration
) -> None:
    """The attack of issue 8: another person, titles and position after approval, then signing."""
    answer = client.submit(NAME, registration=person.public_id, **ANOTHER)
    assert (answer.status_code, answer.location) == (303, SIGN)
    page = client.get(SIGN).text
    assert "Perubahan menunggu persetujuan panitia." in page
    assert sign(client, person).status_code == 303
    assert recorded(session) == [("Dra. Marlina, S.E.", "Sekretaris Daerah Kabupaten Karo")]
    (certificate,) = session.scalars(select(Certificate))
    verdict = client.get(f"/v/{certificate.code}").text
    assert "Marlina" in verdict
    assert "Suparman" not in verdict
    assert states(session) == ["pending"]
    assert deeds(session) == [("words.requested", person.public_id)]


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Suparman"},
        {"name": "Marlini"},
        {"name": "Marlina Wijaya"},
        {"front_title": "Suparman"},
        {"back_title": "S.E., Suparman Wijaya"},
        {"position": "Bupati Karo"},
        {"position": "Sekdaprov"},
        {"back_title": "S.E., S.E.K.D.A"},
        {"position": "Pj. Sekretaris Daerah Kabupaten Karo"},
        {"position": "Sekretaris Daerah Kabupaten Dairi"},
        {"position": "Kepala Dinas Pendidikan Kabupaten Karo"},
    ],
)
def test_what_may_mean_another_is_asked_for(
    session: Session, person: Registration, reword: Submit, words: dict[str, str]
) -> None:
    assert reword(**words).location == SIGN
    assert states(session) == ["pending"]
    assert (person.printed_name, person.position) == (
        "Dra. Marlina, S.E.",
        "Sekretaris Daerah Kabupaten Karo",
    )


@pytest.mark.parametrize(
    "words",
    [
        {"name": "MARLINAH"},
        {"front_title": "Prof. Dr. Hj.", "back_title": "S.E., M.Si."},
        {"front_title": "", "back_title": ""},
        {"position": "Sekda Kab. Karo"},
    ],
)
def test_spelling_degrees_and_titles_change_at_once(
    client: Browser,
    session: Session,
    person: Registration,
    organiser: Account,
    reword: Submit,
    words: dict[str, str],
) -> None:
    reword(**words)
    assert states(session) == []
    for field, value in words.items():
        assert getattr(person, field) == value
    assert deeds(session) == [("words.changed", person.public_id)]
    sentence = "Disetujui: Dra. Marlina, S.E., Sekretaris Daerah Kabupaten Karo;"
    address = "/panitia/acara/acara-uji/peserta"
    for page in (address, f"{address}/{person.public_id}"):
        assert sentence in client.get(page).text
    reword()
    assert person.approved_name is None
    assert sentence not in client.get(address).text


def test_no_chain_of_small_changes_leads_to_another_person(
    session: Session, made: factories.World, event: Event, client: Browser
) -> None:
    """A slip of the hand is measured from the approved name, not from the last one."""
    someone = factories.participant(made, event, name="Sri Mulyani")
    factories.come_in(client, made, someone)
    for name in ("Sri Mulayni", "Sri Mulanyi", "Sri Mulnayi"):
        client.submit(NAME, registration=someone.public_id, **APPROVED | {"name": name})
    assert someone.name == "Sri Mulayni"
    assert states(session) == ["replaced", "pending"]


@pytest.mark.twin
def test_a_newer_request_replaces_one_that_waits(
    client: Browser, session: Session, person: Registration, organiser: Account, reword: Submit
) -> None:
    """So nobody accepts words that were not on the page that he read."""
    reword(name="Suparman")
    seen = request_of(session)
    assert 'value="Suparman"' in client.get(NAME).text
    reword(name="Prabowo")
    assert accept(client, seen).status_code == 409
    assert person.name == "Marlina"
    assert states(session) == ["replaced", "pending"]
    reword(back_title="S.E., M.Si.")
    assert states(session) == ["replaced", "replaced"]


@pytest.mark.twin
def test_one_request_waits_by_the_database(
    session: Session, made: factories.World, person: Registration, reword: Submit
) -> None:
    reword(name="Suparman")
    twin = WordingRequest(
        event_id=person.event_id,
        registration_id=person.id,
        asked_at=made.now,
        state=RequestState.PENDING,
        **APPROVED,
    )
    session.add(twin)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_an_exercise_changes_words_freely(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made, "gladi-uji-1", purpose=Purpose.REHEARSAL)
    someone = factories.participant(made, event)
    factories.come_in(client, made, someone)
    client.submit("/acara/gladi-uji-1/nama", registration=someone.public_id, **ANOTHER)
    assert someone.printed_name == "H. Suparman Wijaya, S.H."
    assert states(session) == []
