"""Personal links: a random link identifier with its MAC, as one token for a URL."""

import base64
import hashlib
import hmac
import re
import secrets

from declare.core.errors import CoreError

_CONTEXT = b"declare/link/1\n"
_ID_SIZE = 8
_MAC_SIZE = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


class LinkError(CoreError):
    """The token was not made with this key."""


def new_id() -> bytes:
    """Return a new random link identifier of eight bytes."""
    return secrets.token_bytes(_ID_SIZE)


def make(key: bytes, link_id: bytes) -> str:
    """Return the token of a link identifier: 32 characters that are safe in a URL."""
    return base64.urlsafe_b64encode(link_id + _mac(key, link_id)).decode("ascii")


def read(key: bytes, token: str) -> bytes:
    """Return the link identifier in a token; raise `LinkError` unless `key` made it.

    The MAC is compared in constant time, before anything looks the identifier up.
    """
    if not _TOKEN.fullmatch(token):
        raise LinkError("form")
    data = base64.urlsafe_b64decode(token)
    link_id, mac = data[:_ID_SIZE], data[_ID_SIZE:]
    if not hmac.compare_digest(mac, _mac(key, link_id)):
        raise LinkError("mac")
    return link_id


def _mac(key: bytes, link_id: bytes) -> bytes:
    return hmac.digest(key, _CONTEXT + link_id, hashlib.sha256)[:_MAC_SIZE]
