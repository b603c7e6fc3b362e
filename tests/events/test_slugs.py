"""Slugs: their form, the prefix of rehearsals, and that none is used twice."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from declare.core import origin
from declare.errors import Conflict, Invalid
from declare.events import catalogue, publication, slugs
from declare.events.models import Event, Purpose
from tests import factories
from tests.factories import World


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def create(made: World, slug: str, purpose: Purpose = Purpose.LIVE) -> Event:
    creator = made.session.info.setdefault("creator", None) or factories.account(made)
    made.session.info["creator"] = creator
    return catalogue.create(made.session, creator, slug, "Acara", purpose, made.now)


@pytest.mark.parametrize(
    "slug", ["", "ab", "x" * 61, "Besar", "garis_bawah", "spasi di", "ñandu", "a/b", "abc\n", "٣٣٣"]
)
def test_what_is_no_slug_is_refused(made: World, slug: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create(made, slug)
    assert refusal.value.field == "slug"


@pytest.mark.twin
def test_a_slug_is_given_once(made: World) -> None:
    create(made, "netral-2026")
    with pytest.raises(Invalid):
        create(made, "netral-2026", Purpose.SAMPLE)


@pytest.mark.parametrize("purpose", [Purpose.LIVE, Purpose.SAMPLE])
def test_only_a_rehearsal_begins_like_one(made: World, purpose: Purpose) -> None:
    with pytest.raises(Invalid):
        create(made, "gladi-netral-1", purpose)


@pytest.mark.twin
def test_rehearsals_are_numbered(made: World) -> None:
    found = [create(made, "netral", Purpose.REHEARSAL).slug for _ in range(10)]
    assert found == [f"gladi-netral-{number}" for number in range(1, 11)]
    assert create(made, "gladi-netral-3", Purpose.REHEARSAL).slug == "gladi-netral-11"
    assert create(made, "gladi-netral", Purpose.REHEARSAL).slug == "gladi-netral-12"
    assert create(made, "netral-2", Purpose.REHEARSAL).slug == "gladi-netral-2-1"
    assert create(made, "netral", Purpose.LIVE).slug == "netral"


@pytest.mark.parametrize("slug", ["ab", "Besar", "x" * 55])
def test_a_rehearsal_needs_a_slug_too(made: World, slug: str) -> None:
    with pytest.raises(Invalid):
        create(made, slug, Purpose.REHEARSAL)


@pytest.mark.twin
def test_an_event_may_be_renamed_until_it_is_published(made: World) -> None:
    event = factories.draft(made, "lama")
    factories.draft(made, "terpakai")
    catalogue.rename(made.session, event, "baru", Purpose.SAMPLE)
    assert catalogue.find(made.session, "baru") is event
    with pytest.raises(Invalid):
        catalogue.rename(made.session, event, "terpakai", Purpose.SAMPLE)
    catalogue.rename(made.session, event, "baru", Purpose.REHEARSAL)
    assert event.slug == "gladi-baru-1"
    catalogue.rename(made.session, event, "gladi-baru-1", Purpose.REHEARSAL)
    publication.publish(made.session, event, made.keys, made.base_url, made.now)
    catalogue.rename(made.session, event, "gladi-baru-1", Purpose.REHEARSAL)
    for slug, purpose in (("lain", event.purpose), (event.slug, Purpose.LIVE)):
        with pytest.raises(Conflict):
            catalogue.rename(made.session, event, slug, purpose)
    assert (event.slug, event.purpose) == ("gladi-baru-1", Purpose.REHEARSAL)


@pytest.mark.twin
def test_two_who_ask_at_once_do_not_share_a_slug(made: World) -> None:
    """The unique index decides when the look-up came too early for both."""
    factories.draft(made, "netral")
    chosen = slugs.choose
    try:
        slugs.choose = lambda *_: "netral"
        with pytest.raises(Invalid):
            create(made, "netral")
        other = factories.draft(made, "lain")
        with pytest.raises(Invalid):
            catalogue.rename(made.session, other, "netral", Purpose.SAMPLE)
    finally:
        slugs.choose = chosen
    assert made.session.get_one(Event, other.id).slug == "lain"


@given(st.text(max_size=120))
def test_what_is_proposed_is_a_slug_or_too_short(title: str) -> None:
    found = slugs.propose(title)
    assert len(found) < 3 or origin.SLUG.fullmatch(found)
    assert not found.startswith("-")
    assert not found.endswith("-")


def test_a_proposal_ends_with_a_word() -> None:
    assert slugs.propose("Kampanye Virtual II: Gerakan Nasional Netralitas ASN") == (
        "kampanye-virtual-ii-gerakan-nasional"
    )
    assert slugs.propose("Ikrar Café 2026!") == "ikrar-cafe-2026"
