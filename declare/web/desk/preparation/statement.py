"""The statement of an event: copied from the library or pasted."""

from __future__ import annotations

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from declare.core import statement as statements
from declare.database import db
from declare.errors import Invalid
from declare.events import statement_library, wording
from declare.web.access import allow
from declare.web.desk.preparation.certificate_forms import StatementForm
from declare.web.desk.preparation.pages import page, saved


@allow("organiser")
def statement(slug: str) -> ResponseReturnValue:
    """Edit the statement, with its text and digest."""
    if g.event.published and request.method != "POST":
        return render_template("desk/preparation/statement_frozen.html", **_shown())
    form = StatementForm(data=_start())
    if not form.validate_on_submit():
        return page("statement", form, library=statement_library.statements(), **_preview())
    try:
        wording.write(db.session(), g.event, form.words())
    except Invalid as fault:
        form.form_errors.append(str(fault))
        return page("statement", form, library=statement_library.statements(), **_preview())
    return saved("statement.written", "statement")


def _start() -> dict[str, str]:
    """Initial values of the form: the chosen statement of the library, or the event's own."""
    chosen = statement_library.statements().get(request.args.get("naskah", ""))
    words = chosen.wording if chosen else wording.wording(g.event)
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
