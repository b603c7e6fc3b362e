"""The words that are signed: copied from the library or pasted."""

from __future__ import annotations

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from declare.core import statement as statements
from declare.database import db
from declare.errors import Invalid
from declare.events import library, wording
from declare.events.forms.certificate import StatementForm
from declare.events.manage.pages import blueprint, page, saved
from declare.web import allow


@blueprint.route("/acara/<slug>/naskah", methods=["GET", "POST"])
@allow("organiser")
def statement(slug: str) -> ResponseReturnValue:
    """Write the statement, and see the bytes that it will be known by."""
    if g.event.published and request.method != "POST":
        return render_template("events/statement_frozen.html", **_shown())
    form = StatementForm(data=_start())
    if not form.validate_on_submit():
        return page("statement", form, library=library.statements(), **_preview())
    try:
        wording.write(db.session(), g.event, form.words())
    except Invalid as fault:
        form.form_errors.append(str(fault))
        return page("statement", form, library=library.statements(), **_preview())
    return saved("statement.written", "statement")


def _start() -> dict[str, str]:
    """What the form shows first: the event's own wording, or the one that was asked for."""
    kept = library.statements().get(request.args.get("naskah", ""))
    words = kept.wording if kept else wording.wording(g.event)
    return {
        "title": words.title,
        "opening": words.opening,
        "clauses": wording.join(words.clauses),
        "closing": words.closing,
    }


def _preview() -> dict[str, object]:
    shown = _shown() if wording.wording(g.event).clauses else {}
    shown.pop("event", None)
    return shown


def _shown() -> dict[str, object]:
    data = wording.text(g.event)
    return {
        "event": g.event,
        "words": wording.wording(g.event),
        "text": data.decode(),
        "digest": statements.digest(data),
    }
