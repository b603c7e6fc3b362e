"""The refusal of a participant's form in a browser that is not (or no longer) in as that person."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from declare.events.models import Event
from declare.registrations import links
from declare.web.context import now


def refusal(event: Event) -> Response:
    """A page with status 403 that says how to come in again, and keeps what was typed.

    Once the links of the event have ended nobody comes in: then it says whom to turn to.
    """
    if links.is_over(event, now()):
        return make_response(render_template("room/over.html", event=event), 403)
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    page = render_template("room/not_in.html", event=event, fields=fields, path=request.path)
    return make_response(page, 403)
