"""The groups of office in a declaration, and the usual wording of a position."""

from enum import StrEnum

from declare.core.region import Region


class Office(StrEnum):
    """A group of office, as written to the ledger. Readers of a log accept later ones as well."""

    REGIONAL_HEAD = "regional_head"
    REGIONAL_SECRETARY = "regional_secretary"
    STAFFING_AGENCY_HEAD = "staffing_agency_head"
    ELECTION_SUPERVISOR = "election_supervisor"
    OTHER = "other"


class Acting(StrEnum):
    """Whether the holder of an office is definitive or acting."""

    NONE = ""
    PJ = "pj"
    PJS = "pjs"
    PLT = "plt"
    PLH = "plh"


_NATIONAL = {
    Office.STAFFING_AGENCY_HEAD: "Kepala Badan Kepegawaian Negara",
    Office.ELECTION_SUPERVISOR: "Ketua Bawaslu Republik Indonesia",
}
_HEADS = {"provinsi": "Gubernur", "kabupaten": "Bupati", "kota": "Wali Kota"}
_AGENCIES = {
    "provinsi": "Badan Kepegawaian Daerah",
    "kabupaten": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "kota": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
}


def position(office: Office, region: Region, acting: Acting = Acting.NONE) -> str:
    """Return the wording to prefill, such as `Plt. Sekretaris Daerah Kabupaten Karo`.

    Empty where no wording is usual: for `other`, and for an office that does not exist at the
    national level. The printed position is always the posted one.
    """
    title = _NATIONAL.get(office, "") if region.kind == "nasional" else _regional(office, region)
    return f"{acting.capitalize()}. {title}" if acting and title else title


def _regional(office: Office, region: Region) -> str:
    place = f"Provinsi {region.name}" if region.kind == "provinsi" else region.name
    if office is Office.REGIONAL_HEAD:
        return f"{_HEADS[region.kind]} {_bare_name(region)}"
    titles = {
        Office.REGIONAL_SECRETARY: f"Sekretaris Daerah {place}",
        Office.STAFFING_AGENCY_HEAD: f"Kepala {_AGENCIES[region.kind]} {place}",
        Office.ELECTION_SUPERVISOR: f"Ketua Bawaslu {place}",
    }
    return titles.get(office, "")


def _bare_name(region: Region) -> str:
    return region.name.removeprefix("Kabupaten ").removeprefix("Kota ")
