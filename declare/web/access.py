"""The mark on a view that states who may open it; `web.guard` enforces it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def allow(rule: str, *, proves: bool = False) -> Callable[[View], View]:
    """State who may open a view. Without a rule a route answers nobody (`web.guard`).

    Rules: `anyone`, `participant` (came in by link or code), `account` (signed in), `creator`
    (may make events), `observer` (organiser or observer of the event), `organiser`.

    A POST begins its transaction as a writer, which on SQLite stands alone. A `participant`'s view
    that `proves` says itself when it begins to write (`database.writing`), and looks up there,
    under its lock, whether what the cookie says still holds (`g.claim`): the guard asks nothing.
    """

    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        view.proves = proves  # type: ignore[attr-defined]
        return view

    return mark
