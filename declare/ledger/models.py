"""The tables of the ledger.

Entries, hashes and checkpoints are inserted and never changed; triggers refuse anything else (see
the migration).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from declare.database import Base, UtcDateTime


class Log(Base):
    """The head row of one log, which an append locks."""

    __tablename__ = "ledger_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    size: Mapped[int] = mapped_column(default=0)
    pledges: Mapped[int] = mapped_column(default=0)
    """Number of entries that are pledges, revoked ones too: the next ordinal less one."""
    frontier: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    """The roots of the complete subtrees, the largest last: all that the next append reads of the
    tree."""


class Entry(Base):
    """A leaf of the tree: the encoded entry at an index."""

    __tablename__ = "ledger_entry"

    log_id: Mapped[int] = mapped_column(ForeignKey("ledger_log.id"), primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Hash(Base):
    """The hash of a complete subtree; level 0 are the leaf hashes."""

    __tablename__ = "ledger_hash"

    log_id: Mapped[int] = mapped_column(ForeignKey("ledger_log.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class Checkpoint(Base):
    """The signed tree head of each size."""

    __tablename__ = "ledger_checkpoint"

    log_id: Mapped[int] = mapped_column(ForeignKey("ledger_log.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Witness(Base):
    """An institution that may cosign a log, and the key by which it does.

    `registered_by` and `matched_by` are numbers of accounts, without a foreign key: the ledger
    knows no slice.
    """

    __tablename__ = "ledger_witness"
    __table_args__ = (UniqueConstraint("log_id", "vkey"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    log_id: Mapped[int] = mapped_column(ForeignKey("ledger_log.id"))
    name: Mapped[str] = mapped_column(String(200))
    vkey: Mapped[str] = mapped_column(String(400))
    published_at: Mapped[str] = mapped_column(String(500))
    """A place outside this site where the witness published its key: an address, or a letter."""
    also_signs: Mapped[bool] = mapped_column(default=False)
    """Whether officials of the institution sign the pledge as well, which pages say."""
    registered_by: Mapped[int | None]
    registered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Both are null for a witness of before revision 0015 that no audit entry tells of."""
    matched_by: Mapped[int | None]
    """The second account, which compared the key with `published_at`; null until it did."""
    matched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From then on it cosigns no more; its cosignatures of before stay."""


class Cosignature(Base):
    """A witness's line under the checkpoint of one size, verified before it was stored."""

    __tablename__ = "ledger_cosignature"

    witness_id: Mapped[int] = mapped_column(ForeignKey("ledger_witness.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """By the witness's clock, when it signed."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
