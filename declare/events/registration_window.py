"""The registration window: shut, open, paused, closed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from declare.core.window import WindowState
from declare.errors import Conflict
from declare.events.models import Event


class NotPublished(Conflict):
    """The event is not published yet."""


class SigningClosed(Conflict):
    """Signing is over: a new participant could not sign."""


def accepts_registrations(event: Event) -> bool:
    """Whether registrations are taken now."""
    return (
        event.published
        and event.registration == WindowState.OPEN
        and event.signing != WindowState.CLOSED
    )


def open_registration(session: Session, event: Event) -> None:
    """Open the window, for the first time or again.

    Raises NotPublished, or SigningClosed.
    """
    _check(event)
    if event.signing == WindowState.CLOSED:
        raise SigningClosed("Penandatanganan sudah ditutup.")
    event.registration = WindowState.OPEN
    session.flush()


def pause_registration(session: Session, event: Event) -> None:
    """Pause the window. Raises NotPublished, or Conflict unless it is open or paused."""
    _check(event)
    if event.registration not in {WindowState.OPEN, WindowState.PAUSED}:
        raise Conflict("Pendaftaran tidak sedang dibuka.")
    event.registration = WindowState.PAUSED
    session.flush()


def close_registration(session: Session, event: Event) -> None:
    """Close the window; it may be opened again until signing is closed.

    Raises NotPublished.
    """
    _check(event)
    event.registration = WindowState.CLOSED
    session.flush()


def _check(event: Event) -> None:
    if not event.published:
        raise NotPublished("Acara ini belum diterbitkan.")
