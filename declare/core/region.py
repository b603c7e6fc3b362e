"""Regions of Indonesia by Kemendagri code, and those that voted on 9 December 2020.

The tables and their sources are in `declare/core/data`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal

from declare.core.errors import CoreError

Kind = Literal["nasional", "provinsi", "kabupaten", "kota"]

NATIONAL = "00"
"""Code of a national body."""


PAPUA_DIVIDED: Final = datetime(2022, 7, 25, tzinfo=UTC)
"""From this day on 93 to 96 are provinces (UU 14, 15 and 16/2022; 96 by UU 29/2022)."""
_PARENT = {"93": "91", "94": "91", "95": "91", "96": "92"}


class UnknownRegion(CoreError):
    """No region has this code today."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region: `35` is a province, `35.10` a regency or city, `00` the nation.

    `name` is the official one; those of regencies and cities begin with what they are.
    `province` is the two-digit code of the province, for a province its own.
    """

    code: str
    name: str
    kind: Kind
    province: str


@dataclass(frozen=True, slots=True)
class Vote:
    """A region's part in the regional elections of 9 December 2020.

    `province` is the province's name on that day; `confirmed` is `full`, `partial` or
    `unconfirmed`: how far public reports confirm that it voted.
    """

    region: Region
    province: str
    confirmed: str


def find(code: str) -> Region:
    """Return the region with this code; raise `UnknownRegion` if there is none."""
    try:
        return _by_code()[code]
    except KeyError:
        raise UnknownRegion("region") from None


def name_of(code: str) -> str:
    """Return the official name of a region; of an unknown one its code: logs outlive tables."""
    region = _by_code().get(code)
    return code if region is None else region.name


def other_names(code: str) -> tuple[str, ...]:
    """Return the names by which people still look for a region: former ones and short forms."""
    return _other_names().get(code, ())


@cache
def everywhere() -> tuple[Region, ...]:
    """Return all 553 regions: the nation, then each province followed by its regions, by code."""
    nation = Region(NATIONAL, "Nasional", "nasional", NATIONAL)
    rows = [*_rows("provinces"), *_rows("regencies")]
    regions = [_region(row["code"], row["name"]) for row in rows]
    return (nation, *sorted(regions, key=lambda region: region.code))


@cache
def provinces() -> tuple[Region, ...]:
    """Return the 38 provinces by code."""
    return tuple(region for region in everywhere() if region.kind == "provinsi")


def regencies(province_code: str) -> tuple[Region, ...]:
    """Return the regencies and cities of a province by code; none for an unknown province."""
    return tuple(r for r in everywhere() if r.province == province_code != r.code)


@cache
def voted_2020() -> Mapping[str, Vote]:
    """Return the 270 regions that voted on 9 December 2020, by their code of today."""
    votes = {
        row["code"]: Vote(find(row["code"]), row["province"], row["confirmed"])
        for row in _rows("pilkada2020")
    }
    return MappingProxyType(votes)


def province_of(code: str) -> str:
    """Return the two digits of the province in a region's code: `35` for `35.10`."""
    return code[:2]


def before_division(province_code: str) -> str:
    """Return the province that this one was part of before `PAPUA_DIVIDED`; most are their own."""
    return _PARENT.get(province_code, province_code)


def _region(code: str, name: str) -> Region:
    if len(code) == 2:
        return Region(code, name, "provinsi", code)
    return Region(code, name, "kota" if name.startswith("Kota ") else "kabupaten", code[:2])


@cache
def _by_code() -> Mapping[str, Region]:
    return {region.code: region for region in everywhere()}


@cache
def _other_names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for row in _rows("other_names"):
        names[row["code"]] = (*names.get(row["code"], ()), row["name"])
    return MappingProxyType(names)


def _rows(table: str) -> list[dict[str, str]]:
    path = resources.files("declare.core") / "data" / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
