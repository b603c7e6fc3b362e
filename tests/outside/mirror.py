"""A log as its site publishes it, made by hand: also one that an operator has falsified."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import bundle, merkle, note
from declare.core import payload as payloads
from declare.core.entries import Close, Entry, Open, Pledge
from declare.core.entry import encode
from declare.core.payload import Payload
from declare.outside.site import Site, Unavailable

ORIGIN = "ikrar.test/log/acara-uji"
URL = f"http://{ORIGIN}"
PLACES = (
    ("regional_secretary", "12.06"),
    ("regional_head", "12.06"),
    ("regional_secretary", "12.06"),
    ("election_supervisor", "35"),
)


def person(index: int, name: str = "") -> Payload:
    """What the certificate of the pledge at `index` says."""
    salt = hashlib.sha256(bytes([index])).digest()[:16]
    code = "0123456789AF"
    return Payload(ORIGIN, 1_600_000_000, code, index, salt, name or f"Peserta {index}", "Jabatan")


def pledge(index: int, office: str, region: str, name: str = "") -> Pledge:
    commit = payloads.commit(payloads.encode(person(index, name))).hex()
    return Pledge("acara-uji", commit, office, region)


def honest() -> list[Entry]:
    """Four pledges, two of them in one seat, and the close."""
    return [
        Open("acara-uji", ORIGIN, "live", "0" * 64, 1_600_000_000),
        *(pledge(index, *place) for index, place in enumerate(PLACES, 1)),
        Close("acara-uji", len(PLACES), 1_600_003_600),
    ]


@dataclass
class Mirror:
    """Files by address, over the entries that are in `data`: as often as they are asked for."""

    data: list[bytes] = field(default_factory=lambda: [encode(each) for each in honest()])
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    origin: str = ORIGIN
    announced: list[dict[str, Any]] = field(default_factory=list)
    witnesses: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)
    """Cosignatures, by size."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What is served instead of what belongs there."""

    @property
    def vkey(self) -> str:
        return note.vkey(self.origin, self.key.public_key())

    @property
    def site(self) -> Site:
        return Site(URL, self.fetch)

    def checkpoint(self, size: int) -> note.Checkpoint:
        leaves = [merkle.leaf_hash(each) for each in self.data[:size]]
        return note.Checkpoint(self.origin, size, merkle.root(leaves))

    def note(self, size: int) -> str:
        text = self.checkpoint(size).text()
        return note.sign(text, note.Signer(self.origin, self.key)) + self.lines.get(size, "")

    def fetch(self, url: str) -> bytes:
        path = url.removeprefix("http://ikrar.test").removeprefix("/log/acara-uji/")
        if path in self.files:
            return self.files[path]
        if path == "/.well-known/declare.json":
            return json.dumps(self.directory()).encode()
        if path.startswith("checkpoint"):
            return self.note(int(path.partition("/")[2] or len(self.data))).encode()
        return self.bundle(path)

    def directory(self) -> dict[str, Any]:
        log = {"origin": self.origin, "vkey": self.vkey, "announced": self.announced}
        return {"logs": [log], "witnesses": self.witnesses}

    def bundle(self, path: str) -> bytes:
        place = 0
        for known, width in bundle.paths(len(self.data)):
            if known == path:
                entries = self.data[place : place + width]
                return b"".join(len(each).to_bytes(2, "big") + each for each in entries)
            place += width
        raise Unavailable(f"{path}: answers 404")
