"""Holding a sample campaign from its publication to its end, through the real services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import delete
from sqlalchemy.orm import Session

from declare.counts import announcement
from declare.demo import crowd
from declare.demo.people import Fate, Person
from declare.demo.timetable import Hours, Timetable
from declare.events import publication, registration_window
from declare.events.models import Event
from declare.keys import Keyring
from declare.ledger import service as ledger
from declare.messages.models import Message
from declare.pledges import abstention, signing, signing_window
from declare.presence import service as presence
from declare.registrations.models import Registration

_DECLINING = 0.3
"""Share of those present but not signing who say so."""

_READING = timedelta(minutes=3)
"""From the end of the countdown until the figure is read out."""

Deed = tuple[datetime, Callable[[datetime], object]]
"""Something that happens at a moment."""


@dataclass(frozen=True)
class Campaign:
    """One prepared event and what happens at it, in a session that the caller commits."""

    session: Session
    keys: Keyring
    event: Event
    hours: Hours
    random: Random

    def hold(
        self, base_url: str, organiser_id: int, people: Sequence[Person]
    ) -> Iterator[tuple[int, int]]:
        """Publish, register, check in, sign and close; tell how much is done, and of how much."""
        session, event = self.session, self.event
        publication.publish(session, event, self.keys, base_url, self.hours.published)
        registration_window.open_registration(session, event)
        times = Timetable(self.random, self.hours)
        asked = [(times.registered(), person) for person in people]
        gathered = list(crowd.gather(session, self.keys, event, asked, organiser_id))
        registration_window.close_registration(session, event)
        deeds = [
            *self._frame(organiser_id),
            *(deed for one in gathered for deed in self._deeds(times, *one)),
        ]
        for done, (moment, do) in enumerate(sorted(deeds, key=lambda deed: deed[0]), start=1):
            do(moment)
            yield done, len(deeds)
        # The campaign is over and its mailboxes are invented: nothing of it is delivered.
        session.execute(delete(Message).where(Message.event_id == event.id))

    def _frame(self, organiser_id: int) -> Iterator[Deed]:
        """Signing is opened, and closed with its countdown; then the figure is announced."""
        session, event = self.session, self.event
        yield self.hours.signing, partial(signing_window.open_signing, session, event)
        yield self.hours.closing, partial(signing_window.begin_closing, session, event)
        ended = self.hours.closing + signing_window.COUNTDOWN
        yield ended, partial(signing_window.settle, session, self.keys, event)
        yield ended + _READING, partial(self._announce, organiser_id)

    def _deeds(
        self, times: Timetable, person: Person, registration: Registration
    ) -> Iterator[Deed]:
        """What one participant does."""
        if person.fate is Fate.ABSENT:
            return
        arrived = times.arrived()
        yield arrived, partial(presence.check_in, self.session, self.event, registration)
        if person.fate is Fate.SIGNED:
            yield times.signed(arrived), partial(self._sign, registration)
        elif self.random.random() < _DECLINING:
            decline = partial(abstention.decline, self.session, self.event, registration)
            yield times.signed(arrived), decline

    def _announce(self, organiser_id: int, now: datetime) -> None:
        log_id = self.event.log_id or 0
        size = ledger.checkpoint(self.session, log_id).size
        announcement.announce(self.session, self.keys, self.event, size, organiser_id, now)

    def _sign(self, registration: Registration, now: datetime) -> None:
        signing.sign(self.session, self.keys, self.event, registration, now)
