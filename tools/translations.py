"""`make translations`: the English catalogue, brought up to date with the sources.

The texts of the sources are Indonesian and are the message ids. The catalogue's .po is written by
people, between two runs of this; its .mo is what the platform reads.
"""

from __future__ import annotations

import io

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config import ROOT

FOLDER = ROOT / "declare" / "translations" / "en" / "LC_MESSAGES"
SOURCES = {"declare": [("**.py", "python")], "templates": [("**.html", "jinja2")]}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}


def extracted() -> Catalog:
    """What there is to translate, with the files that say it."""
    found = Catalog()
    for folder, methods in SOURCES.items():
        messages = extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS)
        for file, _line, message, comments, context in messages:
            place = (f"{folder}/{file}", 0)
            found.add(message, None, [place], auto_comments=comments, context=context)
    return found


def catalogue() -> Catalog:
    """The English catalogue as it was written."""
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalog: Catalog) -> bytes:
    """The catalogue in the form that gettext reads."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """The texts of a catalogue that lack a translation or a plural of it."""
    return [str(message.id) for message in catalog if message.id and not _is_complete(message)]


def _is_complete(message: Message) -> bool:
    return bool(message.string and all(message.string))


def main() -> None:
    """Take up new texts, drop those no longer used, compile, and say what is not translated."""
    catalog = catalogue()
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with (FOLDER / "messages.po").open("wb") as file:
        write_po(file, catalog, width=0, sort_by_file=True, include_lineno=False)
    (FOLDER / "messages.mo").write_bytes(compiled(catalog))
    for text in untranslated(catalog):
        print(f"not translated: {text}")


if __name__ == "__main__":
    main()
