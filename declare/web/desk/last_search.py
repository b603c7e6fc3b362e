"""The text of this browser's last search: often a name, so it stands encrypted in the cookie."""

from __future__ import annotations

import base64

from flask import session

from declare.core import cipher
from declare.web.account_session import SEARCH
from declare.web.context import keyring

_PURPOSE = "search"


def remember(slug: str, text: str) -> None:
    """Keep the text of a search at an event."""
    if not text:
        session.pop(SEARCH, None)
        return
    sealed = cipher.encrypt(keyring().data, _PURPOSE, text.encode(errors="replace"))
    session[SEARCH] = [slug, base64.b64encode(sealed).decode()]


def of(slug: str) -> str:
    """The text of the last search, if that was at this event."""
    last = session.get(SEARCH)
    if not last or last[0] != slug:
        return ""
    try:
        return cipher.decrypt(keyring().data, _PURPOSE, base64.b64decode(last[1])).decode()
    except (cipher.CipherError, ValueError):
        return ""
