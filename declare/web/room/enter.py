"""Entry by personal link or participant code, and leaving."""

from __future__ import annotations

from flask import (
    Response,
    current_app,
    flash,
    g,
    make_response,
    render_template,
    request,
    session,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from declare.accounts.throttle import Answer, Taken
from declare.database import db, writing
from declare.events.models import Event
from declare.registrations import links
from declare.registrations.links import Claim, CodeEntry
from declare.registrations.models import Registration
from declare.web import identity, opened_links
from declare.web.access import allow
from declare.web.caller import caller, remember_device
from declare.web.context import SAFE, keyring, now, see_other
from declare.web.forms.seat import EntryForm


@allow("anyone")
def open_link(token: str) -> ResponseReturnValue:
    """Enter by personal link. Mail scanners open links, too: nothing changes but the cookie, and
    the note that this contact's link was opened.

    A browser that acts as another participant shows a confirmation first.
    """
    event, registration = links.by_link(db.session(), keyring(), token, now())
    holder = identity.present_in(db.session(), session, event, None, now())
    if request.method in SAFE and holder is not None and holder.id != registration.id:
        page = render_template(
            "room/switch.html", event=event, holder=holder, registration=registration
        )
        return _uncached(make_response(page))
    identity.remember(session, event, registration)
    opened_links.add(event.slug, Claim.of(registration))
    _tell(event, "link", person=registration.public_id)
    remember_device(links.subject(keyring(), registration))
    answer = _uncached(make_response(see_other("registrations.room", slug=event.slug)))
    if registration.opened_at is None:
        _record_opening(registration.id)
    return answer


def _record_opening(registration_id: int) -> None:
    """In a writing transaction of its own: the page itself only reads."""
    db.session.rollback()
    with writing():
        links.record_opening(db.session(), registration_id, now())
        db.session.commit()


def _uncached(response: Response) -> Response:
    """The URL of this response is a secret: not cached, and not sent to other sites as referrer."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@allow("anyone")
def enter(slug: str) -> ResponseReturnValue:
    """Enter by region, office and participant code, on a device without the mail."""
    form = EntryForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    found = _by_code(form)
    db.session.commit()
    if isinstance(found, Taken):
        _tell(g.event, "code", refused=_REFUSED[found.answer])
        return _not_found(form, found)
    _tell(g.event, "code", person=found.public_id)
    identity.remember(session, g.event, found)
    remember_device(links.subject(keyring(), found))
    return see_other("registrations.room", slug=slug)


_REFUSED = {Answer.ALLOWED: "wrong", Answer.SLOW: "slow", Answer.REFUSED: "limit"}


def _tell(event: Event, by: str, **facts: str) -> None:
    """Write in the journal that a participant came in, by public id, or that a code did not."""
    current_app.logger.info("entry", extra={"facts": {"event": event.id, "by": by, **facts}})


def _by_code(form: EntryForm) -> Registration | Taken:
    entry = CodeEntry(form.region.data, form.office.data, form.participant_code.data)
    return links.by_code(db.session(), keyring(), g.event, entry, caller(), now())


def _not_found(form: EntryForm, taken: Taken) -> ResponseReturnValue:
    if taken.answer is Answer.ALLOWED:
        form.participant_code.errors = [
            _(
                "Kode tidak cocok dengan jabatan dan wilayah ini. "
                "Periksa ketiganya pada pesan dari panitia."
            )
        ]
        return _page(form, 422)
    form.form_errors.append(
        _("Terlalu banyak percobaan. Coba lagi setelah 5 detik.")
        if taken.answer is Answer.SLOW
        else _("Terlalu banyak percobaan. Coba lagi dalam 15 menit, atau hubungi panitia.")
    )
    return *_page(form, 429), {"Retry-After": str(taken.retry_after)}


def _page(form: EntryForm, status: int) -> tuple[str, int]:
    holder = identity.present_in(db.session(), session, g.event, None, now())
    page = render_template("room/enter.html", event=g.event, form=form, holder=holder)
    return page, status


@allow("participant")
def choose(slug: str) -> ResponseReturnValue:
    """Ask as which participant this browser goes on, after several links were opened at once."""
    if request.method in SAFE:
        people = identity.undecided(db.session(), session, g.event, now()) or [g.registration]
        return render_template("room/choose.html", event=g.event, people=people)
    identity.settle(session, g.event, g.registration)
    return see_other("registrations.room", slug=slug)


@allow("anyone")
def leave(slug: str) -> ResponseReturnValue:
    """End this browser's access, for the next participant on a shared device."""
    identity.forget(session, request.form.get("registration", ""))
    flash(_("Perangkat ini siap untuk peserta berikutnya."), "done")
    answer = see_other("registrations.enter", slug=slug)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
