"""The list of participants as CSV for spreadsheets: one line for each person that is counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.core import moment, region
from declare.counts.service import COUNTED, counted_office, counted_region
from declare.events.models import Event
from declare.pledges.models import Pledge
from declare.pledges.tally import OF_REGISTRATION
from declare.presence.service import FIRST_AT
from declare.registrations.models import Registration

# Excel, LibreOffice and Google Sheets take a cell that begins like this for a formula (OWASP, "CSV
# injection"); the last four are the first four as an East Asian keyboard types them.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_LINES = 100

Words = Mapping[str, str]
"""The word for an office or a standing, by its code."""


def read(session: Session, event: Event) -> list[Any]:
    """The rows of the file, read at once, so that no slow download keeps a transaction open."""
    r = Registration
    columns = (
        *(
            r.front_title,
            r.name,
            r.back_title,
            counted_office,
            r.position,
            counted_region,
            r.agency,
        ),
        *(r.represents, r.mandate, r.standing),
        *(FIRST_AT.label("present_at"), Pledge.signed_at, Pledge.ordinal),
        *(r.email, r.phone, r.declined_at, Pledge.organiser_browser),
    )
    query = select(*columns).select_from(r).outerjoin(Pledge, OF_REGISTRATION)
    return list(
        session.execute(
            query.where(r.event_id == event.id, COUNTED).order_by(counted_region, r.name_key, r.id)
        )
    )


def lines(rows: Iterable[Any], zone: moment.Zone, words: Words, contacts: bool) -> Iterator[str]:
    """The file in pieces: UTF-8 with a byte order mark (for Excel), commas, CRLF (RFC 4180).

    `contacts` adds the columns that only organisers may see.
    """
    yield "\ufeff"
    table = [_header(zone, contacts)]
    for row in rows:
        table.append(_line(row, zone, words, contacts))
        if len(table) == _LINES:
            yield text(table)
            table = []
    yield text(table)


def cell(value: str) -> str:
    """The value in a form that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def text(table: Iterable[Sequence[str]]) -> str:
    """Lines of a file, with CRLF, and no cell that a spreadsheet takes for a formula."""
    file = io.StringIO()
    csv.writer(file).writerows([cell(value) for value in line] for line in table)
    return file.getvalue()


def _header(zone: moment.Zone, contacts: bool) -> list[str]:
    header = ["Gelar depan", "Nama", "Gelar belakang", "Kelompok jabatan", "Jabatan"]
    header += ["Kode daerah", "Daerah", "Provinsi", "Instansi", "Mewakili", "Surat tugas"]
    header += ["Pendaftaran", f"Hadir ({zone})", f"Menandatangani ({zone})", "Penanda tangan ke-"]
    if contacts:
        header += ["Surel", "Telepon", f"Memilih tidak menandatangani ({zone})"]
        header += ["Ditandatangani di peramban panitia"]
    return header


def _line(row: Any, zone: moment.Zone, words: Words, contacts: bool) -> list[str]:
    code = row[5]
    present_at = row.present_at or row.signed_at
    line = [row.front_title, row.name, row.back_title, words[row[3]], row.position]
    line += [code, region.name_of(code), region.name_of(region.province_of(code)), row.agency]
    line += [words[row.represents] if row.represents else "", row.mandate, words[row.standing]]
    line += [_time(present_at, zone), _time(row.signed_at, zone), str(row.ordinal or "")]
    if contacts:
        line += [row.email, row.phone, _time(row.declined_at, zone)]
        line += ["ya" if row.organiser_browser else ""]
    return line


def _time(at: datetime | None, zone: moment.Zone) -> str:
    return "" if at is None else f"{moment.local(at, zone):%Y-%m-%d %H:%M:%S}"
