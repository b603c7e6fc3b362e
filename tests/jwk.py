"""Published keys, handed to a library that nobody here wrote."""

from __future__ import annotations

import base64

import cwt


def unpadded(text: str) -> bytes:
    """What base64url without padding says."""
    assert "=" not in text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cose(jwk: dict[str, str]) -> cwt.COSEKeyInterface:
    """The key as COSE names it: its kid is bytes."""
    named = {2: unpadded(jwk["kid"]), -2: unpadded(jwk["x"])}
    assert (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519")
    return cwt.COSEKey.new({1: 1, 3: -8, -1: 6, **named})
