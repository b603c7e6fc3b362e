"""Simulation of a sample campaign, from publication to announcement, by the real services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
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
"""Share of participants present but not signing that decline explicitly."""

_READING = timedelta(minutes=3)
"""From the end of the countdown to the announcement of the figure."""

Action = tuple[datetime, Callable[[datetime], object]]
"""A moment, and the service call that is made with it."""


@dataclass(frozen=True)
class Campaign:
    """One prepared event and its simulated course, in a session that the caller commits."""

    session: Session
    keys: Keyring
    event: Event
    hours: Hours
    random: Random

    def hold(
        self, base_url: str, organiser_id: int, people: Sequence[Person]
    ) -> Iterator[tuple[int, int]]:
        """Publish, register, check in, sign and close; yields actions done and their total."""
        session, event = self.session, self.event
        publication.publish(session, event, self.keys, base_url, self.hours.published)
        registration_window.open_registration(session, event)
        times = Timetable(self.random, self.hours)
        registrations = [(times.registered(), person) for person in people]
        participants = list(crowd.gather(session, self.keys, event, registrations, organiser_id))
        registration_window.close_registration(session, event)
        actions = [
            *self._frame(organiser_id),
            *(action for one in participants for action in self._actions(times, *one)),
        ]
        for done, (moment, do) in enumerate(sorted(actions, key=itemgetter(0)), start=1):
            do(moment)
            yield done, len(actions)
        # The mailboxes are invented: no message of the campaign is delivered.
        session.execute(delete(Message).where(Message.event_id == event.id))

    def _frame(self, organiser_id: int) -> Iterator[Action]:
        """The organiser's actions: opening and closing signing, then announcing the figure."""
        session, event = self.session, self.event
        yield self.hours.signing, partial(signing_window.open_signing, session, event)
        yield self.hours.closing, partial(signing_window.begin_closing, session, event)
        ended = self.hours.closing + signing_window.COUNTDOWN
        yield ended, partial(signing_window.settle, session, self.keys, event)
        yield ended + _READING, partial(self._announce, organiser_id)

    def _actions(
        self, times: Timetable, person: Person, registration: Registration
    ) -> Iterator[Action]:
        """The actions of one participant: presence, then a signature, a refusal or neither."""
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
