"""Finding Indonesian where an English reader finds it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

FUNCTION_WORD = re.compile(
    r"\b(yang|dan|untuk|dengan|dari|pada|oleh|atau|ini|itu|belum|sudah|telah|tidak|dapat|bukan|akan"
    r"|juga|hanya|setiap|adalah|sebagai|setelah|sampai|supaya|karena|jika|lagi|semua|masih|menurut"
    r"|kepada|tanpa|tersebut|anda|bapak|ibu)\b",
    re.IGNORECASE,
)
"""Words that hardly an Indonesian sentence does without, and that no English one has."""
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")
UNSPOKEN = {"script", "style", "title"}
"""The title of a page can mark no language: it holds what organisers call their event."""


def leftovers(page: str) -> list[str]:
    """The texts of an English page that are Indonesian and not marked as such."""
    reader = _Reader()
    reader.feed(page)
    return [text for text in reader.texts if FUNCTION_WORD.search(text)]


class _Reader(HTMLParser):
    """Collects what is read aloud in English: no element of `lang="id"`, no name of a region."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        aside = self._aside or _is_aside(tag, values)
        if not aside:
            self.texts += [values[name] or "" for name in SPOKEN if name in values]
        if tag not in VOID:
            self._open.append(aside)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._aside and data.strip():
            self.texts.append(" ".join(data.split()))

    @property
    def _aside(self) -> bool:
        return bool(self._open and self._open[-1])


def _is_aside(tag: str, values: dict[str, str | None]) -> bool:
    is_region = tag == "option" and re.fullmatch(r"\d\d(\.\d\d)?", values.get("value") or "")
    return values.get("lang") == "id" or tag in UNSPOKEN or bool(is_region)
