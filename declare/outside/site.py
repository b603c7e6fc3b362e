"""What is downloaded of a published log, by its address and over whatever fetches."""

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
"""Bytes of one answer: no tile, note or list comes near."""
PATIENCE: Final = 30
"""Seconds for one answer."""

Kind = TypeVar("Kind")

Fetch = Callable[[str], bytes]
"""Gives the bytes at an address; raises `Unavailable`."""


class Unavailable(Refuted):
    """What a log must publish cannot be had; the text names it."""


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
    """A log's address, and how to reach it."""

    url: str
    fetch: Fetch = field(default=fetch, repr=False)

    @property
    def origin(self) -> str:
        """What the log at this address is called. Raises Refuted where no log can be."""
        parts = urlsplit(self.url)
        named = f"{parts.netloc.lower()}/log/{self.url.rpartition('/log/')[2]}"
        if origins.parts(named) is None:
            raise Refuted(f"no address of a log (…/log/<event>): {self.url}")
        return named

    def told(self) -> Told:
        """What declare.json of the same site says of the log. Raises Refuted."""
        base, origin = self.url.rpartition("/log/")[0], self.origin
        data = self.fetch(f"{base}/.well-known/declare.json")
        try:
            return _told(json.loads(data), origin)
        except Refuted:
            raise
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Refuted(f"declare.json cannot be read: {error!r}") from None

    def checkpoint(self, size: int | None = None) -> str:
        """The note of a size, or the latest. Raises Unavailable."""
        path = "checkpoint" if size is None else f"checkpoint/{size}"
        try:
            return self.fetch(f"{self.url}/{path}").decode()
        except UnicodeDecodeError:
            raise Unavailable(f"{path} is not text") from None

    def entries(self, size: int) -> list[bytes]:
        """The first `size` entries. Raises Unavailable, and Refuted for a bundle that is none."""
        found: list[bytes] = []
        for path, width in bundle.paths(size):
            try:
                found += bundle.read(self.fetch(f"{self.url}/{path}"), width)
            except bundle.BundleError as error:
                raise Refuted(f"{path} is no bundle of {width} entries ({error})") from None
        return found


@dataclass(frozen=True)
class Told:
    """A site's own word on a log: key, announced figures, and witnesses with their places."""

    vkey: str
    announced: tuple[Announced, ...]
    witnesses: tuple[Witness, ...]
    places: Mapping[str, str]
    """Where each witness published its key, by the witness's name in notes."""


def _told(directory: dict[str, Any], origin: str) -> Told:
    log = next((each for each in directory["logs"] if each["origin"] == origin), None)
    if log is None:
        raise Refuted(f"declare.json lists no log {origin}")
    told = directory["witnesses"]
    witnesses = tuple(Witness(_exactly(str, each["vkey"])) for each in told)
    places = {
        witness.name: str(each["published_at"])
        for witness, each in zip(witnesses, told, strict=True)
    }
    announced = tuple(
        Announced(_exactly(int, each["signed"]), _exactly(int, each["size"]))
        for each in log["announced"]
    )
    return Told(str(log["vkey"]), announced, witnesses, places)


def _exactly(kind: type[Kind], value: object) -> Kind:
    """The value, if it is of this kind and nothing that could be read as one."""
    if type(value) is not kind:
        raise TypeError(f"{value!r:.80} is no {kind.__name__}")
    return value


def verifier(vkey: str) -> Verifier:
    """The key of a log. Raises Refuted."""
    try:
        return Verifier(vkey)
    except NoteError:
        raise Refuted("that is no key of a log") from None


def printable(text: str) -> str:
    """The text without controls: what a site says must not steer the terminal that shows it."""
    return "".join(character if character.isprintable() else "?" for character in text)
