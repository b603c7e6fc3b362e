"""The kinds of letters: what each one says, from rows and the message's `values`.

Templates get strings only, so that a letter needs no session once its facts are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.certificates import service as certificates
from declare.certificates.models import Certificate
from declare.core import code as codes
from declare.core import moment
from declare.core.window import WindowState
from declare.events.models import Event
from declare.keys import Keyring
from declare.messages.errors import Unwritable
from declare.outreach import calendar
from declare.pledges import not_me, signing_window, tally
from declare.pledges.models import Correction, Pledge, Revocation
from declare.registrations import links
from declare.registrations.models import Registration, WordingRequest


@dataclass(frozen=True)
class Case:
    """The rows that a letter is about, and the values that it was queued with."""

    session: Session
    keys: Keyring
    event: Event
    registration: Registration
    values: Mapping[str, Any]
    queued_at: datetime

    def time(self, at: datetime) -> str:
        """A moment in the event's zone and the participant's language."""
        return moment.full(at, moment.Zone(self.event.zone), self.registration.language)


@dataclass(frozen=True)
class Named:
    """A name and position, as they are printed."""

    printed_name: str
    position: str


Row = TypeVar("Row", Pledge, Revocation, Correction, WordingRequest)

Facts = dict[str, Any]
"""What a template reads: strings, Named, and yes or no."""


def admitted(case: Case) -> Facts:
    """Personal link and participant code. No values."""
    return {
        "link": links.link(case.keys, case.event.base_url, case.registration),
        "code": codes.printed(links.code(case.keys, case.registration)),
    }


def link(case: Case) -> Facts:
    """The link was lost and asked for again; after signing, the way to the certificate. No values.

    `ended` where links of this event have ended; `certificate` is empty before signing.
    """
    event, person = case.event, case.registration
    pledge = tally.current(case.session, person)
    certificate = pledge and certificates.of_pledge(case.session, pledge.id)
    ended = links.is_over(event, case.queued_at)
    if ended and certificate is None:
        raise Unwritable("the link has ended")
    closed = signing_window.state(event, case.queued_at) is WindowState.CLOSED
    return {
        **admitted(case),
        "ended": ended,
        "closed": closed,
        "certificate": certificate.code if certificate else "",
    }


def receipt(case: Case) -> Facts:
    """A pledge was signed. Values: `pledge`, its id."""
    pledge = _row(case, Pledge, "pledge")
    return {
        "ordinal": str(pledge.ordinal),
        "certificate": pledge.code,
        "signed": case.time(pledge.signed_at),
        "code": codes.printed(pledge.code),
        "query": not_me.link(case.keys, case.event.base_url, pledge),
    }


def revoked(case: Case) -> Facts:
    """A pledge was revoked. Values: `pledge`, its id."""
    pledge = _row(case, Pledge, "pledge")
    return {
        "signed": case.time(pledge.signed_at),
        "reason": _row(case, Revocation, "pledge").reason,
        "certificate": pledge.code,
    }


def corrected(case: Case) -> Facts:
    """A correction was accepted. Values: `certificate`, the code of the new certificate."""
    code = case.values.get("certificate")
    query = select(Certificate).execution_options(populate_existing=True)
    new = case.session.scalar(query.where(Certificate.code == code))
    if new is None:
        raise Unwritable("no certificate any more")
    earlier = query.where(Certificate.pledge_id == new.pledge_id, Certificate.id < new.id)
    before = case.session.scalar(earlier.order_by(Certificate.id.desc()).limit(1))
    if before is None:
        raise Unwritable("no certificate before it")
    return {
        "before": _named(before.name, before.position),
        "certificate": new.code,
        "code": codes.printed(new.code),
    }


def correction_refused(case: Case) -> Facts:
    """A correction was refused. Values: `correction`, its id."""
    correction = _row(case, Correction, "correction")
    return {
        "asked": _named(correction.name and correction.printed_name, correction.position),
        "reason": correction.reason,
    }


def request_decided(case: Case) -> Facts:
    """A request before signing was accepted, refused, or lapsed. Values: `request`, its id."""
    request = _row(case, WordingRequest, "request")
    return {
        "asked": _named(request.name and request.printed_name, request.position),
        "reason": request.reason,
    }


KINDS: dict[str, Callable[[Case], Facts]] = {
    "admitted": admitted,
    "link": link,
    "receipt": receipt,
    "revoked": revoked,
    "corrected": corrected,
    "correction_refused": correction_refused,
    "request_accepted": request_decided,
    "request_refused": request_decided,
    "request_lapsed": request_decided,
}
"""The kinds about a registration, each with the function that collects its facts.

Each kind has a template a language.
"""

LINKS = ("admitted", "link")
"""The kinds with a personal link: they go to the recorded contact only."""

EVENT_KINDS = ("received", "mail_held", "contact_changed")
"""The kinds that name nobody. Values: `language`. A registration waits; mail is held; organisers
recorded another contact than this address."""

ATTACHED: dict[str, Callable[[Event, datetime], bytes | None]] = {"admitted": calendar.write}
"""The kinds with a calendar file."""


def _row(case: Case, model: type[Row], key: str) -> Row:
    row = case.session.get(model, case.values.get(key, 0), populate_existing=True)
    if row is None:
        raise Unwritable(f"no {model.__tablename__} any more")
    return row


def _named(name: str | None, position: str | None) -> Named:
    if not name or position is None:
        raise Unwritable("purged")
    return Named(name, position)
