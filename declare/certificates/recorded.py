"""What `pledges` hands over when it has recorded a pledge or a correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from declare.ledger.append_batch import Appended


@dataclass(frozen=True, slots=True)
class RecordedPledge:
    """One pledge as the ledger holds it: its row's values, and the entry with the payload behind.

    Of a correction, `id`, `ordinal` and `signed_at` stay the pledge's; payload, entry and what the
    append made are the correction's own. Name, position and certificate code are in the payload,
    so that a certificate cannot say other words than were signed.
    """

    id: int
    ordinal: int
    signed_at: datetime
    payload: bytes
    entry: bytes
    appended: Appended
