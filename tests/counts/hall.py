"""People who come to an event, sign, and are counted by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from declare.core import entry
from declare.core.reason import Reason
from declare.core.seat import Seat
from declare.counts import announcement
from declare.counts.models import Announcement
from declare.events.models import Event
from declare.ledger import service as ledger
from declare.pledges import correction, correction_decision, revocation, signing
from declare.pledges import tally as pledge_tally
from declare.pledges.correction_decision import DecidedBy
from declare.pledges.models import Pledge
from declare.presence import service as presence
from declare.presence.models import Presence
from declare.registrations import admission
from declare.registrations.models import Registration, Standing
from tests import factories

PLACES = ("12", "12.06", "12.71", "92.02", "00")
OFFICES = (
    "regional_head",
    "regional_secretary",
    "staffing_agency_head",
    "election_supervisor",
    "other",
)
STEPS = ("register", "admit", "check in", "sign") * 2 + ("refuse", "revoke", "correct", "correct")


@dataclass
class Hall:
    """An event and everybody who has to do with it."""

    made: factories.World
    event: Event

    def registers(self, name: str, **values: Any) -> Registration:
        return factories.registration(self.made, self.event, name=name, **values)

    def comes(self, name: str, **values: Any) -> Registration:
        """Somebody admitted who checks in."""
        person = factories.participant(self.made, self.event, name=name, **values)
        presence.check_in(self.made.session, self.event, person, self.made.now)
        return person

    def came(self, person: Registration, at: datetime) -> None:
        """Say when somebody checked in."""
        query = select(Presence).where(Presence.registration_id == person.id)
        self.made.session.scalars(query).one().at = at
        self.made.session.flush()

    def signs(self, name: str, **values: Any) -> Registration:
        person = factories.participant(self.made, self.event, name=name, **values)
        self.sign(person)
        return person

    def sign(self, person: Registration) -> None:
        session, keys, now = self.made.session, self.made.keys, self.made.now
        signing.sign(session, keys, self.event, person, now)

    def revoke(self, person: Registration) -> None:
        session, keys = self.made.session, self.made.keys
        by = DecidedBy(None, self.made.now)
        revocation.revoke(session, keys, self.event, person, by, reason=Reason.REQUEST)

    def correct(self, person: Registration, name: str, seat: Seat | None = None) -> None:
        """Let somebody ask for another spelling of his name, and accept it."""
        session, keys, now = self.made.session, self.made.keys, self.made.now
        wording = correction.Wording("", name, "", person.position)
        asked = correction.ask(session, self.event, person, wording, now)
        request = correction.find(session, self.event, asked.id)
        correction_decision.accept(
            session, keys, self.event, request, DecidedBy(None, now), seat=seat
        )

    @property
    def size(self) -> int:
        """Of the event's log."""
        return ledger.checkpoint(self.made.session, self.event.log_id or 0).size

    def announce(self, size: int, later: timedelta = timedelta()) -> Announcement:
        session, keys, now = self.made.session, self.made.keys, self.made.now
        return announcement.announce(session, keys, self.event, size, None, now + later)

    def announced(self) -> list[tuple[int, int]]:
        """Size and number of each announcement there is."""
        query = select(Announcement.size, Announcement.signed).order_by(Announcement.size)
        return [(size, signed) for size, signed in self.made.session.execute(query)]

    def happens(self, chance: random.Random, number: int) -> None:
        """Let one of the things happen that change a count."""
        people = self.people()
        waiting = [one for one in people if one.standing == Standing.PENDING]
        taking_part = [one for one in people if one.standing == Standing.ADMITTED]
        signed = [one for one in people if pledge_tally.current(self.made.session, one)]
        unsigned = [one for one in taking_part if one not in signed]
        step = chance.choice(STEPS)
        session, now = self.made.session, self.made.now
        if step == "register" or not people:
            place, office = chance.choice(PLACES), chance.choice(OFFICES)
            self.registers(f"Peserta {number}", region=place, office=office)
        elif step == "admit" and waiting:
            admission.admit(session, waiting[:3], None, now)
        elif step == "refuse" and unsigned:
            admission.refuse(session, [chance.choice(unsigned)], None, now)
        elif step == "check in" and taking_part:
            presence.check_in(session, self.event, chance.choice(taking_part), now)
        elif step == "sign" and unsigned:
            self.sign(chance.choice(unsigned))
        elif step == "revoke" and signed and chance.random() < 0.4:
            self.revoke(chance.choice(signed))
        elif step == "correct" and signed:
            person = chance.choice(signed)
            seat = Seat(region=chance.choice(PLACES), office=chance.choice(OFFICES))
            self.correct(person, f"{person.name} {number}", chance.choice([None, seat]))

    def people(self) -> list[Registration]:
        query = select(Registration).where(Registration.event_id == self.event.id)
        return list(self.made.session.scalars(query.order_by(Registration.id)))

    def counted_by_hand(self) -> tuple[int, int, int]:
        """Registered, present and signed, from the rows and without SQL."""
        pledged = self.made.session.scalars(select(Pledge)).all()
        signed = {one.registration_id for one in pledged if one.revoked_at is None}
        counted = [one for one in self.people() if one.standing != Standing.REFUSED]
        came = set(self.made.session.scalars(select(Presence.registration_id)))
        present = [one for one in counted if one.id in came | signed]
        return len(counted), len(present), len(signed)

    def tally(self) -> entry.Tally:
        """What the ledger's entries say."""
        assert self.event.log_id is not None
        data = ledger.entries(self.made.session, self.event.log_id)
        return entry.replay(entry.decode(one) for one in data).tally
