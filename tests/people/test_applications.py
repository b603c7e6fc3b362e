"""Applications, rivals, renames, requests, corrections and signatures, in any order, over HTTP.

Marlina and Yusuf apply as themselves, two strangers under any name. Everybody reads his own mailbox
only. What ought to hold stands in `applications_model`, which asks nothing of the platform: above
all it looks up in a vocabulary which words mean one person and one seat.

Broken on purpose, and caught: a participant renames himself to anybody without asking (words).
"""

from __future__ import annotations

import itertools
from collections import defaultdict

from flask import Flask
from hypothesis import settings
from hypothesis.stateful import invariant
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from declare.certificates.models import Certificate
from declare.core import payload
from declare.pledges.models import Pledge
from declare.registrations.models import Registration
from tests import factories
from tests.conftest import Clock
from tests.people.applications_model import PENDING, REFUSED, RIVAL, meaning
from tests.people.profile import in_profiles, run
from tests.people.words_stories import Room


class Applicants(Room):
    """What holds after every step, whatever the order."""

    @invariant()
    def no_pledge_bears_words_that_nobody_approved(self) -> None:
        query = (
            select(Registration.public_id, Certificate.payload)
            .join(Pledge, Pledge.registration_id == Registration.id)
            .join(Certificate, Certificate.pledge_id == Pledge.id)
            .where(Registration.event_id == self.event_id)
        )
        papers: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for public_id, data in self.made.session.execute(query.order_by(Certificate.id)):
            content = payload.decode(data)
            papers[public_id].append((content.name, content.position))
        for person in self.model.kept.values():
            there = papers.pop(person.public_id, [])
            assert len(there) == len(person.papers)
            for printed, paper in zip(there, person.papers, strict=True):
                assert meaning(printed) == meaning(paper.approved)
                assert printed == paper.printed
        assert papers == {}

    @invariant()
    def no_application_is_lost(self) -> None:
        """Each stands as it was decided, and only a person refuses; five rivals are kept of a
        person, and what goes beyond is counted."""
        query = select(
            Registration.public_id, Registration.standing, Registration.decided_by
        ).where(Registration.event_id == self.event_id)
        rows = self.made.session.execute(query).all()
        standings = {public_id: standing for public_id, standing, _ in rows}
        assert standings == {one.public_id: one.standing for one in self.model.kept.values()}
        undecided = {PENDING, RIVAL}
        assert all(by is not None for _, standing, by in rows if standing not in undecided)
        counted = select(func.sum(Registration.repeats)).where(
            Registration.event_id == self.event_id
        )
        assert self.made.session.scalar(counted) == self.model.counted
        assert len(rows) + self.model.counted == self.model.made

    @invariant()
    def only_who_came_in_has_signed(self) -> None:
        query = (
            select(Registration.public_id)
            .join(Pledge, Pledge.registration_id == Registration.id)
            .where(Registration.event_id == self.event_id, Pledge.revoked_at.is_(None))
        )
        signed = {one.public_id for one in self.model.kept.values() if one.signed}
        assert set(self.made.session.scalars(query)) == signed
        assert all(self.model.kept[each].standing != REFUSED for each in signed)


@in_profiles(6, 25)
def test_no_true_person_is_lost_and_no_word_is_false(
    app: Flask, session: Session, clock: Clock, profile: settings
) -> None:
    numbers = itertools.count(1)

    def applicants() -> Applicants:
        clock.advance(days=2)
        made = factories.world(app, session, clock.now)
        return Applicants(app, made, clock, next(numbers))

    run(applicants, profile)
