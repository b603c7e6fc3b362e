"""Before each view: set the kind of its transaction, refuse malformed requests."""

from __future__ import annotations

from flask import abort, current_app, request

from declare.database import intend
from declare.web.context import SAFE
from declare.web.language import remember_chosen

FILES = frozenset({"file", "logo", "signature"})
"""Form fields that take a file."""
_TEXT_FORM = "application/x-www-form-urlencoded"


def begin() -> None:
    """Set whether the request's transactions write, refuse junk, store a chosen language."""
    view = current_app.view_functions.get(request.endpoint or "")
    intend(request.method not in SAFE and not getattr(view, "proves", False))
    if request.mimetype == _TEXT_FORM:  # is read as a whole, without MAX_FORM_MEMORY_SIZE
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    _refuse_junk()
    remember_chosen()


def _refuse_junk() -> None:
    """Abort on what no browser sends: a file in a text field, or NUL, which PostgreSQL refuses."""
    if "\0" in request.path:
        abort(404)
    values = (request.args,) if request.method in SAFE else (request.args, request.form)
    if any("\0" in value for each in values for _, value in each.items(multi=True)):
        abort(400)
    if request.method not in SAFE and not request.files.keys() <= FILES:
        abort(400)
