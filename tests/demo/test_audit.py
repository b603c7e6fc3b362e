"""An outsider recomputes what the two campaigns announced, from what is published alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.core.roster import Seated
from declare.counts import service as counts
from declare.events import catalogue
from declare.ledger import service as ledger
from declare.outside.audit import References, examine
from declare.outside.site import Site
from declare.registrations.models import Registration
from declare.verify.published import directory
from tests.demo.conftest import Filled
from tests.demo.test_filling import campaign
from tests.outside.mirror import Mirror
from tests.samples import BASE, NOW


def site(session: Session, filled: Filled, slug: str, **values: Any) -> Site:
    """The log of a campaign as it is published."""
    event = catalogue.find(session, slug)
    mirror = Mirror(
        data=list(ledger.entries(session, event.log_id or 0)),
        key=filled.keys.log(event.purpose),
        origin=str(event.origin),
        announced=told(session, filled, slug),
    )
    mirror = replace(mirror, **values)
    url = f"{BASE}/log/{slug}"
    return Site(url, lambda address: mirror.fetch(address.replace(url, f"{BASE}/log/acara-uji")))


def told(session: Session, filled: Filled, slug: str) -> list[dict[str, Any]]:
    """What declare.json says was announced of a campaign."""
    logs = directory(session, filled.keys)["logs"]
    return [said for log in logs if log["event"] == slug for said in log["announced"]]


def refutations(site: Site, **references: Any) -> list[str]:
    return [each.text for each in examine(site, References(**references)) if each.refutes]


@campaign
def test_the_tally_is_what_the_platform_shows(session: Session, filled: Filled, slug: str) -> None:
    found = list(examine(site(session, filled, slug), References()))
    assert [each for each in found if each.refutes] == []
    count = counts.count(session, catalogue.find(session, slug), NOW)
    told = {each.subject: each.text for each in found}
    assert told["signed"].startswith(f"{count.signed}; closed ")
    assert told["signed"].endswith(f" at {count.signed}")
    for subject, numbers in (("by office", count.by_office), ("by province", count.by_province)):
        shown = dict(pair.split() for pair in told[subject].split(", "))
        assert {code: int(number) for code, number in shown.items()} == numbers


@campaign
def test_the_announced_figure_is_counted_again(session: Session, filled: Filled, slug: str) -> None:
    count = counts.count(session, catalogue.find(session, slug), NOW)
    said = f"{count.signed} signed at size {count.signed + 2}"
    found = list(examine(site(session, filled, slug), References()))
    assert [each.text for each in found if each.subject == "announced"] == [f"{said}, as counted"]
    for signed, size, fault in (
        (count.signed + 1, count.signed + 2, f"but {count.signed} are counted there"),
        (count.signed, count.signed, f"but {count.signed - 1} are counted there"),
        (count.signed, count.signed + 3, "which the log has not reached"),
    ):
        wrong = [{"signed": signed, "size": size, "at": "2020-08-05T04:00:00Z"}]
        refuted = refutations(site(session, filled, slug, announced=wrong))
        assert len(refuted) == 1
        assert refuted[0].endswith(fault)


@campaign
def test_payloads_and_roster_leave_nobody_out(session: Session, filled: Filled, slug: str) -> None:
    event = catalogue.find(session, slug)
    rows = select(Certificate.payload).where(Certificate.event_id == event.id)
    payloads = [data for data in session.scalars(rows) if data]
    people = session.scalars(select(Registration).where(Registration.event_id == event.id))
    roster = [Seated(each.name, each.position, each.office, each.region) for each in people]
    published = site(session, filled, slug)
    assert refutations(published, payloads=payloads, roster=roster) == []
    assert len(refutations(published, payloads=payloads[1:], roster=roster)) == 1
    assert refutations(published, payloads=payloads, roster=roster[1:])


def test_another_operator_cannot_pass_for_the_site(session: Session, filled: Filled) -> None:
    slug = "gnn-asn-2020-1"
    published = site(session, filled, slug)
    other = Mirror(key=Ed25519PrivateKey.generate())
    assert refutations(published) == []
    assert refutations(replace(published, fetch=other.fetch))
