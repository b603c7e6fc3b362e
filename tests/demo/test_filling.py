from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare import demo
from declare.accounts.models import Account, Membership
from declare.certificates import service as certificates
from declare.certificates.models import Certificate
from declare.core import entry, name
from declare.core.moment import Zone
from declare.core.region import province_of
from declare.core.window import WindowState
from declare.counts import service as counts
from declare.events import catalogue, registration_window
from declare.events import seats as event_seats
from declare.events.models import Purpose
from declare.ledger import service as ledger
from declare.messages.models import Message
from declare.pledges import signing, signing_window
from declare.pledges.models import Pledge
from declare.presence import service as presence
from declare.registrations import admission, intake
from declare.registrations.models import Registration
from declare.verify import service as verify
from declare.verify.published import directory
from tests.demo.conftest import Filled
from tests.factories import PERSON
from tests.samples import BASE, NOW

CAMPAIGNS = {
    "gnn-asn-2020-1": (552, 540, 529, 292),
    "gnn-asn-2020-2": (641, 629, 618, 316),
}
campaign = pytest.mark.parametrize("slug", CAMPAIGNS)


def people(session: Session, slug: str) -> list[Registration]:
    event = catalogue.find(session, slug)
    query = select(Registration).where(Registration.event_id == event.id)
    return list(session.scalars(query.order_by(Registration.id)))


@campaign
def test_the_count_is_what_was_reported(session: Session, slug: str) -> None:
    event = catalogue.find(session, slug)
    registered, present, signed, seats = CAMPAIGNS[slug]
    count = counts.count(session, event, NOW)
    assert (count.registered, count.present, count.signed) == (registered, present, signed)
    assert sum(count.by_office.values()) == sum(count.by_province.values()) == signed
    assert set(count.by_office) == set(event.offices)
    assert len(event_seats.expected_seats(event)) == seats


@campaign
def test_the_ledger_says_the_same(session: Session, slug: str) -> None:
    event = catalogue.find(session, slug)
    count = counts.count(session, event, NOW)
    state = entry.replay(entry.decode(data) for data in ledger.entries(session, event.log_id or 0))
    assert state.closing is not None
    assert state.closing.signed == state.tally.signed == count.signed
    assert state.tally.by_office == count.by_office
    assert state.tally.by_province == count.by_province
    assert state.size == count.signed + 2
    assert ledger.checkpoint(session, event.log_id or 0).size == state.size


@campaign
def test_the_figure_is_announced_at_the_closing_checkpoint(
    session: Session, filled: Filled, slug: str
) -> None:
    event = catalogue.find(session, slug)
    (log,) = (log for log in directory(session, filled.keys)["logs"] if log["event"] == slug)
    (said,) = log["announced"]
    found = ledger.closing(session, event.log_id or 0)
    assert found is not None
    assert (said["size"], said["signed"]) == (found[0], found[1].signed)
    assert said["signed"] == CAMPAIGNS[slug][2]
    assert said["at"].startswith("2020-")


@campaign
def test_the_event_is_a_closed_sample_of_2020(session: Session, slug: str) -> None:
    event = catalogue.find(session, slug)
    assert (event.purpose, event.signing) == (Purpose.SAMPLE, WindowState.CLOSED)
    assert not registration_window.accepts_registrations(event)
    assert signing_window.state(event, NOW) == "closed"
    assert event.published_at is not None
    assert event.starts_at is not None
    assert event.published_at.year == event.starts_at.year == 2020


@campaign
def test_people_come_and_sign_within_the_ceremony(session: Session, slug: str) -> None:
    event = catalogue.find(session, slug)
    assert event.starts_at
    assert event.signing_opened_at
    assert event.closed_at
    signed = session.scalars(select(Pledge.signed_at).where(Pledge.event_id == event.id)).all()
    assert event.signing_opened_at < min(signed) <= max(signed) < event.closed_at
    minutes = Counter((at - event.signing_opened_at) // timedelta(minutes=5) for at in signed)
    assert len(minutes) > 8
    assert max(minutes.values()) < len(signed) / 3
    for person in people(session, slug):
        assert person.created_at < event.starts_at
        if arrived := presence.first_at(session, person):
            assert abs(arrived - event.starts_at) < timedelta(minutes=60)
        assert 7 <= person.created_at.astimezone(Zone.WIB.offset).hour < 17


@campaign
def test_people_are_varied_and_fit_on_paper(session: Session, slug: str) -> None:
    crowd = people(session, slug)
    printed = [person.printed_name for person in crowd]
    assert max(len(one.encode()) for one in printed) <= name.MAX_NAME
    assert max(len(one) for one in printed) > 60
    assert max(len(person.position) for person in crowd) > 110
    assert any(" " not in person.name for person in crowd)
    assert len({person.name_key for person in crowd}) == len(crowd)
    assert 20 <= sorted(len(one) for one in printed)[len(crowd) // 2] <= 30
    beginnings = Counter(person.position.split()[0] for person in crowd)
    assert {"Wakil", "Anggota", "Sekretaris", "Asisten", "Plt.", "Pj."} <= set(beginnings)
    assert any(person.declined_at for person in crowd)


def test_names_hold_apostrophes(session: Session) -> None:
    assert any("'" in person.name for person in people(session, "gnn-asn-2020-1"))


@campaign
def test_delegates_sign_as_themselves(session: Session, slug: str) -> None:
    crowd = people(session, slug)
    delegates = [person for person in crowd if person.represents]
    taken = {(person.region, person.office) for person in crowd}
    assert len(delegates) >= 10
    for person in delegates:
        assert person.mandate.startswith("Surat tugas")
        assert person.represents != person.office
        assert (person.region, person.represents) not in taken


@campaign
def test_no_mail_is_left_behind(session: Session, slug: str) -> None:
    event = catalogue.find(session, slug)
    query = select(func.count(Message.id)).where(Message.event_id == event.id)
    assert session.scalar(query) == 0
    assert all(person.email.endswith(".example") for person in people(session, slug))


@campaign
def test_certificates_are_samples_that_check_out(
    session: Session, filled: Filled, slug: str
) -> None:
    event = catalogue.find(session, slug)
    codes = session.scalars(
        select(Certificate.code).where(Certificate.event_id == event.id).order_by(Certificate.id)
    ).all()
    assert len(codes) == CAMPAIGNS[slug][2]
    for code in codes[::50]:
        found = verify.by_code(session, filled.keys, code)
        assert found.result == "sample"
        assert all(check.passed for check in found.checks)


def test_seats_are_shared_represented_and_empty(session: Session) -> None:
    event = catalogue.find(session, "gnn-asn-2020-2")
    query = select(Pledge.region, Pledge.office).where(Pledge.event_id == event.id)
    signed = Counter((region, office) for region, office in session.execute(query))
    seats = event_seats.expected_seats(event)
    assert set(signed) < set(seats)
    assert max(signed.values()) > 1
    assert {province_of(region) for region, _ in signed} == {
        *("12", "13", "14", "18", "21", "61", "91", "93", "94", "95")
    }


def test_anybody_may_register_and_sign_at_the_trial(session: Session, filled: Filled) -> None:
    event = catalogue.find(session, "contoh")
    waiting = people(session, "contoh")
    assert [person.standing for person in waiting] == ["admitted"]
    values: dict[str, Any] = PERSON | {"name": "Rahmat"}
    asked = intake.RegistrationData(**values)
    person = admission.register(session, filled.keys, event, asked, NOW).registration
    assert person is not None
    pledge = signing.sign(session, filled.keys, event, person, NOW + timedelta(hours=1))
    assert certificates.find(session, pledge.code).number == "001/CONTOH/XI/2026"
    session.rollback()


def test_one_organiser_runs_all_of_them(session: Session) -> None:
    query = select(Account.email, func.count(Membership.id)).join(Membership).group_by(Account.id)
    assert session.execute(query).all() == [(demo.ORGANISER, 3)]


def test_progress_is_told_to_the_end(filled: Filled) -> None:
    assert filled.made == [*CAMPAIGNS, "contoh"]
    last = {slug: (done, total) for slug, done, total in filled.told}
    assert set(last) == set(CAMPAIGNS)
    assert all(done == total for done, total in last.values())


def test_a_second_time_there_is_nothing_to_do(session: Session, filled: Filled) -> None:
    def silent(slug: str, done: int, total: int) -> None:
        raise AssertionError

    assert demo.fill(session, filled.keys, BASE, NOW + timedelta(days=1), silent) == []
