"""Other words before signing on a live event: changed at once, or asked for and decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.accounts.models import Account, AuditEntry, Role
from declare.certificates.models import Certificate
from declare.core import payload
from declare.events.models import Event, Purpose
from declare.messages.models import Message
from declare.pledges import signing_window
from declare.pledges.models import Correction
from declare.registrations.models import Registration, RequestState, WordingRequest
from tests import factories
from tests.browser import Browser

NAME = "/acara/acara-uji/nama"
SIGN = "/acara/acara-uji/ikrar"
LIST = "/panitia/acara/acara-uji/koreksi"
PERSON = "/panitia/acara/acara-uji/permintaan"
APPROVED = {
    "front_title": "Dra.",
    "name": "Marlina",
    "back_title": "S.E.",
    "position": "Sekretaris Daerah Kabupaten Karo",
}
ANOTHER = {
    "front_title": "H.",
    "name": "Suparman Wijaya",
    "back_title": "S.H.",
    "position": "Bupati Karo",
}
Submit = Callable[..., Any]


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


def sign(client: Browser, person: Registration) -> Any:
    return client.submit(SIGN, registration=person.public_id, agree="y")


def recorded(session: Session) -> list[tuple[str, str]]:
    """Name and position of each certificate's payload."""
    contents = [row.payload or b"" for row in session.scalars(select(Certificate))]
    return [(read.name, read.position) for read in map(payload.decode, contents)]


def states(session: Session) -> list[str]:
    return list(session.scalars(select(WordingRequest.state).order_by(WordingRequest.id)))


def request_of(session: Session) -> WordingRequest:
    query = select(WordingRequest).where(WordingRequest.state == RequestState.PENDING)
    return session.scalars(query).one()


def deeds(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(AuditEntry.what, AuditEntry.detail).order_by(AuditEntry.id))
    return [(what, detail) for what, detail in rows if what.startswith(("words", "correction"))]


def letters(session: Session, kind: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def accept(client: Browser, request: WordingRequest, **seat: str) -> Any:
    chosen = {"office": "regional_secretary", "region": "12.06"} | seat
    return client.submit(f"{PERSON}/{request.id}", **chosen)


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


def test_an_exercise_changes_words_freely(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made, "gladi-uji-1", purpose=Purpose.REHEARSAL)
    someone = factories.participant(made, event)
    factories.come_in(client, made, someone)
    client.submit("/acara/gladi-uji-1/nama", registration=someone.public_id, **ANOTHER)
    assert someone.printed_name == "H. Suparman Wijaya, S.H."
    assert states(session) == []


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
