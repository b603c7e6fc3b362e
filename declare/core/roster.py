"""The audit of the people behind a log: ghosts (pledges without a person) and double counting.

Pledges are identified by index, people by their payloads, expected holders of seats by a roster of
the auditor. Names are compared word by word; equal names alone prove nothing.
"""

import csv
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from declare.core import payload as payloads
from declare.core.audit import Finding, Log, commitments
from declare.core.errors import CoreError
from declare.core.payload import Payload
from declare.core.seat import Seat

COLUMNS: Final = ("name", "position", "office", "region")


class RosterError(CoreError):
    """The file is not a list of payloads, or not a roster; the text says where."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A person on the roster; office and region are codes."""

    name: str
    position: str
    office: str
    region: str


def read_payloads(text: str) -> list[bytes]:
    """Return the payloads of a file with one in each line, in hexadecimal; raise `RosterError`."""
    payloads_read = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            payloads_read.append(bytes.fromhex(line))
        except ValueError:
            raise RosterError(f"line {number} is not hexadecimal") from None
    return [data for data in payloads_read if data]


def read_roster(text: str) -> list[Seated]:
    """Return the people of a CSV file with the columns of `COLUMNS`; raise `RosterError`."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise RosterError(str(error)) from None
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        raise RosterError(f"the first line must name the columns {', '.join(COLUMNS)}")
    return [Seated(*((row[column] or "").strip() for column in COLUMNS)) for row in rows]


def match(log: Log, data: Iterable[bytes]) -> tuple[dict[int, Payload], list[Finding]]:
    """Return the payload of each unrevoked pledge by the pledge's index, and the findings.

    Findings are payloads that no entry commits to, and pledges without a payload.
    """
    places, by_place, findings = commitments(log), {}, []
    for number, encoded in enumerate(data, 1):
        place = places.get(payloads.commit(encoded).hex())
        try:
            payload = payloads.decode(encoded)
            if place is None or (payload.origin, payload.index) != (log.origin, place):
                raise payloads.PayloadError("commit")
        except payloads.PayloadError as error:
            text = f"payload {number} belongs to no entry ({error})"
            findings.append(Finding("payloads", text, refutes=True))
            continue
        by_place[place] = payload
    people = {
        index: by_place[places[entry.commit]]
        for index, entry in log.state.standing.items()
        if places[entry.commit] in by_place
    }
    findings += [
        Finding("ghost", f"entry {index}: no payload, so nobody is shown to have signed", True)
        for index in log.state.standing
        if index not in people
    ]
    return people, findings


def doubles(log: Log, people: Mapping[int, Payload]) -> Iterator[Finding]:
    """Yield a finding for each person counted twice: one name in one seat, or with one position."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, person in people.items():
        entry, name = log.state.standing[index], " ".join(_words(person.name))
        groups[(name, entry.region, entry.office)].append(index)
        groups[(name, " ".join(_words(person.position)))].append(index)
    for group in sorted({tuple(indexes) for indexes in groups.values() if len(indexes) > 1}):
        name = people[group[0]].name
        yield Finding("double", f"{name}: entries {', '.join(map(str, group))}", refutes=True)


def against(log: Log, people: Mapping[int, Payload], roster: Iterable[Seated]) -> Iterator[Finding]:
    """Compare the signers, by name, with the roster's holders of their seats."""
    free: dict[Seat, list[Seated]] = defaultdict(list)
    for seated in roster:
        free[Seat(seated.region, seated.office)].append(seated)
    for index, person in people.items():
        entry = log.state.standing[index]
        holders = free[Seat(entry.region, entry.office)]
        holder = _find(person.name, holders)
        if holder is None:
            text = f"{person.name} is not on the roster as {entry.office} {entry.region}"
            yield Finding("ghost", f"entry {index}: {text}", refutes=True)
            continue
        holders.remove(holder)
        if _words(holder.position) != _words(person.position):
            text = f"entry {index}: {person.name} signed as {person.position}"
            yield Finding("roster", f"{text}, and is {holder.position} on the roster")
    rest = sum(map(len, free.values()))
    yield Finding("roster", f"{rest} of the roster have not signed")


def seats(log: Log, roster: Iterable[Seated]) -> Iterator[Finding]:
    """Compare seats with a roster without names: yield seats with more signers than holders."""
    signed = Counter(Seat(each.region, each.office) for each in log.state.standing.values())
    holders = Counter(Seat(each.region, each.office) for each in roster)
    for (region, office), number in sorted((signed - holders).items()):
        text = f"{office} {region}: {number} more signed than the roster has"
        yield Finding("ghost", text, refutes=True)


def _find(name: str, candidates: Iterable[Seated]) -> Seated | None:
    """Return the first candidate such that one of both names contains the other as whole words."""
    words = _words(name)
    for candidate in candidates:
        shorter, longer = sorted((words, _words(candidate.name)), key=len)
        if shorter and f" {' '.join(shorter)} " in f" {' '.join(longer)} ":
            return candidate
    return None


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.findall(r"\w+", folded)
