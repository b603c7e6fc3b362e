"""A participant without the link asks for it again, by the address that is recorded.

Asking does the same for every address, known or not: it counts the try and leaves one row in the
outbox. The worker looks up whom the address belongs to. Each participant gets a letter of his own,
at the recorded address, so that one mailbox can pass each on to its person alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.accounts import throttle
from declare.accounts.throttle import Answer, Caller, Taken, Throttle
from declare.events.models import Event
from declare.keys import Keyring
from declare.messages import asked
from declare.messages import service as messages
from declare.messages.asked import Asked
from declare.messages.models import Delivery
from declare.outreach import flood, letters
from declare.pledges import tally
from declare.pledges.models import Pledge
from declare.registrations import links
from declare.registrations.models import Registration, Standing

KIND = "link"

_DAY = timedelta(days=1)

BY_EVENT = Throttle("lost_link", together=300, alone=1000, pace=timedelta(seconds=1))
"""Links of one event in 15 minutes that one network asks for, and everybody: a government's network
has hundreds of officials behind it, and all may be in one hall. Strangers elsewhere only slow them
down: what is asked for in vain costs a row."""

BY_RECIPIENT = Throttle("lost_link.recipient", together=5, alone=10, window=_DAY, pace=_DAY)
"""The same of one address a day. Beyond that its mailbox has the letters of today."""


@dataclass(frozen=True)
class Refusal:
    """Which limit is reached: of the address, or of the network and the event; and for how long."""

    of_address: bool
    retry_after: int


def ask(
    session: Session, keys: Keyring, event: Event, address: str, caller: Caller, now: datetime
) -> Refusal | None:
    """Count a try, and leave the row that the worker answers; None where no limit is reached."""
    by_event = throttle.subject(keys.data, BY_EVENT.scope, event.slug)
    recipient = throttle.subject(keys.data, BY_RECIPIENT.scope, flood.mailbox(address))
    for limit, subject in ((BY_EVENT, by_event), (BY_RECIPIENT, recipient)):
        taken = throttle.take(session, limit, subject, caller, now)
        if taken.answer is not Answer.ALLOWED:
            return _refusal(limit, taken)
    messages.enqueue(
        session, kind=KIND, to=address, now=now, event_id=event.id, state=Delivery.ASKED
    )
    return None


def _refusal(limit: Throttle, taken: Taken) -> Refusal:
    return Refusal(of_address=limit is BY_RECIPIENT, retry_after=taken.retry_after)


def answer_next(session: Session, now: datetime) -> bool:
    """Queue the letters of the try that waits longest; False if none waits."""
    waiting = asked.take(session)
    if waiting is None:
        return False
    event = session.get(Event, waiting.event_id)
    if event is None:
        return True
    for registration in _participants(session, event, waiting):
        if not asked.is_waiting(session, KIND, registration.id):
            letters.send_link_again(session, event, registration, now)
    return True


def _participants(session: Session, event: Event, waiting: Asked) -> list[Registration]:
    """The participants of the event whose recorded address this is; once its links have ended,
    those of them who signed."""
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.standing == Standing.ADMITTED,
        func.lower(Registration.email) == waiting.address.lower(),
    )
    if links.is_over(event, waiting.at):
        query = query.join(Pledge, tally.OF_REGISTRATION)
    return list(session.scalars(query.order_by(Registration.id)))
