"""The language of a request, and how numbers and quoted Indonesian are written in it."""

from __future__ import annotations

from flask import has_request_context, request, session
from flask_babel import get_locale
from markupsafe import Markup

LANGUAGES = ("id", "en")


def language() -> str:
    """`id` or `en`: the language of the response."""
    locale = get_locale()
    return locale.language if locale else "id"


def remember_chosen() -> None:
    """Keep the language that `?lang=` asks for in the session."""
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and chosen != session.get("language", "id"):
        session["language"] = chosen


def select_language() -> str:
    if not has_request_context():
        return "id"
    return str(session.get("language", "id"))


def thousands(value: int) -> str:
    """`1.147` in Indonesian, `1,147` in English."""
    text = f"{value:,}"
    return text if has_request_context() and language() == "en" else text.replace(",", ".")


def indonesian(words: str) -> str:
    """An organiser's Indonesian text, marked with its language on an English page (WCAG 3.1.2)."""
    return words if language() == "id" else Markup('<span lang="id">{}</span>').format(words)
