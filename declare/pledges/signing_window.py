"""The signing window of an event: shut, open, paused, closing for two minutes, closed for good.

Each step locks the head row of the event's log, as signing does, so that no pledge is recorded
after the window was closed.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import entry
from declare.core.window import WindowState
from declare.errors import Conflict, Halted
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.ledger.models import Log
from declare.pledges import tally
from declare.pledges.lapse import lapse

COUNTDOWN = timedelta(seconds=120)


class SigningClosed(Conflict):
    """Signing is over."""


class SigningNotOpen(Conflict):
    """Signing was not opened yet, or is paused."""


class WrongStep(Conflict):
    """The window is in a state from which this step does not start."""


def state(event: Event, now: datetime) -> WindowState:
    """The state of the window. From the end of the countdown on it is closed by the clock, also
    where the close is not written down yet."""
    if event.signing == WindowState.CLOSED or event.closes_at is None:
        return WindowState(event.signing)
    return WindowState.CLOSING if now < event.closes_at else WindowState.CLOSED


def check(event: Event, now: datetime) -> None:
    """Raise SigningClosed or SigningNotOpen unless a participant may sign now."""
    current = state(event, now)
    if current is WindowState.CLOSED:
        raise SigningClosed
    if current in (WindowState.SHUT, WindowState.PAUSED):
        raise SigningNotOpen


def open_signing(session: Session, event: Event, now: datetime) -> None:
    """Open the window for the first time. Raises WrongStep."""
    _step(session, event, now, WindowState.SHUT)
    event.signing = WindowState.OPEN
    event.signing_opened_at = now
    session.flush()


def pause(session: Session, event: Event, now: datetime) -> None:
    """Pause signing; this writes no entry in the log. Raises WrongStep."""
    _step(session, event, now, WindowState.OPEN)
    event.signing = WindowState.PAUSED
    session.flush()


def resume(session: Session, event: Event, now: datetime) -> None:
    """End a pause. Raises WrongStep."""
    _step(session, event, now, WindowState.PAUSED)
    event.signing = WindowState.OPEN
    session.flush()


def begin_closing(session: Session, event: Event, now: datetime) -> None:
    """Begin the countdown, in which signing goes on, also after a pause. Raises WrongStep."""
    _step(session, event, now, WindowState.OPEN, WindowState.PAUSED)
    event.signing = WindowState.OPEN
    event.closes_at = now + COUNTDOWN
    session.flush()


def cancel_closing(session: Session, event: Event, now: datetime) -> None:
    """Stop the countdown while it runs. Raises WrongStep."""
    _step(session, event, now, WindowState.CLOSING)
    event.closes_at = None
    session.flush()


def settle(session: Session, keys: Keyring, event: Event, now: datetime) -> bool:
    """Write down the end of the countdown: the log's `close` entry, and the window as closed.

    Requests for other words of those who have not signed lapse with it. Every append after the end
    calls this first. Returns whether there was anything to write.
    """
    log = hold(session, event)
    if event.signing == WindowState.CLOSED or event.closes_at is None or now < event.closes_at:
        return False
    closing = entry.Close(
        event=event.slug, signed=tally.count(session, event), time=int(event.closes_at.timestamp())
    )
    ledger.append(session, log, entry.encode(closing), keys, event.purpose, now)
    event.signing = WindowState.CLOSED
    event.closed_at = event.closes_at
    session.flush()
    lapse(session, event, now)
    return True


def settle_due(session: Session, keys: Keyring, now: datetime) -> int:
    """Settle every event whose countdown has ended, and return their number.

    An event whose log is halted stays as it is and does not stop the others.
    """
    query = select(Event).where(Event.closes_at <= now, Event.signing != WindowState.CLOSED)
    settled = 0
    for event in session.scalars(query).all():
        with suppress(Halted):
            settled += settle(session, keys, event, now)
    return settled


def hold(session: Session, event: Event) -> Log:
    """Lock the head row of the event's log until the transaction ends, and refresh the event.

    Raises WrongStep for an event that was not published: it has no log.
    """
    if event.log_id is None:
        raise WrongStep
    log = ledger.lock(session, event.log_id)
    session.refresh(event)
    return log


def _step(session: Session, event: Event, now: datetime, *before: WindowState) -> None:
    hold(session, event)
    if state(event, now) not in before:
        raise WrongStep
