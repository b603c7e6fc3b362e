"""The session of the signed-in account: its token lies in Flask's cookie, its row decides."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import Request, g, request, session

from declare.accounts import sessions
from declare.accounts.models import Account, AccountSession
from declare.database import db
from declare.events import hall
from declare.web import after_answer
from declare.web.context import SAFE, keyring, now

SEARCH: Final = "search"
"""The text of the last search, often a name: it leaves the browser with the session."""
OFFER: Final = "second_factor"
"""The secret of a new authenticator app, encrypted, until its first code."""
_KEY: Final = "account"
_NUMBER: Final = "account_id"
"""Whose session it was, for a form that is posted after its end."""
_BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def load(request: Request) -> Account | None:
    """The account of this request, for Flask-Login; sets `g.account_session`."""
    g.account_session = None
    found = _found()
    if found is None or not _lives(found[0]):
        return None
    row, account = found
    g.account_session = row
    if now() >= row.last_used_at + sessions.NOTED and not _is_asked_by_script():
        _note_use_after_answer(row)
    return account


def lapsed_account() -> int | None:
    """The account whose session this browser held until it ended; None after signing out here."""
    row, number = _row(), session.get(_NUMBER)
    if row is not None:
        return None if _lives(row) else row.account_id
    return number if isinstance(number, int) else None


def begin(account: Account, answered: datetime | None = None) -> None:
    """Sign the account in; a session that this browser held before ends.

    `answered`: when the second factor was given, where the new session only replaces another.
    """
    end()
    session[_KEY] = sessions.begin(db.session(), account.id, _device(), now())
    session[_NUMBER] = account.id
    g.account_session = _row()
    if answered is not None and g.account_session is not None:
        g.account_session.second_factor_at = answered


def renew() -> None:
    """Give this browser's session another token: its account has just proved itself anew."""
    row = current()
    if row is not None:
        session[_KEY] = sessions.renew(row, keyring().data, session[_KEY])


def end() -> None:
    """Sign out: no copy of the cookie opens anything afterwards."""
    row = _row()
    if row is not None:
        sessions.end(db.session(), row.account_id, row.id)
    for name in (_KEY, _NUMBER, SEARCH, OFFER):
        session.pop(name, None)


def current() -> AccountSession | None:
    """The session of this request's account; None where nobody is signed in."""
    row: AccountSession | None = g.get("account_session")
    return row


def _row() -> AccountSession | None:
    found = _found()
    return None if found is None else found[0]


def _found() -> tuple[AccountSession, Account] | None:
    token = session.get(_KEY)
    if not isinstance(token, str):
        return None
    return sessions.find(db.session(), token) or _found_after_renewal(token)


def _found_after_renewal(token: str) -> tuple[AccountSession, Account] | None:
    """The session of a second click, which brings the token from before the first."""
    newer = sessions.successor(keyring().data, token)
    found = sessions.find(db.session(), newer)
    if found is None or not sessions.is_just_renewed(found[0], now()):
        return None
    session[_KEY] = newer
    return found


def _lives(row: AccountSession) -> bool:
    if sessions.lives(row, now(), None):
        return True
    since = hall.since(db.session(), row.account_id, now())
    return since is not None and sessions.lives(row, now(), since)


def _is_asked_by_script() -> bool:
    """Whether a page asks again by itself (W3C Fetch Metadata): nobody need sit before it."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return request.method in SAFE and mode != "navigate"


def _note_use_after_answer(row: AccountSession) -> None:
    """Write the use once the answer has been sent: pages that only read stay readers."""
    number, at = row.id, now()
    after_answer.do("session-use", lambda: sessions.note_use(db.session(), number, at))


def _device() -> str:
    """The browser and the system, as the list of sessions shows them; nothing finer is kept."""
    agent = request.user_agent.string
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)
