"""The values that a certificate is printed from, frozen when the pledge was made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from declare.core import code as codes
from declare.core import token as tokens
from declare.core.moment import Zone
from declare.core.statement import Statement

_LIVE = "live"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF; `mime` is its media type."""

    name: str
    data: bytes
    description: str
    mime: str


@dataclass(frozen=True, slots=True)
class Printable:
    """One certificate. Pictures are PNG; `code` is in normal form; `base_url` ends in no slash."""

    purpose: str
    host: str
    partners: tuple[str, ...]
    """In protocol order."""
    logos: tuple[bytes, ...]
    theme: str
    event_title: str
    number: str
    name: str
    position: str
    signed_at: datetime
    """Aware; printed in `timezone`."""
    timezone: Zone
    ordinal: int
    statement: Statement
    statement_digest: str
    """SHA-256 of `ikrar.txt`, in hex."""
    place: str
    date: date
    official_name: str
    official_position: str
    signature_image: bytes | None
    entry_index: int
    log_origin: str
    code: str
    base_url: str
    token: bytes
    """The COSE_Sign1 that the QR carries."""
    host_domain: str
    attachments: tuple[Attachment, ...] = ()
    agency_seal: bool = False
    """Whether the file will get an agency's own seal later; nothing of it is printed."""

    @property
    def live(self) -> bool:
        """False for samples and rehearsals: they print CONTOH."""
        return self.purpose == _LIVE

    @property
    def printed_code(self) -> str:
        return codes.printed(self.code)

    @property
    def slug(self) -> str:
        return self.log_origin.rpartition("/")[2]

    @property
    def address(self) -> str:
        """What the QR opens, up to and including the `#` before its digits."""
        return f"{self.base_url}/v/{self.code}#"

    @property
    def digits(self) -> str:
        return tokens.digits(self.token)

    def design(self) -> Printable:
        """The same certificate without its holder: equal for all certificates of an event."""
        empty = replace(self, number="", name="", position="", signed_at=_EPOCH, ordinal=0)
        return replace(empty, entry_index=0, code="", token=b"", attachments=())
