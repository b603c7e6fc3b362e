"""The attack of issue 8, over HTTP: renamed to somebody else after approval, then signed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from declare.accounts.models import AuditEntry
from declare.certificates.models import Certificate
from declare.core import payload
from declare.events.models import Purpose
from tests import factories
from tests.browser import Browser


@pytest.mark.twin
def test_a_pledge_bears_no_words_that_nobody_approved(
    client: Browser, made: factories.World
) -> None:
    event = factories.event(made, purpose=Purpose.LIVE)
    person = factories.participant(made, event)
    factories.come_in(client, made, person)
    client.submit(
        "/acara/acara-uji/nama",
        registration=person.public_id,
        front_title="H.",
        name="Suparman Wijaya",
        back_title="S.H.",
        position="Bupati Karo",
    )
    answer = client.submit("/acara/acara-uji/ikrar", registration=person.public_id, agree="y")
    assert (answer.status_code, answer.location) == (303, "/acara/acara-uji/selesai")
    certificate = made.session.scalars(select(Certificate)).one()
    content = payload.decode(certificate.payload or b"")
    assert (content.name, content.position) == (
        "Dra. Marlina, S.E.",
        "Sekretaris Daerah Kabupaten Karo",
    )
    verdict = client.get(f"/v/{certificate.code}").text
    assert 'data-verdict="valid"' in verdict
    assert "Suparman" not in verdict
    audit = made.session.execute(select(AuditEntry.what, AuditEntry.detail)).all()
    assert audit == [("words.requested", person.public_id)]
