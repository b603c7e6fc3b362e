"""The people behind a log: ghosts, who have no name or no seat, and people counted twice.

Pledges are known by index here, people by what their payloads say, and who should have been there
by a roster that somebody else keeps. A name is compared word by word and proves nothing by itself.
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

COLUMNS: Final = ("name", "position", "office", "region")


class RosterError(CoreError):
    """A file that is no list of payloads, or no roster; the text says where."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A person of the roster, and the seat; office and region are codes."""

    name: str
    position: str
    office: str
    region: str


def read_payloads(text: str) -> list[bytes]:
    """Return the payloads of a file that has one a line, in hexadecimal; raise `RosterError`."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            found.append(bytes.fromhex(line))
        except ValueError:
            raise RosterError(f"line {number} is not hexadecimal") from None
    return [data for data in found if data]


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
    """Return the payload of each standing pledge, by the pledge's index, and what is amiss.

    Amiss are payloads that no entry commits to, and pledges behind which no payload stands.
    """
    places, found, findings = commitments(log), {}, []
    for number, encoded in enumerate(data, 1):
        place = places.get(payloads.commit(encoded).hex())
        try:
            held = payloads.decode(encoded)
            if place is None or (held.origin, held.index) != (log.origin, place):
                raise payloads.PayloadError("commit")
        except payloads.PayloadError as error:
            text = f"payload {number} belongs to no entry ({error})"
            findings.append(Finding("payloads", text, refutes=True))
            continue
        found[place] = held
    people = {
        index: found[places[held.commit]]
        for index, held in log.state.standing.items()
        if places[held.commit] in found
    }
    findings += [
        Finding("ghost", f"entry {index}: no payload, so nobody is shown to have signed", True)
        for index in log.state.standing
        if index not in people
    ]
    return people, findings


def doubles(log: Log, people: Mapping[int, Payload]) -> Iterator[Finding]:
    """Find people who are counted twice: one name in one seat, or with one position."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, person in people.items():
        held, name = log.state.standing[index], " ".join(_words(person.name))
        groups[(name, held.region, held.office)].append(index)
        groups[(name, " ".join(_words(person.position)))].append(index)
    for group in sorted({tuple(indexes) for indexes in groups.values() if len(indexes) > 1}):
        name = people[group[0]].name
        yield Finding("double", f"{name}: entries {', '.join(map(str, group))}", refutes=True)


def against(log: Log, people: Mapping[int, Payload], roster: Iterable[Seated]) -> Iterator[Finding]:
    """Hold the signers that are known by name against a roster of who holds which seat."""
    free: dict[tuple[str, str], list[Seated]] = defaultdict(list)
    for seated in roster:
        free[(seated.region, seated.office)].append(seated)
    for index, person in people.items():
        held = log.state.standing[index]
        found = _find(person.name, free[(held.region, held.office)])
        if found is None:
            text = f"{person.name} is not on the roster as {held.office} {held.region}"
            yield Finding("ghost", f"entry {index}: {text}", refutes=True)
            continue
        free[(held.region, held.office)].remove(found)
        if _words(found.position) != _words(person.position):
            text = f"entry {index}: {person.name} signed as {person.position}"
            yield Finding("roster", f"{text}, and is {found.position} on the roster")
    rest = sum(map(len, free.values()))
    yield Finding("roster", f"{rest} of the roster have not signed")


def seats(log: Log, roster: Iterable[Seated]) -> Iterator[Finding]:
    """Hold seats against a roster where nobody is known by name: more signers than holders."""
    held = Counter((each.region, each.office) for each in log.state.standing.values())
    known = Counter((each.region, each.office) for each in roster)
    for (region, office), number in sorted((held - known).items()):
        text = f"{office} {region}: {number} more signed than the roster has"
        yield Finding("ghost", text, refutes=True)


def _find(name: str, candidates: Iterable[Seated]) -> Seated | None:
    """The one whose name holds the other's words in a row: titles may be missing on one side."""
    words = _words(name)
    for candidate in candidates:
        shorter, longer = sorted((words, _words(candidate.name)), key=len)
        if shorter and f" {' '.join(shorter)} " in f" {' '.join(longer)} ":
            return candidate
    return None


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.findall(r"\w+", folded)
