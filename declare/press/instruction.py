"""The one-page instruction for a witness: a value in, an A4 page as PDF/A-3b out."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

from declare.press import fonts


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the page says of one event. `fingerprint` is the SHA-256 of saksi.html in hex."""

    event_title: str
    host: str
    page_url: str
    """The event's page for witnesses, where the tool is fetched and the line handed in."""
    log_url: str
    log_vkey: str
    fingerprint: str
    contact: str

    @property
    def groups(self) -> list[str]:
        """The fingerprint in groups of four, as people compare it."""
        return [self.fingerprint[start : start + 4] for start in range(0, 64, 4)]

    def printable(self) -> Self:
        """The same with a question mark for what the bundled fonts cannot print.

        No font is ever taken from the host.
        """
        texts = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        for name, text in texts.items():
            for character in fonts.REGULAR.missing(text):
                texts[name] = texts[name].replace(character, "?")
        return replace(self, **texts)
