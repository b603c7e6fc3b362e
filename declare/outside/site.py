"""Downloads the files of a published log by its address."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from declare.core import bundle
from declare.core import origin as origins
from declare.core.audit import Announced, Refuted
from declare.core.cosignature import Witness
from declare.core.note import NoteError, Verifier

LARGEST: Final = 32 * 1024 * 1024
"""Maximum size of one file in bytes; tiles, notes and lists are far smaller."""
PATIENCE: Final = 30
"""Time-out of one download in seconds."""

Kind = TypeVar("Kind")

Fetch = Callable[[str], bytes]
"""Returns the bytes at an address; raises `Unavailable`."""


class Unavailable(Refuted):
    """A file that a log must publish cannot be downloaded; the text names it."""


def fetch(url: str) -> bytes:
    """Download over http or https. Raises Unavailable."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Unavailable(f"no web address: {url}")
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 checked above
            data: bytes = answer.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise Unavailable(f"{url}: {_reason(error)}") from None
    if len(data) > LARGEST:
        raise Unavailable(f"{url}: too large")
    return data


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"answers {error.code}"
    return str(getattr(error, "reason", error))


@dataclass(frozen=True)
class Site:
    """A log's address, and the function that downloads from it."""

    url: str
    fetch: Fetch = field(default=fetch, repr=False)

    @property
    def origin(self) -> str:
        """The origin of the log at this address. Raises Refuted for an address of no log."""
        parts = urlsplit(self.url)
        origin = f"{parts.netloc.lower()}/log/{self.url.rpartition('/log/')[2]}"
        if origins.parts(origin) is None:
            raise Refuted(f"no address of a log (…/log/<event>): {self.url}")
        return origin

    def listing(self) -> Listing:
        """Return the listing of the log in the site's declare.json. Raises Refuted."""
        base, origin = self.url.rpartition("/log/")[0], self.origin
        data = self.fetch(f"{base}/.well-known/declare.json")
        try:
            return _listing(json.loads(data), origin)
        except Refuted:
            raise
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Refuted(f"declare.json cannot be read: {error!r}") from None

    def checkpoint(self, size: int | None = None) -> str:
        """Download the note of a size, or the latest. Raises Unavailable."""
        path = "checkpoint" if size is None else f"checkpoint/{size}"
        try:
            return self.fetch(f"{self.url}/{path}").decode()
        except UnicodeDecodeError:
            raise Unavailable(f"{path} is not text") from None

    def entries(self, size: int) -> list[bytes]:
        """Download the first `size` entries. Raises Unavailable, and Refuted for a bad bundle."""
        entries: list[bytes] = []
        for path, width in bundle.paths(size):
            try:
                entries += bundle.read(self.fetch(f"{self.url}/{path}"), width)
            except bundle.BundleError as error:
                raise Refuted(f"{path} is no bundle of {width} entries ({error})") from None
        return entries


@dataclass(frozen=True)
class Listing:
    """What declare.json says of a log: key, announced figures and witnesses. It proves nothing."""

    vkey: str
    announced: tuple[Announced, ...]
    witnesses: tuple[Witness, ...]
    places: Mapping[str, str]
    """The place where each witness published its key, by the witness's name in notes."""
    remarks: Mapping[str, str]
    """By the same name: that the key was not compared, that the witness ended, or nothing."""


def _listing(directory: dict[str, Any], origin: str) -> Listing:
    log = next((each for each in directory["logs"] if each["origin"] == origin), None)
    if log is None:
        raise Refuted(f"declare.json lists no log {origin}")
    # A directory of before witnesses were listed by log names no event.
    event = origin.rpartition("/")[2]
    listed = [dict(row) for row in directory["witnesses"]]
    rows = [row for row in listed if row.get("event", event) == event]
    witnesses = tuple(Witness(_exactly(str, each["vkey"])) for each in rows)
    places = {
        witness.name: str(each["published_at"])
        for witness, each in zip(witnesses, rows, strict=True)
    }
    remarks = {witness.name: _remark(each) for witness, each in zip(witnesses, rows, strict=True)}
    announced = tuple(
        Announced(_exactly(int, each["signed"]), _exactly(int, each["size"]))
        for each in log["announced"]
    )
    return Listing(str(log["vkey"]), announced, witnesses, places, remarks)


def _remark(row: dict[str, Any]) -> str:
    """What the site says of a witness that weakens it; empty where there is nothing."""
    unmatched = "the organisers have not compared it (belum dicocokkan)"
    ended = f"it ended at {row['ended_at']}" if row.get("ended_at") else ""
    told = (unmatched if "matched_at" in row and not row["matched_at"] else "", ended)
    return "; ".join(part for part in told if part)


def _exactly(kind: type[Kind], value: object) -> Kind:
    """Return a value of exactly this type; raise TypeError for any other, also a subclass."""
    if type(value) is not kind:
        raise TypeError(f"{value!r:.80} is no {kind.__name__}")
    return value


def verifier(vkey: str) -> Verifier:
    """Parse the vkey of a log. Raises Refuted."""
    try:
        return Verifier(vkey)
    except NoteError:
        raise Refuted("that is no key of a log") from None


def printable(text: str) -> str:
    """Replace control characters: a site's text must not control the terminal that shows it."""
    return "".join(character if character.isprintable() else "?" for character in text)
