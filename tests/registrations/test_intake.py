"""Intake: every rule of a registration, both ways; form and service refuse the same."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import office as offices
from declare.core import region as regions
from declare.core.office import Acting, Office
from declare.core.seat import Seat
from declare.registrations import admission, intake, rows
from declare.registrations.faults import Fault, FaultCode, IntakeError
from declare.registrations.intake import LONGEST, RegistrationData, Wording
from declare.registrations.models import Registration
from declare.web.forms.intake import sentence
from tests import factories
from tests.browser import Browser

TYPED = {
    "front_title": "Dra.",
    "name": "Marlina",
    "back_title": "S.E.",
    "office": "regional_secretary",
    "acting": "plt",
    "region": "12.06",
    "position": "",
    "agency": "Pemerintah Kabupaten Karo",
    "email": "setda@karo.example",
    "phone": "0812-3456-7890",
    "nip": "19680101 199003 2 001",
}
PLAIN = {key: value for key, value in factories.PERSON.items() if isinstance(value, str)}
"""A registration in its normal form: form and service read the same in it."""

BROKEN: list[tuple[dict[str, str], str, str]] = [
    ({"name": ""}, "name", "no_name"),
    ({"name": "..."}, "name", "bad_name"),
    ({"name": "ﷺ" * 30}, "name", "bad_name"),
    ({"name": "Mar\u200blina"}, "name", "unprintable"),
    ({"name": "Mar\ufffdlina"}, "name", "unprintable"),
    ({"name": "M" * 121}, "name", "too_long"),
    ({"name": "M" * 118}, "name", "too_long_with_titles"),
    ({"front_title": "\x07"}, "front_title", "unprintable"),
    ({"front_title": "M" * 61}, "front_title", "too_long"),
    ({"back_title": "M" * 61}, "back_title", "too_long"),
    ({"office": ""}, "office", "unknown_office"),
    ({"office": "walikota", "position": "Wali"}, "office", "unknown_office"),
    ({"acting": "x"}, "acting", "unknown_acting"),
    ({"region": ""}, "region", "unknown_region"),
    ({"region": "99.99", "position": "Wali"}, "region", "unknown_region"),
    ({"office": "other", "position": ""}, "position", "no_position"),
    ({"office": "regional_head", "region": "00", "position": ""}, "position", "no_position"),
    ({"position": "J" * 161}, "position", "too_long"),
    ({"position": "Sekretaris\u202eDaerah"}, "position", "unprintable"),
    (
        {"represents": "regional_secretary", "mandate": "1"},
        "represents",
        "delegate_of_own_office",
    ),
    ({"represents": "other", "mandate": "1"}, "represents", "unknown_office"),
    ({"represents": "", "mandate": "800/1"}, "represents", "mandate_without_seat"),
    ({"represents": "regional_head"}, "mandate", "no_mandate"),
    ({"represents": "regional_head", "mandate": "8" * 201}, "mandate", "too_long"),
    ({"agency": "P" * 201}, "agency", "too_long"),
    ({"email": "", "phone": ""}, "email", "no_contact"),
    ({"email": "bukan surel"}, "email", "bad_email"),
    ({"email": "surel@"}, "email", "bad_email"),
    ({"email": "a@b.example\nBcc: c@d.example"}, "email", "unprintable"),
    ({"email": "a" * 250 + "@b.example"}, "email", "too_long"),
    ({"phone": "12"}, "phone", "bad_phone"),
    ({"phone": "telepon"}, "phone", "bad_phone"),
    ({"phone": "0" * 41}, "phone", "too_long"),
    ({"nip": "123"}, "nip", "bad_nip"),
    ({"nip": "abc"}, "nip", "bad_nip"),
    ({"nip": "1" * 17 + "²"}, "nip", "bad_nip"),
]
KEPT: list[tuple[dict[str, str], dict[str, str]]] = [
    ({}, {"position": "Plt. Sekretaris Daerah Kabupaten Karo", "phone": "+6281234567890"}),
    ({}, {"nip": "196801011990032001", "email": "setda@karo.example"}),
    ({"position": "plt. SEKDA  Karo"}, {"position": "plt. SEKDA  Karo"}),
    ({"name": " Ma\u0301rlina "}, {"name": "Márlina"}),
    ({"name": "M" * 110, "front_title": "", "back_title": ""}, {"name": "M" * 110}),
    ({"email": ""}, {"email": ""}),
    ({"phone": ""}, {"phone": ""}),
    ({"nip": "0" * 18}, {"nip": "0" * 18}),
    ({"nip": ""}, {"nip": ""}),
    ({"office": "other", "position": "Staf Ahli"}, {"position": "Staf Ahli"}),
    ({"office": "regional_head", "region": "00", "position": "Menteri"}, {"region": "00"}),
    (
        {"office": "staffing_agency_head", "region": "00", "acting": ""},
        {"position": "Kepala Badan Kepegawaian Negara"},
    ),
    ({"represents": "regional_head", "mandate": "800/1"}, {"represents": "regional_head"}),
    ({"email": "Setda@KARO.example"}, {"email": "Setda@karo.example"}),
    ({"phone": "+62 812 3456 7890"}, {"phone": "+6281234567890"}),
]


def read(values: dict[str, str]) -> RegistrationData:
    data = intake.read(values)
    assert isinstance(data, RegistrationData), data
    return data


@pytest.mark.parametrize(("changes", "field", "code"), BROKEN)
def test_what_breaks_a_rule_is_named_with_its_field(
    changes: dict[str, str], field: str, code: str
) -> None:
    assert intake.read(TYPED | changes) == [Fault(field, FaultCode(code))]


@pytest.mark.parametrize(("changes", "expected"), KEPT)
def test_what_keeps_the_rules_is_read_as_it_was_meant(
    changes: dict[str, str], expected: dict[str, str]
) -> None:
    data = read(TYPED | changes)
    assert {field: getattr(data, field) for field in expected} == expected


def test_every_fault_is_told_at_once_in_the_order_of_the_form() -> None:
    faults = intake.read({})
    assert isinstance(faults, list)
    assert [(fault.field, fault.code.value) for fault in faults] == [
        ("name", "no_name"),
        ("office", "unknown_office"),
        ("region", "unknown_region"),
        ("email", "no_contact"),
    ]


def test_every_code_has_a_case() -> None:
    assert {code for _, _, code in BROKEN} == {code.value for code in FaultCode}


def test_every_proposed_position_can_be_printed() -> None:
    for region in regions.everywhere():
        for office in Office:
            for acting in Acting:
                position = offices.position(office, region, acting)
                assert len(position.encode()) <= LONGEST["position"]


def test_form_and_service_refuse_the_same(
    client: Browser, session: Session, made: factories.World
) -> None:
    event = factories.event(made)
    for changes, field, code in BROKEN:
        values = PLAIN | changes
        page = client.submit("/acara/acara-uji/daftar", **values, consent="y")
        assert page.status_code == 422, changes
        assert str(sentence(Fault(field, FaultCode(code)))) in page.text, changes
        for service in (admission.register, partial(admission.add, account_id=None)):
            with pytest.raises(IntakeError) as refusal:
                service(session, made.keys, event, RegistrationData(**values), made.now)
            assert refusal.value.faults == [Fault(field, FaultCode(code))], changes
    assert session.scalars(select(Registration.name)).all() == []


def test_form_and_service_take_the_same(
    client: Browser, session: Session, made: factories.World
) -> None:
    for number, (changes, _) in enumerate(KEPT):
        one, other = (factories.event(made, f"acara-{number}-{way}") for way in "ab")
        answer = client.submit(f"/acara/{one.slug}/daftar", **TYPED | changes, consent="y")
        assert answer.status_code == 303, changes
        admission.register(session, made.keys, other, read(TYPED | changes), made.now)
        first, second = (
            rows.values(made.keys, person)
            for person in session.scalars(
                select(Registration).where(Registration.event_id.in_([one.id, other.id]))
            )
        )
        assert first == second
        assert first.items() <= asdict(read(TYPED | changes)).items()


def test_data_never_holds_what_breaks_a_rule() -> None:
    data = read(TYPED)
    for values in (
        {"region": "99.99"},
        {"office": "walikota"},
        {"nip": "abc"},
        {"represents": data.office, "mandate": "800/1"},
        {"email": "", "phone": ""},
        {"phone": "0812-3456-7890"},
        {"name": "Ma\u0301rlina"},
        {"position": " "},
    ):
        with pytest.raises(IntakeError):
            replace(data, **values)


WORDS = {"front_title": "Dr.", "name": "Marlina", "back_title": "", "position": "Sekretaris"}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "no_name"),
        ({"name": "M" * 121}, "name", "too_long"),
        ({"front_title": "\u200b."}, "front_title", "unprintable"),
        ({"position": ""}, "position", "no_position"),
    ],
)
def test_printed_words_keep_the_same_rules(changes: dict[str, str], field: str, code: str) -> None:
    assert intake.read_wording(WORDS | changes) == [Fault(field, FaultCode(code))]
    assert intake.read_wording(WORDS) == Wording(**WORDS)


@pytest.mark.parametrize(
    ("seat", "faults"),
    [
        (Seat("12.06", "regional_head"), []),
        (Seat("12.06", "king"), [("office", "unknown_office")]),
        (Seat("12.06", "regional_secretary"), [("office", "delegate_of_own_office")]),
        (Seat("99", ""), [("office", "unknown_office"), ("region", "unknown_region")]),
    ],
)
def test_a_seat_is_another_than_the_one_that_is_represented(
    seat: Seat, faults: list[tuple[str, str]]
) -> None:
    expected = [Fault(field, FaultCode(code)) for field, code in faults]
    assert intake.seat_faults(seat, "regional_secretary") == expected


def test_a_seat_is_not_changed_to_one_that_nobody_can_hold(
    session: Session, made: factories.World
) -> None:
    person = factories.registration(made, factories.event(made))
    with pytest.raises(IntakeError):
        rows.reword(session, person, Wording(**WORDS), Seat("99.99", "regional_head"))
    assert person.region == "12.06"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", None), ("a@b.example", None), ("bukan", "bad_email"), ("a\u200b@b.id", "unprintable")],
)
def test_an_address_may_be_left_empty(text: str, code: str | None) -> None:
    assert intake.email_faults(text) == ([Fault("email", FaultCode(code))] if code else [])


texts = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Lo", "Nd", "Zs"])),
    st.sampled_from([value for changes, *_ in BROKEN for value in changes.values()]),
    st.from_regex(r"[+0-9()/. -]{1,20}"),
    st.from_regex(r"[\w.]{1,10}@[\w.]{1,20}"),
)


@given(st.dictionaries(st.sampled_from([*TYPED, "represents", "mandate", "more"]), texts))
@example({"phone": "+6200812345"})
def test_whatever_is_typed_is_read_or_refused(changes: dict[str, Any]) -> None:
    data = intake.read(TYPED | changes)
    if isinstance(data, RegistrationData):
        assert RegistrationData(**asdict(data)) == data
    else:
        assert len({fault.field for fault in data}) == len(data) > 0
