"""Two organisers at once: a page that was opened before another one decided decides nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from declare.accounts.models import Role
from declare.events.models import Event
from declare.registrations import admission
from declare.registrations.intake import RegistrationData
from declare.registrations.models import Registration, Standing
from tests import factories
from tests.browser import Browser

DESK = "/panitia/acara/acara-uji"


@pytest.fixture
def event(made: factories.World) -> Event:
    return factories.event(made)


@pytest.fixture
def desk(client: Browser, made: factories.World, event: Event) -> Browser:
    return factories.sign_in(client, factories.member(made, event, Role.ORGANISER))


def hidden(page: str, name: str) -> list[str]:
    return re.findall(f'type="hidden" name="{name}" value="([^"]*)"', page)


@pytest.mark.parametrize(
    ("shown", "decided", "step", "stays"),
    [
        (Standing.PENDING, Standing.REFUSED, "setujui", Standing.REFUSED),
        (Standing.PENDING, Standing.ADMITTED, "tolak", Standing.ADMITTED),
        (Standing.REFUSED, Standing.REFUSED, "setujui", Standing.ADMITTED),
    ],
)
@pytest.mark.parametrize("page", ["peserta?standing={standing}", "peserta/{person}"])
def test_what_another_organiser_decided_meanwhile_stays(
    desk: Browser,
    made: factories.World,
    event: Event,
    page: str,
    shown: Standing,
    decided: Standing,
    step: str,
    stays: Standing,
) -> None:
    person = factories.registration(made, event)
    person.standing = shown
    made.session.commit()
    address = page.format(standing=shown, person=person.public_id)
    seen = hidden(desk.get(f"{DESK}/{address}").text, "seen")
    assert seen[0] == f"{person.public_id} {shown}"
    person.standing = decided
    answer = desk.submit(f"{DESK}/peserta/{step}", registration=person.public_id, seen=seen)
    assert person.standing == stays
    told = "diputuskan panitia lain" in desk.get(answer.location).text
    assert told == (stays == decided)


def test_a_second_click_is_no_quarrel(desk: Browser, made: factories.World, event: Event) -> None:
    person = factories.registration(made, event)
    values = {"registration": person.public_id, "seen": f"{person.public_id} pending"}
    for _ in range(2):
        answer = desk.submit(f"{DESK}/peserta/setujui", **values)
    assert "diputuskan panitia lain" not in desk.get(answer.location).text
    assert person.standing == Standing.ADMITTED


def apply(made: factories.World, event: Event, email: str) -> Registration:
    data = RegistrationData(**factories.PERSON | {"email": email})
    outcome = admission.register(made.session, made.keys, event, data, made.now)
    person = outcome.registration or outcome.rival
    assert person is not None
    return person


@pytest.mark.twin
def test_nobody_is_replaced_whom_the_page_did_not_show(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    first, second, third = (apply(made, event, f"{name}@uji.example") for name in "abc")
    page = f"{DESK}/pendaftaran-ganda/{third.public_id}"
    (seen, *_) = hidden(desk.get(page).text, "first")
    assert seen == first.public_id
    desk.submit(f"{DESK}/pendaftaran-ganda/{second.public_id}/gantikan", first=seen)
    answer = desk.submit(f"{page}/gantikan", first=seen)
    assert answer.status_code == 409
    assert "bukan lagi yang tadi ditampilkan" in answer.text
    assert second.public_id in answer.text
    assert [each.standing for each in (first, second, third)] == ["refused", "admitted", "rival"]
    assert desk.submit(f"{page}/gantikan", first=second.public_id).status_code == 303
    assert [each.standing for each in (first, second, third)] == ["refused", "refused", "admitted"]


def test_a_form_that_was_opened_before_undoes_no_other_change(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    """Otherwise the address that a colleague has just put right is the wrong one again."""
    person = factories.participant(made, event, email="salah@uji.example")
    path = f"{DESK}/peserta/{person.public_id}/ubah"
    typed = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
    old = hidden(desk.get(path).text, "seen")
    desk.submit(path, **typed | {"email": "benar@uji.example"}, seen=old)
    assert person.email == "benar@uji.example"
    stale = typed | {"email": "salah@uji.example", "agency": "Pemerintah Kabupaten Karo"}
    answer = desk.submit(path, **stale, seen=old)
    assert answer.status_code == 422
    assert "diubah setelah halaman ini dibuka" in answer.text
    assert 'value="Pemerintah Kabupaten Karo"' in answer.text
    assert (person.email, person.agency) == ("benar@uji.example", "")
    again = stale | {"email": "benar@uji.example"}
    for seen in (hidden(answer.text, "seen"), old):  # the last is a second click
        assert desk.submit(path, **again, seen=seen).status_code == 303
    assert person.agency == "Pemerintah Kabupaten Karo"


def test_an_application_against_two_shows_both(
    desk: Browser, session: Session, made: factories.World, event: Event
) -> None:
    """One has its name and seat, another its NIP: replacing one of them is not enough."""
    nip = "198001012005011002"
    ani = factories.registration(made, event, name="Ani", nip=nip)
    factories.registration(made, event, name="Budi")
    data = RegistrationData(**factories.PERSON | {"name": "Budi", "nip": nip})
    other = admission.register(session, made.keys, event, data, made.now).rival
    assert other is not None
    page = f"{DESK}/pendaftaran-ganda/{other.public_id}"
    shown = desk.get(page).text
    assert "Dra. Ani, S.E." in shown
    assert "Dra. Budi, S.E." in shown
    assert desk.submit(f"{page}/gantikan").status_code == 409
    desk.submit(f"{DESK}/peserta/tolak", registration=ani.public_id)
    assert "juga sama nama atau NIP-nya" not in desk.get(page).text
    assert desk.submit(f"{page}/gantikan").status_code == 303
    assert other.standing == Standing.ADMITTED
