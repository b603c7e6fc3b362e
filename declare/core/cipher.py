"""Fields at rest: encrypted values, and keyed fingerprints to find equal values by.

AES-256-GCM (NIST SP 800-38D) with a random nonce of twelve bytes before the ciphertext. Every
purpose has a key of its own, derived with HKDF (RFC 5869), so a value moved into another column
does not decrypt there.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from declare.core.errors import CoreError

_NONCE_SIZE = 12
_KEY_SIZE = 32


class CipherError(CoreError):
    """The bytes were not encrypted with this key for this purpose."""


def encrypt(key: bytes, purpose: str, data: bytes) -> bytes:
    """Return `data` encrypted under `key` for `purpose`; never twice the same bytes."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return nonce + AESGCM(_derived(key, purpose)).encrypt(nonce, data, None)


def decrypt(key: bytes, purpose: str, data: bytes) -> bytes:
    """Return what `encrypt` was given; raise `CipherError` for any other bytes."""
    nonce, sealed = data[:_NONCE_SIZE], data[_NONCE_SIZE:]
    try:
        return AESGCM(_derived(key, purpose)).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError):
        raise CipherError("key") from None


def fingerprint(key: bytes, purpose: str, data: bytes) -> str:
    """Return the hexadecimal HMAC-SHA-256 of `data`: equal for equal values, and not guessable
    without the key."""
    return hmac.new(_derived(key, purpose), data, hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def _derived(key: bytes, purpose: str) -> bytes:
    info = f"declare/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=_KEY_SIZE, salt=None, info=info).derive(key)
