"""Tokens of links that are mailed to accounts: invitations, and new passwords.

A token is a MAC over a random nonce of its row, so that the letter can be written when it is sent.
The row keeps nonce and hash: without `link.key` neither gives the token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_SIZE = 24


def new_nonce() -> bytes:
    """A random nonce for one link."""
    return secrets.token_bytes(16)


def token(key: bytes, purpose: str, nonce: bytes) -> str:
    """The token of a nonce: 32 characters that are safe in a URL."""
    mac = hmac.digest(key, f"declare/{purpose}/1\n".encode() + nonce, hashlib.sha256)[:_SIZE]
    return base64.urlsafe_b64encode(mac).decode("ascii")


def digest(token: str) -> str:
    """The hash by which a token's row is found."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
