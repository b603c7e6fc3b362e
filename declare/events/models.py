"""Rows of an event: its public facts, its pictures, and the design of its certificate."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from declare.core.moment import Zone
from declare.core.window import WindowState
from declare.database import Base, UtcDateTime


class Purpose(StrEnum):
    LIVE = "live"
    REHEARSAL = "rehearsal"
    SAMPLE = "sample"


class Admission(StrEnum):
    """How a registration becomes a participant."""

    APPROVAL = "approval"
    INVITATION = "invitation"
    DOMAIN = "domain"
    OPEN = "open"
    """Admitted at once; not for a live event."""


class Event(Base):
    """One campaign. It is published when it has an origin; then slug and statement are fixed."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    purpose: Mapped[str] = mapped_column(String(10), default=Purpose.LIVE)
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(200), default="")
    host: Mapped[str] = mapped_column(String(200), default="")
    host_logo: Mapped[str | None] = mapped_column(String(64))
    """Digest of a picture of this event."""
    election: Mapped[str] = mapped_column(String(200), default="")
    letter_number: Mapped[str] = mapped_column(String(100), default="")
    letter_date: Mapped[date | None]
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(4), default=Zone.WIB)
    call_url: Mapped[str] = mapped_column(String(500), default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    admission: Mapped[str] = mapped_column(String(12), default=Admission.APPROVAL)
    mail_domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    event_code: Mapped[str] = mapped_column(String(20), default="")
    """The code in the letter of invitation: it lifts the flood limits and admits nobody."""
    offices: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Expected office codes; together with the regions they are the expected seats."""
    registration: Mapped[str] = mapped_column(String(8), default=WindowState.SHUT)
    signing: Mapped[str] = mapped_column(String(8), default=WindowState.SHUT)
    signing_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """End of the countdown: the event is closed from this moment on, also before `settle` ran."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    four_eyes: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Publishing, revoking and purging need a second organiser (`accounts.four_eyes`)."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    origin: Mapped[str | None] = mapped_column(String(200), unique=True)
    base_url: Mapped[str] = mapped_column(String(200), default="")
    """`PUBLIC_URL` at publishing; begins the address in every QR of this event."""
    log_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_log.id"), unique=True)
    statement_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The bytes of `ikrar.txt`, frozen at publishing."""

    statement: Mapped[Statement | None] = relationship(
        back_populates="event", uselist=False, cascade="all, delete-orphan"
    )
    agenda: Mapped[list[AgendaItem]] = relationship(
        order_by="AgendaItem.ordinal", cascade="all, delete-orphan"
    )
    figures: Mapped[list[KeyFigure]] = relationship(
        order_by="KeyFigure.ordinal", cascade="all, delete-orphan"
    )
    partners: Mapped[list[Partner]] = relationship(
        order_by="Partner.ordinal", cascade="all, delete-orphan"
    )
    regions: Mapped[list[ExpectedRegion]] = relationship(
        order_by="ExpectedRegion.code", cascade="all, delete-orphan"
    )
    design: Mapped[Design | None] = relationship(
        back_populates="event", uselist=False, cascade="all, delete-orphan"
    )

    @property
    def live(self) -> bool:
        return self.purpose == Purpose.LIVE

    @property
    def published(self) -> bool:
        return self.origin is not None


class Statement(Base):
    """The wording that is signed, editable until the event is published."""

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    opening: Mapped[str] = mapped_column(Text)
    clauses: Mapped[list[str]] = mapped_column(JSON)
    closing: Mapped[str] = mapped_column(Text)

    event: Mapped[Event] = relationship(back_populates="statement")


class AgendaItem(Base):
    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    """opening, remarks, declaration or panel"""
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    speakers: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """`{"name", "position"}` in speaking order."""


class KeyFigure(Base):
    __tablename__ = "key_figure"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    ordinal: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(40))
    as_of: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200), default="")


class Partner(Base):
    """An institution beside the host, in protocol order."""

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    ordinal: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))


class ExpectedRegion(Base):
    __tablename__ = "expected_region"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    code: Mapped[str] = mapped_column(String(5))


class Picture(Base):
    """A re-encoded logo or signature; immutable, because certificates print it."""

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("event_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of `data`, in hex."""
    data: Mapped[bytes] = mapped_column(LargeBinary)
    """PNG."""
    small: Mapped[bytes] = mapped_column(LargeBinary)
    """The same for pages: PNG of a few kilobytes."""
    width: Mapped[int]
    height: Mapped[int]
    public: Mapped[bool] = mapped_column(default=True)
    """True for a logo, which public pages show; a signature is printed on certificates only."""


class Design(Base):
    """The printed words of certificates that are the same for all holders; see `frozen`."""

    __tablename__ = "design"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    place: Mapped[str] = mapped_column(String(100), default="")
    on: Mapped[date | None]
    official_name: Mapped[str] = mapped_column(String(200), default="")
    official_position: Mapped[str] = mapped_column(String(200), default="")
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    number_pattern: Mapped[str] = mapped_column(String(100), default="{urut}/{romawi}/{tahun}")
    agency_seal: Mapped[bool] = mapped_column(default=False)
    """Whether the files will get the agency's own seal later: certified so that signatures may be
    added. Fixed when the event is published."""
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON of every printed word and picture digest of the event, from the first pledge on."""

    event: Mapped[Event] = relationship(back_populates="design")
