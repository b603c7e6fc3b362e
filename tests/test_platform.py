"""Templates compiled for a language, and the parts of pages that are made once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, render_template, render_template_string
from jinja2 import ChoiceLoader, DictLoader

WITNESSED = (
    "{{ _('Titik periksa %(size)s disaksikan oleh %(institution)s; kuncinya diumumkan di "
    "%(place)s.', size=1, institution=who, place='x') }}"
)


@contextmanager
def answering(app: Flask, language: str, root: str = "") -> Iterator[None]:
    with app.test_request_context("/", base_url=f"http://ikrar.test{root}") as context:
        context.session["language"] = language
        yield


def test_words_are_those_of_the_request(app: Flask) -> None:
    for language, word in (("id", "Acara"), ("en", "Events"), ("id", "Acara")):
        with answering(app, language):
            assert render_template_string("{{ _('Acara') }}") == word


def test_what_is_filled_in_is_escaped_and_may_hold_a_format(app: Flask) -> None:
    for language, word in (("id", "disaksikan oleh"), ("en", "witnessed by")):
        with answering(app, language):
            assert f"{word} &lt;b&gt; 5 %(size)s;" in render_template_string(
                WITNESSED, who="<b> 5 %(size)s"
            )


def test_a_percent_sign_is_written_twice_as_in_the_catalogue(app: Flask) -> None:
    with answering(app, "en"):
        assert render_template_string("{{ _('5%% & 6') }}") == "5% & 6"


@pytest.mark.own_app
def test_a_part_differs_by_what_it_reads_and_by_nothing_else(app: Flask) -> None:
    made: list[str] = []
    files = {
        "part.html": "{{ made(who) }}{{ _('Acara') }} {{ who }} {{ url_for('events.home') }}",
        "page.html": "{{ cached_fragment('part.html', who=who) }}",
    }
    app.jinja_env.loader = ChoiceLoader([DictLoader(files), app.jinja_env.loader])  # type: ignore[list-item]
    app.jinja_env.globals["made"] = lambda who: made.append(who) or ""

    def page(language: str, who: str, root: str = "") -> str:
        with answering(app, language, root):
            return render_template("page.html", who=who)

    assert page("id", "<a>") == page("id", "<a>") == "Acara &lt;a&gt; /"
    assert made == ["<a>"]
    assert page("en", "<a>") == "Events &lt;a&gt; /"
    assert page("id", "b") == "Acara b /"
    assert page("id", "b", "/di/bawah") == "Acara b /di/bawah/"
    assert made == ["<a>", "<a>", "b", "b"]
