"""Agenda, partners and key figures: ordered lists with the same five views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from declare.database import db
from declare.events import ordering, pictures, schedule
from declare.events.models import AgendaItem, Event, KeyFigure, Partner
from declare.web.access import allow
from declare.web.desk.preparation import programme_forms as forms
from declare.web.desk.preparation.pages import page, saved
from declare.web.forms.pictures import drawn


@dataclass(frozen=True)
class ListSection:
    """One list: its addresses, its form, and the mapping between form and item."""

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


SECTIONS = (
    ListSection(
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
    ListSection(
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
    ListSection(
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


def items(section: ListSection) -> Callable[[str], ResponseReturnValue]:
    @allow("organiser")
    def view(slug: str) -> ResponseReturnValue:
        """The items in their order."""
        return render_template(
            f"desk/preparation/{section.noun}_list.html",
            event=g.event,
            section=section,
            items=section.items(g.event),
            logos=pictures.logos(db.session(), g.event),
        )

    return view


def add(section: ListSection) -> Callable[[str], ResponseReturnValue]:
    @allow("organiser")
    def view(slug: str) -> ResponseReturnValue:
        """Add an item at the end."""
        form = section.form()
        if not form.validate_on_submit():
            return page(section.noun, form, section=section, item=None)
        item = section.model()
        section.fill(form, item)
        ordering.append(db.session(), section.items(g.event), item)
        return saved(f"{section.noun}.added", f"{section.noun}_list")

    return view


def edit(section: ListSection) -> Callable[[str, int], ResponseReturnValue]:
    @allow("organiser")
    def view(slug: str, item_id: int) -> ResponseReturnValue:
        """Change an item."""
        item = ordering.find(section.items(g.event), item_id)
        form = section.form(data=section.read(item))
        if not form.validate_on_submit():
            return page(section.noun, form, section=section, item=item)
        section.fill(form, item)
        return saved(f"{section.noun}.changed", f"{section.noun}_list")

    return view


def move(section: ListSection) -> Callable[[str, int, str], ResponseReturnValue]:
    @allow("organiser")
    def view(slug: str, item_id: int, step: str) -> ResponseReturnValue:
        """Move an item by one place."""
        items = section.items(g.event)
        ordering.move(db.session(), items, item_id, -1 if step == "naik" else 1)
        return saved(f"{section.noun}.moved", f"{section.noun}_list")

    return view


def remove(section: ListSection) -> Callable[[str, int], ResponseReturnValue]:
    @allow("organiser")
    def view(slug: str, item_id: int) -> ResponseReturnValue:
        """Remove an item."""
        ordering.remove(db.session(), section.items(g.event), item_id)
        return saved(f"{section.noun}.removed", f"{section.noun}_list")

    return view
