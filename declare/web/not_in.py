"""The refusal of a participant's form in a browser that is not (or no longer) in as that person."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from declare.events.models import Event


def refusal(event: Event) -> Response:
    """A page with status 403 that says how to come in again, and keeps what was typed."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    page = render_template("room/not_in.html", event=event, fields=fields, path=request.path)
    return make_response(page, 403)
