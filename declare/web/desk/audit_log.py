"""The audit log: of an event, of one's own account, of the instance; on a page and as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, g, get_template_attribute, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from declare.accounts import audit, audit_log
from declare.accounts.audit_log import Line, Scope
from declare.core import moment
from declare.core.moment import Zone
from declare.database import db
from declare.registrations import rows
from declare.reports import csv_export
from declare.web.access import allow
from declare.web.context import now
from declare.web.desk import audit_forms
from declare.web.desk.audit_forms import AuditFilterForm


@allow("observer")
def deeds(slug: str) -> ResponseReturnValue:
    """The event's audit log. It holds public ids; the names are looked up for the page."""
    return _page(audit_log.of_event(g.event.id), Zone(g.event.zone))


@allow("organiser")
def export(slug: str) -> ResponseReturnValue:
    """The event's audit log as CSV, with the filters of the page: a POST, because it is a line of
    the log itself."""
    return _file(audit_log.of_event(g.event.id), Zone(g.event.zone), f"catatan-{slug}.csv")


@allow("account")
def own() -> ResponseReturnValue:
    """What concerns the signed-in account: its sign-ins, guesses at it, its roles."""
    return _page(audit_log.of_account(current_user.id), Zone.WIB)


@allow("administrator")
def instance() -> ResponseReturnValue:
    """What belongs to no event: sign-ins, failures, locks, passwords of all accounts."""
    return _page(audit_log.of_instance(), Zone.WIB)


@allow("administrator")
def export_instance() -> ResponseReturnValue:
    """The same as CSV."""
    return _file(audit_log.of_instance(), Zone.WIB, "catatan.csv")


def _page(scope: Scope, zone: Zone) -> str:
    page = max(1, min(request.args.get("halaman", 1, int), 10_000))
    filters = audit_forms.filters(request.args, zone)
    lines, more = audit_log.entries(db.session(), scope, page, filters)
    form = AuditFilterForm(request.args)
    form.offer(
        {what: _words(what) for what in audit_log.acts(db.session(), scope)},
        audit_log.accounts(db.session(), scope),
    )
    return render_template(
        "desk/audit/log.html",
        event=g.get("event"),
        zone=zone,
        form=form,
        lines=lines,
        names=_names(lines),
        page=page,
        more=more,
        here=audit_forms.address(request.args),
    )


def _names(lines: list[Line]) -> dict[str, str]:
    """The printed names of the event's participants that the lines refer to, by public id."""
    if g.get("event") is None:
        return {}
    ids = [word for line in lines for word in line.entry.detail.split() if len(word) == 22]
    return rows.printed_names(db.session(), g.event, ids)


def _words(what: str) -> str:
    words: str = get_template_attribute("desk/team/audit_entry.html", "words")(what)
    return words.strip()


def _file(scope: Scope, zone: Zone, name: str) -> Response:
    lines = audit_log.everything(db.session(), scope, audit_forms.filters(request.args, zone))
    table = list(_table(lines, zone))
    event_id = None if g.get("event") is None else g.event.id
    audit.write(db.session(), event_id, current_user.id, "log.exported", now())
    db.session.commit()
    response = Response("\ufeff" + csv_export.text(table), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _table(lines: list[Line], zone: Zone) -> Iterator[list[str]]:
    """The lines with a header; names beside public ids, which outlive a purge."""
    header = [_("Nomor"), _("Waktu (%(zone)s)", zone=zone), _("Kode kegiatan"), _("Kegiatan")]
    yield [*header, _("Rincian"), _("Nama"), _("Oleh"), _("ID akun"), _("Tentang"), _("ID akun")]
    names = _names(lines)
    for line in lines:
        entry, actor, about = line.entry, line.actor, line.about
        at = f"{moment.local(entry.at, zone):%Y-%m-%d %H:%M:%S}"
        who = [actor.name, actor.public_id] if actor else ["", ""]
        whom = [about.name, about.public_id] if about else ["", ""]
        person = names.get(entry.detail.partition(" ")[0], "")
        yield [str(entry.id), at, entry.what, _words(entry.what), entry.detail, person, *who, *whom]
