"""Words for codes: offices, regions, reasons of a revocation."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from declare.core import region
from declare.core.office import Office
from declare.core.reason import Reason

OFFICES = {
    Office.REGIONAL_HEAD: _l("Kepala Daerah"),
    Office.REGIONAL_SECRETARY: _l("Sekretaris Daerah"),
    Office.STAFFING_AGENCY_HEAD: _l("Kepala BKD/BKPSDM"),
    Office.ELECTION_SUPERVISOR: _l("Pimpinan Bawaslu"),
    Office.OTHER: _l("Jabatan lain"),
}
"""The word for each office."""

REASONS = {
    Reason.REQUEST: _l("atas permintaan penanda tangan"),
    Reason.ANOTHER_SIGNED: _l("ditandatangani oleh orang lain"),
    Reason.WRONG_PERSON: _l("tercatat atas nama orang yang tidak dimaksud"),
    Reason.NO_OFFICE: _l("penanda tangan tidak memegang jabatan yang tertulis"),
    Reason.TWICE: _l("orang yang sama tercatat lebih dari sekali"),
}
"""The words for each reason of revocation, for the middle of a sentence."""


def office_name(code: str) -> str:
    """The word for an office."""
    return str(OFFICES[Office(code)])


def reason_name(code: str) -> str:
    """The words for a reason of revocation."""
    return str(REASONS[Reason(code)])


def region_name(code: str) -> str:
    """The full name of a region: `Provinsi Riau`, `Kabupaten Karo`, `Nasional`."""
    if code == region.NATIONAL:
        return str(_("Nasional"))
    name = region.name_of(code)
    if name != code and code == region.province_of(code):
        return str(_("Provinsi %(name)s", name=name))
    return name


def province_name(code: str) -> str:
    """The bare name of a province, where a list holds nothing else: `Riau`."""
    return region_name(code) if code == region.NATIONAL else region.name_of(code)
