"""Events with everything on them, for tests that look at whole pages.

What organisers and participants write here holds words that English pages must mark as Indonesian.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from declare.certificates.models import Certificate, Status
from declare.core.reason import Reason
from declare.counts import announcement
from declare.events.models import AgendaItem, Event, KeyFigure, Partner, Purpose
from declare.pledges import correction as corrections
from declare.pledges import signing_window
from declare.pledges.models import Correction, Pledge
from declare.presence import service as presence
from declare.registrations.models import Registration, RequestState, Standing, WordingRequest
from tests import factories
from tests.certificates.issued import signed
from tests.factories import World

AGENCY = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
TOLD: dict[str, Any] = {
    "theme": "ASN Netral untuk Pilkada yang Damai dan Berintegritas",
    "host": f"{AGENCY} Kabupaten Pangkajene dan Kepulauan",
    "election": "Pilkada Serentak yang dilaksanakan pada 9 Desember 2020",
    "letter_number": "B-1/UJI/2026",
    "letter_date": date(2026, 11, 2),
    "call_url": "https://rapat.example/uji",
    "contact_phone": "+628110000000",
}


def tell(made: World, event: Event) -> Event:
    """Give an event an agenda, figures and partners."""
    event.agenda = [
        AgendaItem(
            ordinal=place,
            kind="remarks",
            title=f"Sambutan dan pembukaan {place}",
            starts_at=made.now + timedelta(minutes=15 * place),
            speakers=[{"name": "Dr. Ratna", "position": "Ketua Panitia untuk Uji"}],
        )
        for place in range(3)
    ]
    event.figures = [
        KeyFigure(
            ordinal=0,
            label="Laporan yang masuk dari daerah",
            value="1.147",
            as_of=date(2026, 11, 1),
            source="Laporan untuk umum",
        )
    ]
    event.partners = [Partner(ordinal=0, name="Kementerian yang Mengurus dan Membina")]
    made.session.flush()
    return event


def draft(made: World, slug: str = "rancangan-uji") -> Event:
    """An event in preparation."""
    return tell(made, factories.draft(made, slug, **TOLD))


def busy(made: World, slug: str = "acara-uji", **values: Any) -> Event:
    """A sample event while people sign: two have signed, of whom one was announced; one is present,
    one is a delegate who only registered, and one awaits approval."""
    event = tell(made, factories.event(made, slug, **TOLD | values))
    signed(made, event, show_name=True)
    announcement.announce(made.session, made.keys, event, 2, None, made.now + timedelta(minutes=6))
    signed(made, event, name="Andi Baso", office="staffing_agency_head", region="73.09")
    here = factories.participant(made, event, name="Suparman", office="regional_head")
    presence.check_in(made.session, event, here, made.now)
    delegate(made, event)
    factories.registration(made, event, name="Rahmat", office="election_supervisor")
    made.session.flush()
    return event


def delegate(made: World, event: Event) -> Registration:
    """Somebody of the longest of positions, who comes for somebody else."""
    return factories.participant(
        made,
        event,
        name="Ummi Kalsum Pangaribuan",
        office="staffing_agency_head",
        position=f"Plt. Kepala {AGENCY} Kabupaten Pangkajene dan Kepulauan",
        represents="regional_head",
        mandate="800/123, 17 November 2026",
        region="73.09",
    )


def correction(made: World, event: Event) -> Correction:
    """The first who signed asks for a correction."""
    pledge = made.session.scalars(select(Pledge).where(Pledge.event_id == event.id)).first()
    assert pledge is not None
    person = made.session.get_one(Registration, pledge.registration_id)
    wording = corrections.Wording("Dr.", person.name, "S.E., M.M.", person.position, "baru@uji.id")
    return corrections.ask(made.session, event, person, wording, made.now)


def rival(made: World, event: Event, first: Registration) -> Registration:
    """Somebody else applies for the same person."""
    other = factories.registration(made, event, name="Pendaftar Kedua", email="dua@uji.example")
    other.name, other.office, other.region = first.name, first.office, first.region
    other.standing, other.rival_of = Standing.RIVAL, first.id
    made.session.flush()
    return other


def request(made: World, event: Event) -> WordingRequest:
    """Somebody who has not signed asks for another name and position."""
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.name == "Suparman"
    )
    person = made.session.scalars(query).one()
    asked = WordingRequest(
        event_id=event.id,
        registration_id=person.id,
        front_title="Dr.",
        name="Suparman Wijaya",
        back_title="S.H.",
        position="Pj. Bupati Karo",
        asked_at=made.now,
        state=RequestState.PENDING,
    )
    made.session.add(asked)
    made.session.flush()
    return asked


def over(made: World, slug: str = "acara-usai") -> Event:
    """A sample event whose signing has ended."""
    event = busy(made, slug)
    signing_window.begin_closing(made.session, event, made.now + timedelta(minutes=10))
    signing_window.settle(made.session, made.keys, event, made.now + timedelta(minutes=20))
    announcement.announce(made.session, made.keys, event, 4, None, made.now + timedelta(minutes=25))
    return event


VERDICTS = ("valid", "superseded", "revoked", "archived", "mismatch")


def verdicts(made: World) -> dict[str, str]:
    """A certificate's code for each verdict that a live event can bring about."""
    event = factories.event(made, "acara-nyata", purpose=Purpose.LIVE, **TOLD)
    codes = {}
    for verdict in VERDICTS:
        row = signed(made, event, name=f"Marlina {verdict}")
        _bring_about(row, verdict, made)
        codes[verdict] = row.code
    made.session.flush()
    return codes


def _bring_about(row: Certificate, verdict: str, made: World) -> None:
    if verdict in ("superseded", "revoked"):
        row.status, row.ended_at = Status(verdict), made.now
        row.reason, row.successor = Reason.WRONG_PERSON, row.code
    if verdict == "archived":
        row.name = row.position = row.payload = row.token = None
    if verdict == "mismatch":
        row.name = "Palsu"
