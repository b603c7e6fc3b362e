"""Default-deny: every route there is, tried as every role, against this table.

A route that is missing here fails, so nobody adds one without saying who may open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from declare.accounts.models import Role
from declare.presence import service as presence
from declare.registrations.models import Registration
from tests import factories
from tests.browser import Browser

WHO_MAY = {
    "anyone": """
        accounts.accept accounts.forgotten accounts.mailed_password accounts.pending
        accounts.sign_in accounts.sign_in_again
        attendance.count attendance.coverage
        ceremony.wall
        certificates.download certificates.row
        events.event_privacy events.home events.ornament events.picture events.privacy
        events.show events.statement
        health.alive health.ready
        ledger.book
        log.checkpoint log.old_checkpoint log.proof log.tile
        pledges.deny
        registrations.admitted registrations.enter registrations.leave registrations.lost_link
        registrations.open_link
        registrations.received registrations.register
        verify.authority verify.directory verify.form verify.judge verify.keys verify.manifest
        verify.sample_authority verify.show verify.worker
        witnesses.show witnesses.take
    """,
    "participant": """
        pledges.decline pledges.done pledges.sign
        registrations.check_in registrations.correct registrations.news registrations.reword
        registrations.choose registrations.room registrations.show_name
    """,
    "account": """
        accounts.end_other_sessions accounts.end_session accounts.enrol accounts.own_log
        accounts.password accounts.recovery_codes accounts.replace_factor
        accounts.second_factor accounts.sessions accounts.sign_out events_manage.index
    """,
    "administrator": "accounts.instance_log accounts.instance_log_export",
    "creator": "events_manage.create",
    "observer": """
        accounts_manage.deeds
        attendance_manage.dashboard attendance_manage.export attendance_manage.roll
        attendance_manage.search
        certificates_manage.index certificates_manage.sample
        events_manage.picture
    """,
    "member": "announcements_manage.index",
    "conductor": """
        announcements_manage.announce announcements_manage.confirm
        pledges_manage.cancel pledges_manage.close pledges_manage.control
        pledges_manage.open_signing pledges_manage.pause pledges_manage.resume
    """,
    "owner": "accounts_manage.ask_for_two accounts_manage.hand_over",
    "organiser_or_administrator": "witnesses_manage.match witnesses_manage.show",
    "organiser": """
        accounts_manage.deeds_export
        accounts_manage.invite accounts_manage.members accounts_manage.proposals
        accounts_manage.remove accounts_manage.resend accounts_manage.withdraw
        accounts_manage.withdraw_proposal
        attendance_manage.export_contacts
        events_manage.admission events_manage.agenda_add events_manage.agenda_edit
        events_manage.agenda_list events_manage.agenda_move events_manage.agenda_remove
        events_manage.contact events_manage.design events_manage.figure_add
        events_manage.figure_edit events_manage.figure_list events_manage.figure_move
        events_manage.figure_remove events_manage.identity events_manage.partner_add
        events_manage.partner_edit events_manage.partner_list events_manage.partner_move
        events_manage.partner_remove events_manage.preparation events_manage.preview
        events_manage.publish events_manage.registration events_manage.seat_offices
        events_manage.seat_provinces events_manage.seat_regions events_manage.seats
        events_manage.statement events_manage.times
        registrations_manage.accept_request registrations_manage.refuse_request
        registrations_manage.start_correction
        registrations_manage.accept_correction registrations_manage.accept_corrections
        registrations_manage.add registrations_manage.admit registrations_manage.corrections
        registrations_manage.edit registrations_manage.refuse
        registrations_manage.decide_mail registrations_manage.decide_rival
        registrations_manage.held_mail registrations_manage.hide_name registrations_manage.rival
        registrations_manage.rivals
        registrations_manage.refuse_correction registrations_manage.renew_link
        registrations_manage.revoke
        registrations_manage.send_again registrations_manage.send_link registrations_manage.show
        registrations_manage.show_link registrations_manage.whatsapp
        certificates_manage.export_payloads
        witnesses_manage.end witnesses_manage.index witnesses_manage.instruction
        witnesses_manage.letter witnesses_manage.register
    """,
}
"""Endpoints by the rule that they state."""

ROLES = {
    "nobody": {"anyone"},
    "participant": {"anyone", "participant"},
    "participant elsewhere": {"anyone"},
    "observer": {"anyone", "account", "member", "observer"},
    "conductor": {"anyone", "account", "member", "conductor"},
    "organiser": {
        "anyone",
        "account",
        "creator",
        "member",
        "observer",
        "conductor",
        "organiser",
        "organiser_or_administrator",
    },
    "owner": {
        "anyone",
        "account",
        "creator",
        "member",
        "observer",
        "conductor",
        "organiser",
        "organiser_or_administrator",
        "owner",
    },
    "administrator": {"anyone", "account", "administrator", "organiser_or_administrator"},
    "organiser elsewhere": {"anyone", "account", "creator"},
}
"""What each role may open at the event `acara-uji`."""

DOORS = {"accounts.sign_in_again", "accounts.sign_out", "registrations.leave"}
"""Endpoints that send to a door whoever may open them."""

TABLE = {endpoint: rule for rule, names in WHO_MAY.items() for endpoint in names.split()}
PLACES = {
    "slug": "acara-uji",
    "token": "AAAA",
    "code": "0123456789AF",
    "digest": "0" * 64,
    "item_id": 1,
    "account_id": 1,
    "invitation_id": 1,
    "proposal_id": 1,
    "message_id": 1,
    "number": 1,
    "correction_id": 1,
    "request_id": 1,
    "registration": "x" * 22,
    "province": "35",
    "step": "",
    "size": "1",
    "index": "0",
    "path": "0/000.p/1",
}


def routes(app: Flask) -> Iterator[tuple[str, Rule, str]]:
    """Every method, route and address that an application answers, but files."""
    adapter = app.url_map.bind("ikrar.test")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {name: PLACES[name] or _first_choice(rule, name) for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, rule, adapter.build(rule.endpoint, values, method=method)


def _first_choice(rule: Rule, name: str) -> str:
    """A value for a place of `any(…)`, out of the route's own words."""
    converter = rule._converters[name]
    return str(sorted(converter.items)[0])  # type: ignore[attr-defined]


def stated(app: Flask, endpoint: str) -> str:
    return str(getattr(app.view_functions[endpoint], "access", ""))


def test_every_route_stands_in_the_table_with_its_rule(app: Flask) -> None:
    found = {rule.endpoint: stated(app, rule.endpoint) for _, rule, _ in routes(app)}
    assert found == TABLE


Clients = dict[str, Browser]


@pytest.fixture
def clients(app: Flask, session: Session, now: datetime) -> Clients:
    """A browser for each role at the event `acara-uji`, and one more of its participants."""
    made = factories.world(app, session, now)
    here, elsewhere = factories.event(made), factories.event(made, "acara-lain")
    for event, person in ((here, "participant"), (here, "neighbour"), (elsewhere, "elsewhere")):
        factories.participant(made, event, name=person)
    members = {
        "observer": factories.member(made, here, Role.OBSERVER, may_create=False),
        "conductor": factories.member(made, here, Role.CONDUCTOR, may_create=False),
        "organiser": factories.member(made, here, Role.ORGANISER),
        "owner": factories.member(made, here, Role.OWNER),
        "administrator": factories.account(made, "admin@uji.example", may_create=False, admin=True),
        "organiser elsewhere": factories.member(
            made, elsewhere, Role.ORGANISER, "lain@uji.example"
        ),
    }
    session.commit()
    found = {role: browser(app, session) for role in (*ROLES, "neighbour")}
    for role, account in members.items():
        factories.sign_in(found[role], account)
    for role, name in {
        "participant": "participant",
        "neighbour": "neighbour",
        "participant elsewhere": "elsewhere",
    }.items():
        person = session.scalars(select(Registration).where(Registration.name == name)).one()
        factories.come_in(found[role], made, person)
    return found


def browser(app: Flask, session: Session) -> Browser:
    client = app.test_client()
    assert isinstance(client, Browser)
    client.beside = session
    return client


def _ends_the_session(route: tuple[str, Rule, str]) -> int:
    """No copy of the role's cookie opens anything after these routes: they come last."""
    endings = ("accounts.end_session", "accounts.sign_out")
    return endings.index(route[1].endpoint) + 1 if route[1].endpoint in endings else 0


def turned_away(answer: TestResponse) -> bool:
    """Refused, or sent to a door."""
    doors = ("/panitia/masuk", "/acara/acara-uji/masuk")
    return answer.status_code == 403 or (
        answer.status_code == 303 and urlsplit(answer.headers["Location"]).path in doors
    )


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_may_and_nothing_else(
    app: Flask, session: Session, clients: Clients, role: str
) -> None:
    """No answer is a fault either, though these forms are empty and the places mostly wrong."""
    wrong = []
    for method, rule, address in sorted(routes(app), key=_ends_the_session):
        client = browser(app, session)
        client._cookies = clients[role]._cookies.copy()
        answer = client.get(address) if method == "GET" else client.submit(address)
        may = stated(app, rule.endpoint) in ROLES[role]
        lets_in = rule.endpoint in DOORS
        if answer.status_code >= 500 or (turned_away(answer) == may and not (may and lets_in)):
            wrong.append((method, address, answer.status_code, may))
    assert wrong == []


def test_a_form_of_one_participant_is_refused_from_the_browser_of_another(
    app: Flask, session: Session, clients: Clients
) -> None:
    mine = session.scalars(select(Registration).where(Registration.name == "participant")).one()
    for path in ("hadir", "ikrar", "tidak", "nama", "koreksi"):
        answer = clients["neighbour"].submit(
            f"/acara/acara-uji/{path}", registration=mine.public_id, agree="y"
        )
        assert answer.status_code == 403, path
    session.refresh(mine)
    assert (presence.first_at(session, mine), mine.declined_at) == (None, None)


def test_no_post_is_taken_without_its_token(app: Flask, session: Session, clients: Clients) -> None:
    for method, rule, address in list(routes(app)):
        if method == "POST":
            for role in ROLES:
                client = browser(app, session)
                client._cookies = clients[role]._cookies.copy()
                assert client.post(address).status_code == 400, rule


def test_a_stranger_does_not_learn_which_drafts_there_are(app: Flask, clients: Clients) -> None:
    asked = {clients["nobody"].get(f"/panitia/acara/{slug}/") for slug in ("acara-uji", "tiada")}
    assert {answer.status_code for answer in asked} == {303}
    assert clients["organiser"].get("/panitia/acara/tiada/").status_code == 404


@pytest.mark.own_app
def test_a_route_without_a_rule_answers_nobody(app: Flask, clients: Clients) -> None:
    app._got_first_request = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert {clients[role].get("/forgotten").status_code for role in ROLES} == {403}
