"""The published files for outside verifiers: `jwks.json`, `declare.json`, the authority's PEM."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import moment, note, token
from declare.core.authority import Chain
from declare.counts import announcement
from declare.counts.models import Announcement
from declare.errors import Halted
from declare.events.models import Event
from declare.keys import Keyring, Keys
from declare.ledger import high_water_marks
from declare.ledger.models import Witness


def key_set(keys: Keyring, host: str) -> dict[str, Any]:
    """Return the certificate keys as a JWK set (RFC 7517, RFC 8037), those of exercises marked.

    `host` records in a saved copy where it was fetched. Two further members are for checking a
    PDF: the public keys of logs, and the certificates of the PDFs' signers.
    """
    return {
        "host": host,
        "keys": [_marked(which, _key(key)) for which, key in keys.certificates.items()],
        "logs": [_marked(which, _key(key)) for which, key in keys.logs.items()],
        "signers": [_marked(which, _chain(archive)) for which, archive in keys.seals.items()],
    }


def directory(session: Session, keys: Keyring) -> dict[str, Any]:
    """Return all logs, exercises too, with key and announced figures, and their witnesses."""
    published = select(Event).where(Event.origin.is_not(None)).order_by(Event.id)
    figures = announcement.by_event(session)
    return {
        "logs": [
            _log(event, keys)
            | {"announced": _announced(session, event, keys, figures.get(event.id))}
            for event in session.scalars(published)
        ],
        "witnesses": _witnesses(session),
    }


def _witnesses(session: Session) -> list[dict[str, Any]]:
    """Return the witnesses of each log, ended ones too."""
    query = (
        select(Event.slug, Witness)
        .join(Event, Event.log_id == Witness.log_id)
        .order_by(Event.id, Witness.id)
    )
    return [
        {
            "event": slug,
            "name": row.name,
            "vkey": row.vkey,
            "published_at": row.published_at,
            "matched_at": moment.iso(row.matched_at) if row.matched_at else None,
            "ended_at": moment.iso(row.ended_at) if row.ended_at else None,
        }
        for slug, row in session.execute(query)
    ]


def authority(keys: Keyring, purpose: str) -> bytes:
    """Return the root certificates (PEM) that make a PDF reader trust a purpose's signatures."""
    return Chain.read(keys.seal(purpose)).roots()


def _marked(keys: Keys, member: dict[str, Any]) -> dict[str, Any]:
    return member | {"purpose": "sample"} if keys is Keys.EXERCISE else member


def _chain(archive: bytes) -> dict[str, Any]:
    return {"x5c": [_base64(certificate) for certificate in Chain.read(archive).encoded()]}


def _key(key: Ed25519PrivateKey) -> dict[str, Any]:
    public_key = key.public_key()
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": _base64url(token.kid(public_key)),
        "x": _base64url(public_key.public_bytes_raw()),
    }


def _log(event: Event, keys: Keyring) -> dict[str, Any]:
    origin = event.origin or ""
    return {
        "event": event.slug,
        "origin": origin,
        "vkey": note.vkey(origin, keys.log(event.purpose).public_key()),
        "url": f"{event.base_url}/log/{event.slug}",
        "purpose": event.purpose,
    }


def _announced(
    session: Session, event: Event, keys: Keyring, announced: list[Announcement] | None
) -> list[dict[str, Any]]:
    """Return the announced figures and publish the largest checkpoint; none for a halted log."""
    if not announced or event.log_id is None:
        return []
    try:
        high_water_marks.publish(session, keys.marks, event.log_id, announced[-1].size)
    except Halted:
        return []
    return [
        {"signed": each.signed, "size": each.size, "at": moment.iso(each.at)} for each in announced
    ]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
