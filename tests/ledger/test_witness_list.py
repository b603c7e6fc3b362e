"""Witnesses: registered by one organiser, compared by another, ended."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import AuditEntry, Membership, Role
from declare.ledger import witness
from tests import factories, scene
from tests.browser import Browser
from tests.certificates.issued import signed
from tests.factories import World
from tests.ledger.test_witness import NAMED, VKEY, line, organiser, register


@pytest.fixture
def made(app: Flask, session: Session, now: datetime) -> World:
    return factories.world(app, session, now)


def shown(client: Browser, *paths: str) -> list[str]:
    return [" ".join(client.get(path).text.split()) for path in paths]


@pytest.mark.twin
def test_a_second_organiser_compares_the_key(client: Browser, made: World) -> None:
    event = factories.event(made, purpose="live")
    row = signed(made, event)
    first, second = (
        factories.member(made, event, Role.ORGANISER, email=f"{name}@uji.example")
        for name in ("satu", "dua")
    )
    factories.sign_in(client, first)
    path = f"/panitia/acara/{event.slug}/saksi"
    values = {"name": "Badan Pengawas", "vkey": VKEY, "letter_number": "12/S/2026"}
    answer = client.submit(path, **values, letter_date="2026-11-02")
    own = answer.headers["Location"]
    assert "harus dicocokkan oleh panitia lain" in client.get(own).text
    assert client.submit(f"{own}/cocok", compared="y").status_code == 403
    client.submit(f"/acara/{event.slug}/saksi", line=line(made, event))
    factories.sign_in(client, second)
    assert client.submit(f"{own}/cocok").status_code == 422
    assert client.submit(f"{own}/cocok", compared="y").status_code == 303
    assert client.submit(f"{own}/cocok", compared="y").status_code == 303
    [deed] = made.session.scalars(select(AuditEntry).where(AuditEntry.what == "witness.matched"))
    assert (deed.account_id, deed.detail, deed.at) == (second.id, VKEY, made.now)
    [page, verdict] = shown(client, f"/acara/{event.slug}", f"/v/{row.code}")
    for text in (page, verdict):
        assert "disaksikan oleh Badan Pengawas" in text
        assert "surat Nomor 12/S/2026 tanggal 2 November 2026" in text
        assert "belum dicocokkan" not in text
    [told] = json.loads(client.get("/.well-known/declare.json").data)["witnesses"]
    assert (told["event"], told["matched_at"]) == (event.slug, "2026-11-19T02:00:00Z")


def test_a_witness_is_ended(client: Browser, made: World) -> None:
    event = factories.event(made, purpose="live")
    first, second = signed(made, event), signed(made, event, name="Suparman")
    row = register(made, event)
    witness.take(made.session, event.log_id or 0, line(made, event, first.index + 1), made.now)
    panel = organiser(client, made, event)
    page = f"/panitia/acara/{event.slug}/saksi/{row.id}"
    for _ in range(2):
        assert panel.submit(f"{page}/akhiri").status_code == 303
    deeds = select(AuditEntry).where(AuditEntry.what == "witness.ended")
    assert made.session.scalars(deeds).one().detail == VKEY
    later = client.submit(f"/acara/{event.slug}/saksi", line=line(made, event, second.index + 1))
    assert later.status_code == 422
    [verdict] = shown(client, f"/v/{first.code}")
    assert NAMED in verdict
    assert "Tugasnya sebagai saksi berakhir pada Kamis, 19 November 2026." in verdict
    [told] = json.loads(client.get("/.well-known/declare.json").data)["witnesses"]
    assert told["ended_at"] == "2026-11-19T02:00:00Z"


def test_a_witness_of_another_event_is_not_found(client: Browser, made: World) -> None:
    event, other = factories.event(made), factories.event(made, "acara-lain")
    row = register(made, event, matched=False)
    panel = organiser(client, made, other)
    page = f"/panitia/acara/{other.slug}/saksi/{row.id}"
    assert panel.get(page).status_code == 404
    for act in ("cocok", "akhiri"):
        assert panel.submit(f"{page}/{act}", compared="y").status_code == 404
    assert (row.matched_at, row.ended_at) == (None, None)


def test_an_institution_that_signs_as_well_is_told(client: Browser, made: World) -> None:
    event = scene.over(made)
    register(made, event).also_signs = True
    witness.take(made.session, event.log_id or 0, line(made, event), made.now)
    [page] = shown(client, f"/acara/{event.slug}")
    assert "Pejabat lembaga ini juga menandatangani ikrar." in page


def test_the_administrator_compares_for_an_organiser_who_is_alone(
    client: Browser, made: World
) -> None:
    event = factories.event(made)
    alone = factories.member(made, event, Role.ORGANISER)
    admin = factories.account(made, "admin@uji.example")
    admin.admin = True
    row = register(made, event, matched=False)
    row.registered_by = alone.id
    page = f"/panitia/acara/{event.slug}/saksi/{row.id}"
    stranger = factories.account(made, "lain@uji.example")
    factories.sign_in(client, stranger)
    assert client.submit(f"{page}/cocok", compared="y").status_code == 403
    factories.sign_in(client, alone)
    assert "administrator situs ini dapat mencocokkannya" in client.get(page).text
    factories.sign_in(client, admin)
    assert f'action="{page}/cocok"' in client.get(page).text
    assert f'action="{page}/akhiri"' not in client.get(page).text
    assert client.submit(f"{page}/akhiri").status_code == 403
    second = factories.member(made, event, Role.ORGANISER, "dua@uji.example")
    factories.member(made, event, Role.ORGANISER, "lama@uji.example", proved_at=None)
    assert client.submit(f"{page}/cocok", compared="y").status_code == 403
    assert row.matched_at is None
    made.session.delete(made.session.query(Membership).filter_by(account_id=second.id).one())
    made.session.flush()
    assert client.submit(f"{page}/cocok", compared="y").status_code == 303
    assert row.matched_by == admin.id


def test_a_key_with_wrong_words_is_ended_and_registered_anew(client: Browser, made: World) -> None:
    """Otherwise one slip, or one organiser, would keep the institution out for ever."""
    event = factories.event(made)
    panel = organiser(client, made, event)
    path = f"/panitia/acara/{event.slug}/saksi"
    wrong = {"name": "Badan Pengwas", "vkey": VKEY, "published_at": "https://salah.example"}
    right = wrong | {"name": "Badan Pengawas", "published_at": "https://bawaslu.example"}
    own = panel.submit(path, **wrong).headers["Location"]
    factories.sign_in(client, factories.member(made, event, Role.OWNER))
    panel.submit(f"{own}/cocok", compared="y")
    assert "Kunci ini sudah terdaftar." in panel.submit(path, **right).text
    panel.submit(f"{own}/akhiri")
    assert panel.submit(path, **right).headers["Location"] == own
    [told] = json.loads(client.get("/.well-known/declare.json").data)["witnesses"]
    assert (told["name"], told["matched_at"], told["ended_at"]) == ("Badan Pengawas", None, None)
    assert panel.submit(f"{own}/cocok", compared="y").status_code == 403, "its own now"
    assert client.submit(f"/acara/{event.slug}/saksi", line=line(made, event)).status_code == 303
    panel.submit(f"{own}/akhiri")
    assert "Minta kunci yang baru." in panel.submit(path, **right).text
