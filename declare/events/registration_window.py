"""Registration's door: shut, open, paused, closed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from declare.core.window import WindowState
from declare.errors import Conflict
from declare.events.models import Event


class NotPublished(Conflict):
    """Nothing of this event is open to anybody yet."""


class SigningClosed(Conflict):
    """Signing is over: whoever registers now could not sign."""


def accepts_registrations(event: Event) -> bool:
    """Whether somebody may register now."""
    return (
        event.published
        and event.registration == WindowState.OPEN
        and event.signing != WindowState.CLOSED
    )


def open_registration(session: Session, event: Event) -> None:
    """Let people register, for the first time or again.

    Raises NotPublished, or SigningClosed.
    """
    _check(event)
    if event.signing == WindowState.CLOSED:
        raise SigningClosed("Penandatanganan sudah ditutup.")
    event.registration = WindowState.OPEN
    session.flush()


def pause_registration(session: Session, event: Event) -> None:
    """Let nobody register for a while. Raises NotPublished, or Conflict unless it was open."""
    _check(event)
    if event.registration not in {WindowState.OPEN, WindowState.PAUSED}:
        raise Conflict("Pendaftaran tidak sedang dibuka.")
    event.registration = WindowState.PAUSED
    session.flush()


def close_registration(session: Session, event: Event) -> None:
    """Let nobody register any more; it may be opened again until signing is closed.

    Raises NotPublished.
    """
    _check(event)
    event.registration = WindowState.CLOSED
    session.flush()


def _check(event: Event) -> None:
    if not event.published:
        raise NotPublished("Acara ini belum diterbitkan.")
