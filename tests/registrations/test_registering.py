"""Asking to take part: what is refused, what is kept, and that the answer tells nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core.window import WindowState
from declare.events.models import Admission
from declare.messages.models import Message
from declare.outreach import letters as outreach
from declare.registrations import admission, rows
from declare.registrations.models import Registration, Standing
from tests import factories
from tests.browser import Browser

FORM = "/acara/acara-uji/daftar"
PERSON: dict[str, Any] = {
    "front_title": "Dra.",
    "name": "Marlina",
    "back_title": "S.E.",
    "office": "regional_secretary",
    "acting": "",
    "position": "",
    "represents": "",
    "mandate": "",
    "region": "12.06",
    "agency": "Pemerintah Kabupaten Karo",
    "email": "setda@karo.example",
    "phone": "0812-3456-7890",
    "nip": "19680101 199003 2 001",
    "show_name": "y",
    "consent": "y",
}


def people(session: Session) -> list[Registration]:
    return list(session.scalars(select(Registration).order_by(Registration.id)))


def letters(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(Message.kind, Message.recipient).order_by(Message.id))
    return [(kind, recipient) for kind, recipient in rows]


@pytest.mark.twin
def test_a_registration_is_kept_as_it_was_meant(
    client: Browser, session: Session, made: factories.World
) -> None:
    factories.event(made)
    answer = client.submit(FORM, **PERSON)
    assert (answer.status_code, answer.location) == (303, "/acara/acara-uji/daftar/diterima")
    page = client.get(answer.location).text
    assert "Setelah disetujui panitia, tautan dan kode peserta dikirim" in page
    (person,) = people(session)
    assert person.printed_name == "Dra. Marlina, S.E."
    assert person.position == "Sekretaris Daerah Kabupaten Karo"
    assert person.phone == "+6281234567890"
    assert person.standing == Standing.PENDING
    assert person.show_name
    assert person.nip is not None
    assert b"19680101" not in person.nip
    assert letters(session) == [("received", "setda@karo.example")]
    assert rows.nip(made.keys, person) == "196801011990032001"


@pytest.mark.twin
def test_a_position_is_printed_exactly_as_posted(
    client: Browser, session: Session, made: factories.World
) -> None:
    factories.event(made)
    client.submit(FORM, **PERSON | {"position": "plt. SEKDA  Karo", "acting": "plt"})
    assert people(session)[0].position == "plt. SEKDA  Karo"


@pytest.mark.twin
@pytest.mark.parametrize(
    "again",
    [
        {},
        {"name": "MARLINA", "nip": ""},
        {"name": "Mar-lina", "nip": "", "email": "lain@karo.example"},
        {"name": "Orang Lain", "region": "12"},
    ],
    ids=["same", "case", "signs", "nip"],
)
def test_whoever_is_known_is_answered_like_everybody(
    client: Browser, session: Session, made: factories.World, again: dict[str, str]
) -> None:
    factories.event(made)
    first = client.submit(FORM, **PERSON)
    second = client.submit(FORM, **PERSON | again)
    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert second.data == first.data
    present = [one for one in people(session) if one.standing != Standing.RIVAL]
    assert len(present) == 1
    to = again.get("email", "setda@karo.example")
    assert letters(session) == [("received", "setda@karo.example"), ("received", to)]


@pytest.mark.twin
def test_namesakes_on_other_seats_are_two_people(
    client: Browser, session: Session, made: factories.World
) -> None:
    factories.event(made)
    for seat in ({}, {"region": "12.07"}, {"office": "regional_head"}):
        client.submit(FORM, **PERSON | {"nip": ""} | seat)
    assert len(people(session)) == 3


@pytest.mark.twin
def test_a_participant_who_registers_again_gets_the_link_once_more(
    client: Browser, session: Session, made: factories.World, clock: Any
) -> None:
    """At the recorded address; whoever types another one is answered there like everybody."""
    event = factories.event(made)
    client.submit(FORM, **PERSON)
    for person in admission.admit(session, people(session), None, clock.now):
        outreach.send_link(session, event, person, clock.now)
    client.submit(FORM, **PERSON | {"email": "orang@lain.example"})
    client.submit(FORM, **PERSON)
    assert letters(session)[1:] == [
        ("admitted", "setda@karo.example"),
        ("received", "orang@lain.example"),
        ("admitted", "setda@karo.example"),
    ]


WRONG = [
    ({"name": " "}, "Isi nama lengkap."),
    ({"name": "..."}, "Isi nama dengan huruf."),
    ({"name": "Mar\u200blina"}, "Isian ini memuat karakter yang tidak dapat dicetak."),
    ({"name": "Mar\ufffdlina"}, "Isian ini memuat karakter yang tidak dapat dicetak."),
    ({"name": "M" * 121}, "Isian ini terlalu panjang."),
    ({"name": "M" * 110}, "Nama beserta gelar terlalu panjang untuk dicetak."),
    ({"name": "ﷺ" * 30}, "Isi nama dengan huruf."),
    ({"office": ""}, "Pilih jabatan."),
    ({"office": "king"}, "Pilih jabatan."),
    ({"region": ""}, "Pilih wilayah dari daftar."),
    ({"region": "99.99"}, "Pilih wilayah dari daftar."),
    ({"acting": "x"}, "Pilih kedudukan."),
    ({"office": "other"}, "Isi jabatan seperti yang akan dicetak."),
    ({"office": "regional_head", "region": "00"}, "Isi jabatan seperti yang akan dicetak."),
    ({"position": "J" * 161}, "Isian ini terlalu panjang."),
    ({"represents": "regional_secretary", "mandate": "1"}, "harus lain dari jabatan sendiri"),
    ({"represents": "regional_head"}, "Isi nomor dan tanggal surat tugas."),
    ({"mandate": "800/1"}, "Pilih jabatan yang diwakili, atau kosongkan surat tugas."),
    ({"represents": "other", "mandate": "1"}, "Pilih jabatan yang diwakili."),
    ({"email": "", "phone": ""}, "Isi surel atau telepon."),
    ({"email": "bukan surel"}, "Tulis alamat surel seperti"),
    ({"email": "a@b.example\nBcc: c@d.example"}, "Isian ini memuat karakter"),
    ({"phone": "12"}, "Tulis nomor telepon seperti"),
    ({"phone": "telepon"}, "Tulis nomor telepon seperti"),
    ({"nip": "123"}, "NIP terdiri atas 18 angka."),
    ({"consent": ""}, "Baca pemberitahuan privasi, lalu beri tanda."),
    ({"consent": "n"}, "Baca pemberitahuan privasi, lalu beri tanda."),
]


def test_faults_are_listed_in_the_order_of_the_page(client: Browser, made: factories.World) -> None:
    factories.event(made)
    wrong = {"name": "", "office": "", "region": "", "email": "x", "consent": ""}
    page = client.submit(FORM, **PERSON | wrong).text
    _, _, summary = page.partition("govuk-error-summary__list")
    listed, form = summary.split("</ul>", 1)
    places = re.findall(r'<li><a href="#([^"]+)"', listed)
    assert [place.removesuffix("-0") for place in places] == list(wrong)
    assert places == sorted(places, key=lambda place: form.index(f'id="{place}"'))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: Browser, session: Session, made: factories.World
) -> None:
    factories.event(made)
    for wrong, message in WRONG:
        answer = client.submit(FORM, **PERSON | wrong)
        assert answer.status_code == 422, wrong
        assert message in answer.text, wrong
        for field in {"agency", "phone", "email"} - set(wrong):
            assert f'value="{PERSON[field]}"' in answer.text, wrong
    assert people(session) == []


def test_an_odd_nip_is_no_reason_to_refuse(
    client: Browser, session: Session, made: factories.World
) -> None:
    factories.event(made)
    assert client.submit(FORM, **PERSON | {"nip": "0" * 18}).status_code == 303


@pytest.mark.parametrize(
    ("values", "email", "standing"),
    [
        ({"admission": Admission.OPEN}, "a@b.example", Standing.ADMITTED),
        ({"admission": Admission.OPEN, "purpose": "live"}, "a@b.example", Standing.PENDING),
        ({"admission": Admission.APPROVAL}, "a@b.example", Standing.PENDING),
        (
            {"admission": Admission.DOMAIN, "mail_domains": ["karo.example"]},
            "setda@karo.example",
            Standing.ADMITTED,
        ),
        (
            {"admission": Admission.DOMAIN, "mail_domains": ["karo.example"]},
            "x@BKD.Karo.Example",
            Standing.ADMITTED,
        ),
        (
            {"admission": Admission.DOMAIN, "mail_domains": ["karo.example"]},
            "x@xkaro.example",
            Standing.PENDING,
        ),
        ({"admission": Admission.DOMAIN, "mail_domains": ["karo.example"]}, "", Standing.PENDING),
        (
            {"admission": Admission.DOMAIN, "mail_domains": ["karo.example"], "purpose": "live"},
            "setda@karo.example",
            Standing.PENDING,
        ),
    ],
)
def test_who_is_admitted_at_once(
    client: Browser,
    session: Session,
    made: factories.World,
    values: dict[str, Any],
    email: str,
    standing: Standing,
) -> None:
    event = factories.event(made, admission="approval")
    for name, value in values.items():
        setattr(event, name, value)
    answer = client.submit(FORM, **PERSON | {"email": email})
    (person,) = people(session)
    assert person.standing == standing
    at_once = standing == Standing.ADMITTED
    assert answer.location.endswith("/terdaftar" if at_once else "/diterima")
    sentence = "Pendaftaran diterima. Tautan dan kode peserta dikirim ke kontak yang tercatat."
    assert (sentence in client.get(answer.location).text) is at_once
    expected = [("admitted" if at_once else "received", person.email)] if email else []
    assert letters(session) == expected


def test_a_mail_domain_shows_no_seat(
    client: Browser, session: Session, made: factories.World
) -> None:
    """At a live event it admits other offices only: whoever works there is not its head."""
    event = factories.event(made, admission="approval")
    event.admission, event.mail_domains, event.purpose = "domain", ["karo.example"], "live"
    client.submit(FORM, **PERSON)
    client.submit(FORM, **PERSON | {"nip": "", "office": "other", "position": "Staf Ahli Bupati"})
    assert [one.standing for one in people(session)] == [Standing.PENDING, Standing.ADMITTED]


@pytest.mark.parametrize(
    ("position", "standing"),
    [
        ("Bupati Karo", Standing.PENDING),
        ("Plt. Bupati Karo", Standing.PENDING),
        ("Bup\u0430ti Karo", Standing.PENDING),
        ("Ajudan Bupati Karo", Standing.ADMITTED),
        ("Analis Kepegawaian", Standing.ADMITTED),
    ],
)
def test_words_of_an_invited_office_wait_in_every_group(
    client: Browser, session: Session, made: factories.World, position: str, standing: Standing
) -> None:
    """Whoever has a mailbox of the domain does not print himself a seat that nobody approved."""
    event = factories.event(made, admission="approval")
    event.admission, event.mail_domains, event.purpose = "domain", ["karo.example"], "live"
    client.submit(FORM, **PERSON | {"office": "other", "position": position})
    assert [one.standing for one in people(session)] == [standing]


CLOSED: list[dict[str, str]] = [
    {"registration": WindowState.SHUT},
    {"registration": WindowState.PAUSED},
    {"registration": WindowState.CLOSED},
    {"signing": WindowState.CLOSED},
    {"admission": Admission.INVITATION},
]


def test_a_closed_form_says_what_to_do(
    client: Browser, session: Session, made: factories.World
) -> None:
    for number, values in enumerate(CLOSED):
        factories.event(made, f"tertutup-{number}", **values)
        form = f"/acara/tertutup-{number}/daftar"
        for answer in (client.get(form), client.submit(form, **PERSON)):
            assert answer.status_code == 409, values
            assert "narahubung@uji.example" in answer.text
    assert people(session) == []
