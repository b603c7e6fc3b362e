"""What an organiser gives to a witness: a letter as text, and a one-page instruction as PDF."""

from __future__ import annotations

from flask import Response, current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue

from declare.core import moment, note
from declare.errors import NotFound
from declare.press import typesetter_process
from declare.press.instruction import Instruction
from declare.web.access import allow
from declare.web.context import keyring
from declare.web.public.witness import fingerprint


@allow("organiser")
def instruction(slug: str) -> ResponseReturnValue:
    """How to witness this event, on one page."""
    pdf = typesetter_process.instruct(_instruction())
    return _file(pdf, "application/pdf", f"petunjuk-saksi-{slug}.pdf")


@allow("organiser")
def letter(slug: str) -> ResponseReturnValue:
    """The text of a letter that asks an institution to be a witness; the organiser completes it."""
    event = g.event
    starts = moment.full(event.starts_at, moment.Zone(event.zone)) if event.starts_at else ""
    text = render_template(
        "desk/witnesses/letter.txt", event=event, sheet=_instruction(), starts=starts
    )
    return _file(text.encode(), "text/plain; charset=utf-8", f"surat-saksi-{slug}.txt")


def _instruction() -> Instruction:
    event = g.event
    if event.origin is None:
        raise NotFound
    log = keyring().log(event.purpose).public_key()
    contact = (event.contact_name, event.contact_email, event.contact_phone)
    return Instruction(
        event_title=event.title,
        host=event.host,
        page_url=event.base_url + url_for("witnesses.show", slug=event.slug),
        log_url=f"{event.base_url}/log/{event.slug}",
        log_vkey=note.vkey(event.origin, log),
        fingerprint=fingerprint(current_app.static_folder or ""),
        contact=", ".join(part for part in contact if part),
    )


def _file(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
