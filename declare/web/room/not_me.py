"""The receipt's "bukan saya": a contact reports a signature that is not the named signer's."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from declare.database import db
from declare.pledges import not_me
from declare.web.access import allow
from declare.web.context import SAFE, keyring, now, see_other


@allow("anyone")
def deny(token: str) -> ResponseReturnValue:
    """Report to the organisers that the named signer did not sign; GET asks for confirmation."""
    event, registration, pledge = not_me.read(db.session(), keyring(), token)
    if request.method not in SAFE:
        if pledge.revoked_at is None:
            not_me.deny(db.session(), registration, now())
        db.session.commit()
        return see_other("pledges.deny", token=token)
    page = render_template(
        "room/not_me.html", event=event, registration=registration, pledge=pledge
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
