"""The design: what all certificates of an event have in common, frozen with the first pledge.

The stored JSON holds each printed word and the digest of each picture, so that a name, a
logo or a partner that changes later changes no certificate.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import statement as statements
from declare.core.moment import Zone, local
from declare.core.statement import Statement
from declare.events import wording as wordings
from declare.events.models import Design, Event, Picture
from declare.press.printable import Printable


@dataclass(frozen=True, slots=True)
class Frozen:
    """One version of a design. `logos` and `signature` are digests of the event's pictures."""

    purpose: str
    base_url: str
    origin: str
    zone: Zone
    title: str
    theme: str
    host: str
    partners: tuple[str, ...]
    logos: tuple[str, ...]
    statement: Statement
    statement_digest: str
    place: str
    on: date
    official_name: str
    official_position: str
    signature: str
    number_pattern: str
    agency_seal: bool = False
    """Designs that were frozen before there was such a setting do not name it."""

    @property
    def host_domain(self) -> str:
        """The host that people read in the address: the first part of the origin."""
        return self.origin.partition("/")[0]

    def encode(self) -> bytes:
        """The JSON that is stored."""
        values = asdict(self) | {"on": self.on.isoformat()}
        return json.dumps(values, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """The design in that JSON."""
        values: dict[str, Any] = json.loads(data)
        wording = values["statement"]
        values["statement"] = Statement(**wording | {"clauses": tuple(wording["clauses"])})
        values |= {name: tuple(values[name]) for name in ("partners", "logos")}
        values |= {"zone": Zone(values["zone"]), "on": date.fromisoformat(values["on"])}
        return cls(**values)


read = lru_cache(maxsize=64)(Frozen.decode)
"""The design in the stored JSON; decoded designs are cached."""


def freeze(session: Session, event: Event, today: date) -> tuple[int, Frozen]:
    """Freeze the event's design unless it is; return its row's id and its content.

    The first call decides it; `today` is the date printed where the design names none. The caller
    holds the event's log, so two first pledges cannot decide differently.
    """
    design = event.design or Design(event=event)
    if design.frozen is None:
        session.add(design)
        session.flush()
        session.refresh(design)
    if design.frozen is None:
        design.frozen = _describe(session, event, today).encode()
    return design.id, read(design.frozen)


def current(session: Session, event: Event, today: date) -> Frozen:
    """The design of the next certificate: the frozen one, or the one that would be frozen now."""
    if event.design is not None and event.design.frozen is not None:
        return read(event.design.frozen)
    return _describe(session, event, today)


def _describe(session: Session, event: Event, today: date) -> Frozen:
    design = event.design or Design()
    pictures = [event.host_logo, *(_digest(session, p.logo_id) for p in event.partners)]
    starts = local(event.starts_at, Zone(event.zone)).date() if event.starts_at else today
    return Frozen(
        purpose=event.purpose,
        base_url=event.base_url,
        origin=event.origin or "",
        zone=Zone(event.zone),
        title=event.title,
        theme=event.theme,
        host=event.host,
        partners=tuple(partner.name for partner in event.partners),
        logos=tuple(digest for digest in pictures if digest),
        statement=wordings.wording(event) or Statement("", "", (), ""),
        statement_digest=statements.digest(wordings.text(event) or b""),
        place=design.place or "",
        on=design.on or starts,
        official_name=design.official_name or "",
        official_position=design.official_position or "",
        signature=_digest(session, design.signature_id) or "",
        number_pattern=design.number_pattern or "{urut}/{romawi}/{tahun}",
        agency_seal=bool(design.agency_seal),
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """The values that differ from certificate to certificate."""

    number: str
    name: str
    position: str
    signed_at: datetime
    ordinal: int
    entry_index: int
    code: str
    token: bytes


def fill(session: Session, event_id: int, frozen: Frozen, holder: Holder) -> Printable:
    """The certificate of one holder in this design, with the event's pictures."""
    images = _pictures(session, event_id, {*frozen.logos, frozen.signature} - {""})
    return Printable(
        purpose=frozen.purpose,
        host=frozen.host,
        partners=frozen.partners,
        logos=tuple(images[digest] for digest in frozen.logos if digest in images),
        theme=frozen.theme,
        event_title=frozen.title,
        number=holder.number,
        name=holder.name,
        position=holder.position,
        signed_at=holder.signed_at,
        timezone=frozen.zone,
        ordinal=holder.ordinal,
        statement=frozen.statement,
        statement_digest=frozen.statement_digest,
        place=frozen.place,
        date=frozen.on,
        official_name=frozen.official_name,
        official_position=frozen.official_position,
        signature_image=images.get(frozen.signature),
        entry_index=holder.entry_index,
        log_origin=frozen.origin,
        code=holder.code,
        base_url=frozen.base_url,
        token=holder.token,
        host_domain=frozen.host_domain,
        agency_seal=frozen.agency_seal,
    )


def _pictures(session: Session, event_id: int, digests: set[str]) -> dict[str, bytes]:
    if not digests:
        return {}
    query = select(Picture.digest, Picture.data).where(
        Picture.event_id == event_id, Picture.digest.in_(digests)
    )
    return {row.digest: row.data for row in session.execute(query)}


def _digest(session: Session, picture_id: int | None) -> str | None:
    picture = session.get(Picture, picture_id) if picture_id else None
    return picture.digest if picture else None
