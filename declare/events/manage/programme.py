"""Agenda, partners and key figures: lists whose items are added, changed, moved and removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from declare.database import db
from declare.events import pictures, schedule, sequence
from declare.events.forms import programme as forms
from declare.events.forms.pictures import drawn
from declare.events.manage.pages import blueprint, page, saved
from declare.events.models import AgendaItem, Event, KeyFigure, Partner
from declare.web import allow


@dataclass(frozen=True)
class Shelf:
    """One kind of thing in an order: where its pages are, and how a form becomes an item."""

    noun: str
    path: str
    model: Callable[[], Any]
    form: type[FlaskForm]
    items: Callable[[Event], list[Any]]
    read: Callable[[Any], dict[str, Any]]
    fill: Callable[[Any, Any], None]
    title: Any
    new: Any


def _read_agenda(item: AgendaItem) -> dict[str, Any]:
    starts = schedule.clock(item.starts_at, g.event.zone)
    return {
        "kind": item.kind,
        "title": item.title,
        "starts": starts,
        **forms.rows(item.speakers),
    }


def _fill_agenda(form: forms.AgendaItemForm, item: AgendaItem) -> None:
    item.kind, item.title, item.speakers = form.kind.data, form.title.data, form.named()
    day, hour = schedule.day(g.event), form.starts.data
    item.starts_at = schedule.moment(day, hour, g.event.zone) if day and hour else None


def _read_partner(item: Partner) -> dict[str, Any]:
    return {"name": item.name}


def _fill_partner(form: forms.PartnerForm, item: Partner) -> None:
    item.name = form.name.data
    picture = drawn(form.logo)
    if picture is not None:
        item.logo_id = pictures.keep(db.session(), g.event, picture, public=True).id
    elif form.drop_logo.data:
        item.logo_id = None


def _read_figure(item: KeyFigure) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("label", "value", "as_of", "source")}


def _fill_figure(form: forms.KeyFigureForm, item: KeyFigure) -> None:
    form.populate_obj(item)


SHELVES = (
    Shelf(
        "agenda",
        "susunan",
        AgendaItem,
        forms.AgendaItemForm,
        lambda event: event.agenda,
        _read_agenda,
        _fill_agenda,
        _l("Susunan acara"),
        _l("Tambah mata acara"),
    ),
    Shelf(
        "partner",
        "mitra",
        Partner,
        forms.PartnerForm,
        lambda event: event.partners,
        _read_partner,
        _fill_partner,
        _l("Lembaga mitra"),
        _l("Tambah lembaga"),
    ),
    Shelf(
        "figure",
        "angka",
        KeyFigure,
        forms.KeyFigureForm,
        lambda event: event.figures,
        _read_figure,
        _fill_figure,
        _l("Angka kunci"),
        _l("Tambah angka"),
    ),
)


def _list(shelf: Shelf) -> Callable[[str], ResponseReturnValue]:
    def view(slug: str) -> ResponseReturnValue:
        """The items in their order."""
        return render_template(
            f"events/{shelf.noun}_list.html",
            event=g.event,
            shelf=shelf,
            items=shelf.items(g.event),
            logos=pictures.logos(db.session(), g.event),
        )

    return view


def _add(shelf: Shelf) -> Callable[[str], ResponseReturnValue]:
    def view(slug: str) -> ResponseReturnValue:
        """A further item, at the end."""
        form = shelf.form()
        if not form.validate_on_submit():
            return page(shelf.noun, form, shelf=shelf, item=None)
        item = shelf.model()
        shelf.fill(form, item)
        sequence.append(db.session(), shelf.items(g.event), item)
        return saved(f"{shelf.noun}.added", f"{shelf.noun}_list")

    return view


def _edit(shelf: Shelf) -> Callable[[str, int], ResponseReturnValue]:
    def view(slug: str, item_id: int) -> ResponseReturnValue:
        """Change an item."""
        item = sequence.find(shelf.items(g.event), item_id)
        form = shelf.form(data=shelf.read(item))
        if not form.validate_on_submit():
            return page(shelf.noun, form, shelf=shelf, item=item)
        shelf.fill(form, item)
        return saved(f"{shelf.noun}.changed", f"{shelf.noun}_list")

    return view


def _move(shelf: Shelf) -> Callable[[str, int, str], ResponseReturnValue]:
    def view(slug: str, item_id: int, step: str) -> ResponseReturnValue:
        """Move an item by one place."""
        items = shelf.items(g.event)
        sequence.move(db.session(), items, item_id, -1 if step == "naik" else 1)
        return saved(f"{shelf.noun}.moved", f"{shelf.noun}_list")

    return view


def _remove(shelf: Shelf) -> Callable[[str, int], ResponseReturnValue]:
    def view(slug: str, item_id: int) -> ResponseReturnValue:
        """Remove an item."""
        sequence.remove(db.session(), shelf.items(g.event), item_id)
        return saved(f"{shelf.noun}.removed", f"{shelf.noun}_list")

    return view


def _put_up(shelf: Shelf) -> None:
    """Give a shelf its pages."""
    start = f"/acara/<slug>/{shelf.path}"
    item = f"{start}/<int:item_id>"
    pages: tuple[tuple[str, str, Callable[..., ResponseReturnValue], list[str]], ...] = (
        ("list", start, _list(shelf), ["GET"]),
        ("add", f"{start}/baru", _add(shelf), ["GET", "POST"]),
        ("edit", item, _edit(shelf), ["GET", "POST"]),
        ("move", f"{item}/<any(naik, turun):step>", _move(shelf), ["POST"]),
        ("remove", f"{item}/hapus", _remove(shelf), ["POST"]),
    )
    for verb, path, view, methods in pages:
        endpoint = f"{shelf.noun}_{verb}"
        blueprint.add_url_rule(path, endpoint, allow("organiser")(view), methods=methods)


for _shelf in SHELVES:
    _put_up(_shelf)
