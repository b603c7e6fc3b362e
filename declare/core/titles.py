"""Titles and degrees that stand around an Indonesian name: known ones only, in any usual writing.

What is not known here counts as part of the name, so that no other name passes for a degree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _listed(
    """
    prof dr drs dra drg drh ir apt ns hc h hj haji hajjah hajah kh khj kiai kyai nyai ust ustadz
    ustaz ustad ustadzah tgh tuanguru buya pdt pendeta pastor romo pandita jenderal jend komjen
    irjen brigjen kombes akbp kompol akp iptu ipda letjen mayjen kolonel kol letkol mayor kapten
    laksamana laksdya laksda laksma marsekal marsdya marsda marsma pol purn tni inf kav pnb
    """
)
"""Before a name. `hc` is honoris causa; `dr` is the physician's, too."""

_HEADS = _listed(
    """
    a b d m s amd dr dipl ll ph sp
    """
)
"""First parts of a degree: bachelor, master, doctor, specialist, diploma."""

_TAILS = _listed(
    """
    a ab ac acc adm ag agr ak and ap ars b bio bns bus c d div ds e ec ei eng farm fil gz h han
    hi hum hut i ik ikom in ip k ka kar keb ked keh kel kep kes keu kg kh kk km kn kom kp l lib
    ling lit litt log m mat md med mik min mlk n ng ns o og or ot p pa par pd pem ph phil pi pj
    pjk pk pkn pn pol psi pt rad reh s sc si sn sos st stat stp sy t th ti tp tr trk u ud
    akt akun an arch biomed bs dev econ gizi jp kj kl krim mar mn mpd opsla pdi pel sd stpi tht trp
    urp vet
    """
)
"""Parts behind the first one, as in `S.Tr.Keb.`, `M.Pd.I` or `Sp.OG(K)`."""

_WRITTEN_TOGETHER = _listed(
    """
    sh mh dh se me mm ma ba bsc msc mec mba mpa mpp mph mphil phd dphil llm llb ssi msi skom
    mkom ssos msos sip mip map sap spd mpd sag mag shi mhi sei mei sthi sfil mfil ssn msn sstp
    stp mtp st mt sp mp spt mpt shut mhut spi mpi skm mkm skep mkep ners sfarm mfarm apt sked
    mkes mhkes spsi mpsi shum mhum skg sgz dea des mdes mds mei mkn msm mti mtr sst ssit str
    mars mmr akt ak ca cpa cfa cma cia cisa qia qrmp qgia cgcae crmp crma crmo cfra cgap cgae
    cipa chrp chrm cht cpm cpmm cra crp csrs cssl ceh cee med lc amd amdkeb amdkep sspd sptr mta
    mmsi mmtr meng beng ipm ipu aseaneng msak mak sak psikolog spog sppd spa spb spkj spjp bkp
    acpe amkl iai mesy
    """
)
"""Degrees without dots, and certificates of professions."""

_CERTAIN = _listed(
    """
    sh mh se mm msi ssi mhum shum sstp ssos msos spd mpd skom mkom mba phd llm mkes
    skm mkm skep msc spsi mpsi mpa amd shi mkn
    """
)
"""Those that no part of a name is written like, also without a comma before them."""

_AROUND = re.compile(r"[().\[\]]+")


def without(printed: str) -> list[str]:
    """Return the words of a printed name that are neither title nor degree, as they are written.

    A name of nothing but titles keeps them.
    """
    before, *behind = printed.split(",")
    words = _named(before.split())
    extra = [word for part in behind for word in _unknown(part)]
    return [*words, *extra] or printed.replace(",", " ").split()


def _named(words: list[str]) -> list[str]:
    words = list(chain.from_iterable(_opened(word) for word in words))
    while len(words) > 1 and _together(words[0]) in _TITLES:
        del words[0]
    while len(words) > 1 and _is_degree(words[-1], without_comma=True):
        del words[-1]
    return words if len(words) != 1 or _together(words[0]) not in _TITLES else []


def _opened(word: str) -> Iterable[str]:
    """The parts of `Prof.Dr.Budi`, which was written without spaces; another word as it is."""
    parts = _parts(word)
    known = _together(word) in _TITLES
    return parts if len(parts) > 1 and not known and parts[0].casefold() in _TITLES else [word]


def _unknown(part: str) -> list[str]:
    """The words behind a comma that are no degree."""
    if _is_degree("".join(part.split())):
        return []
    words = part.split()
    return [word for word in words if not _is_degree(word) and _together(word) not in _TITLES]


def _is_degree(word: str, *, without_comma: bool = False) -> bool:
    parts = [part.casefold() for part in _parts(word)]
    if not parts:
        return not without_comma
    if len(parts) > 1:
        known = all(part in _WRITTEN_TOGETHER for part in parts)  # SE.MM
        return known or _is_dotted(parts) or "".join(parts) in _WRITTEN_TOGETHER
    return parts[0] in (_CERTAIN if without_comma else _WRITTEN_TOGETHER)


def _is_dotted(parts: list[str]) -> bool:
    """Whether parts make a degree. More than three of them (four in `S.Tr.I.P.`) spell a word."""
    most = 4 if parts[1] == "tr" else 3
    known = parts[0] in _HEADS and all(part in _TAILS for part in parts[1:])
    return known and len(parts) <= most


def _parts(word: str) -> list[str]:
    return [part for part in _AROUND.split(word) if part]


def _together(word: str) -> str:
    return "".join(_parts(word)).casefold()
