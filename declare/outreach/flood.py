"""Flood limits of the public registration form: beyond them a registration is stored, and its mail
is held until an organiser has looked. Nobody is refused, and no address is flooded.

Counted are keyed hashes: by event, by event and network, and by recipient. The code in the letter
of invitation lifts them; it admits nobody, and a wrong one is no error.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from declare.accounts import audit, team, throttle
from declare.accounts.throttle import Answer, Caller, Throttle
from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import held
from declare.messages import service as messages
from declare.registrations import rivals
from declare.registrations.intake import RegistrationData

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

BY_EVENT = Throttle("registration", together=60, alone=300, window=_HOUR, pace=_HOUR)
"""Registrations of one event an hour: from one network, and from everywhere. A government's
network has hundreds of officials behind it."""

BY_RECIPIENT = Throttle("recipient", together=6, alone=6, window=_DAY, pace=_DAY)
"""Mails to one address a day: an office registers its five officials at one address."""

INVITED_RECIPIENT = Throttle("recipient.invited", together=60, alone=60, window=_DAY, pace=_DAY)
"""The same with the event's code: it is in many hands, and addresses are still strangers'."""

BY_PERSON = Throttle("person", together=4, alone=1000, window=_DAY, pace=_DAY)
"""Applications for one person on one seat that one network makes a day. Further ones are not kept
as rivals: whoever sits in one network does not take every place that there is for them."""

CODES = Throttle("event_code", together=20)
"""Wrong event codes from one network; after these no code is compared for a while."""

_WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True)
class Application:
    """What the limits look at: the registration, the event code as typed, and the caller."""

    data: RegistrationData
    event_code: str
    caller: Caller


@dataclass(frozen=True)
class Limits:
    """What the limits leave of an application: whether its mail is `held`, and how many `places`
    there are for rivals of the same person."""

    held: bool
    places: int


def count(
    session: Session,
    keys: Keyring,
    event: Event,
    application: Application,
    now: datetime,
) -> Limits:
    """Count an application before it is kept; organisers are told of the first held mail."""
    invited = _knows_code(session, keys, event, application, now)
    data = application.data
    person = throttle.subject(keys.data, event.slug, data.name_key, data.office, data.region)
    taken = throttle.take(session, BY_PERSON, person, application.caller, now)
    few = rivals.MOST if taken.answer is Answer.ALLOWED else 0
    held = bool(data.email) and _is_held(session, keys, event, application, invited, now)
    return Limits(held, rivals.MOST_INVITED if invited else few)


def _is_held(
    session: Session,
    keys: Keyring,
    event: Event,
    application: Application,
    invited: bool,
    now: datetime,
) -> bool:
    by_recipient = INVITED_RECIPIENT if invited else BY_RECIPIENT
    recipient = throttle.subject(keys.data, "recipient", mailbox(application.data.email))
    event_subject = throttle.subject(keys.data, "registration", event.slug)
    caller = application.caller
    answers = [throttle.take(session, by_recipient, recipient, caller, now).answer]
    if not invited:
        answers.append(throttle.take(session, BY_EVENT, event_subject, caller, now).answer)
    if all(answer is Answer.ALLOWED for answer in answers):
        return False
    if not held.count(session, event.id):
        _tell_organisers(session, event, now)
    return True


def _knows_code(
    session: Session, keys: Keyring, event: Event, application: Application, now: datetime
) -> bool:
    given, wanted = _normal(application.event_code), _normal(event.event_code)
    if not wanted or not given:
        return False
    subject = throttle.subject(keys.data, "event_code", event.slug)
    taken = throttle.take(session, CODES, subject, application.caller, now)
    right = hmac.compare_digest(given.encode(errors="replace"), wanted.encode())
    if taken.answer is not Answer.ALLOWED or not right:
        return False
    throttle.give_back(session, taken)
    return True


def mailbox(email: str) -> str:
    """The mailbox of an address: `user+word` is `user`'s (RFC 5233), and Gmail reads no dots."""
    user, _, domain = email.lower().rpartition("@")
    user = user.partition("+")[0] or user
    return f"{user.replace('.', '') if domain in _WITHOUT_DOTS else user}@{domain}"


def _normal(code: str) -> str:
    """A code as it is compared: without case, spaces and dashes."""
    return "".join(one for one in code.upper() if one.isalnum())


def _tell_organisers(session: Session, event: Event, now: datetime) -> None:
    audit.write(session, event.id, None, "mail.held", now)
    for member in team.members(session, event):
        if member.role.organises:
            messages.enqueue(
                session, kind="mail_held", to=member.account.email, now=now, event_id=event.id
            )
