"""The mark on a view that states its access rule; `web.guard` enforces it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def allow(rule: str, *, proves: bool = False, fresh: str = "") -> Callable[[View], View]:
    """Mark a view with its access rule. A view without one is refused to all (`web.guard`).

    Rules: `anyone`, `participant` (came in by link or code), `account` (signed in), `creator`
    (may make events), `administrator` (of the instance); at the event `member` (any role),
    `observer` and `conductor` (that role, or an organiser), `organiser` (or owner),
    `organiser_or_administrator`, `owner`.

    A POST begins its transaction as a writer, of which SQLite has one at a time. A participant's
    view with `proves` begins to write itself (`database.writing`) and checks the cookie's claim
    (`g.claim`) under its lock; the guard then queries nothing. So does anybody's costly form.

    A POST of a `fresh` view asks again for what was not given within ten minutes, and keeps the
    fields of the form meanwhile: `code` for the second factor, where the account has one; `one` for
    that or otherwise the password; `all` for the password and the second factor.
    """

    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        view.proves = proves  # type: ignore[attr-defined]
        view.fresh = fresh  # type: ignore[attr-defined]
        return view

    return mark
