"""What ought to hold about accounts, told without the platform: who was given what, and by whom.

Times come from the papers: an invitation lives 72 hours, a password link one, a session twelve, or
one without use.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

OBSERVER, CONDUCTOR, ORGANISER, OWNER = "observer", "conductor", "organiser", "owner"
ORGANISING = (ORGANISER, OWNER)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Invited:
    """A role offered to an address. `path` is the link of its latest letter."""

    event: str
    to: str
    role: str
    by: str
    number: int
    path: str
    sent: datetime
    letters: int = 1
    ended: bool = False

    def open(self, now: datetime) -> bool:
        """Whether its link may still be used."""
        return not self.ended and now < self.sent + 72 * HOUR


@dataclass
class MailedLink:
    """A link for a new password."""

    to: str
    at: datetime
    ended: bool = False


@dataclass
class Sitting:
    """A session, held by one browser and by every copy of its cookie.

    A use is noted at most every five minutes, and some pages do not ask who is there: the last use
    noted lies between `earliest` and `latest`.
    """

    who: str
    token: str
    began: datetime
    earliest: datetime
    latest: datetime
    answered: datetime | None = None
    """When the second factor was given."""
    ended: bool = False

    @property
    def hashed(self) -> str:
        """What the platform keeps of the token."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    def touch(self, now: datetime, *, sure: bool) -> None:
        """A page was asked for; `sure` if it asks who is there."""
        noted = now - self.earliest >= 5 * MINUTE
        if sure and now - self.latest >= 5 * MINUTE:
            self.earliest = now
        if noted:
            self.latest = now

    def over(self, now: datetime) -> bool:
        """Whether it has certainly ended."""
        return self.ended or now >= self.began + 12 * HOUR or now >= self.latest + HOUR

    def unsure(self, now: datetime) -> bool:
        """Whether it may have been idle too long."""
        return not self.over(now) and now >= self.earliest + HOUR


@dataclass
class Factor:
    """A second factor; without a secret it is owed. `owed`: for a role, it has to be set up."""

    secret: str = ""
    owed: bool = False


@dataclass
class Accounts:
    """Everything that was given, chosen and ended. Roles are by event and address."""

    passwords: dict[str, str] = field(default_factory=dict)
    roles: dict[tuple[str, str], str] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    sittings: list[Sitting] = field(default_factory=list)
    invited: dict[str, Invited] = field(default_factory=dict)
    """By the path of any link that was ever sent."""
    mailed: dict[str, MailedLink] = field(default_factory=dict)

    def state(self, sitting: Sitting | None, now: datetime) -> str:
        """What a browser with this session meets: `in`, `out`, or the second factor."""
        if sitting is None or sitting.over(now):
            return "out"
        factor = self.factors.get(sitting.who)
        if factor is None or sitting.answered is not None:
            return "in"
        return "code" if factor.secret else "enrol"

    def has_proved(self, sitting: Sitting, now: datetime, *, password: bool) -> bool:
        """Whether a weighty act asks nothing more: the second factor was given within ten minutes,
        or, without one, and if a `password` is asked for, that."""
        factor = self.factors.get(sitting.who)
        if factor is None or not factor.secret:
            return not password or now <= sitting.began + 10 * MINUTE
        return sitting.answered is not None and now <= sitting.answered + 10 * MINUTE

    def owes(self, who: str, event: str) -> None:
        """Whoever is more than an observer at the live event owes a second factor."""
        if self.roles.get((event, who), OBSERVER) != OBSERVER:
            self.factors.setdefault(who, Factor()).owed = True

    def offers(self, event: str) -> list[Invited]:
        """Every invitation of an event, each once."""
        every = {each.number: each for each in self.invited.values()}
        return [each for each in every.values() if each.event == event]

    def may_be_offered(self, event: str, to: str, by: str, now: datetime) -> bool:
        """Whether an organiser may invite this address now."""
        waiting = any(each.to == to and each.open(now) for each in self.offers(event))
        return (event, to) not in self.roles and not waiting and not self.flooded(event, by, now)

    def flooded(self, event: str, by: str, now: datetime) -> bool:
        """Whether the letters of this hour are spent: the event's, or the inviter's."""
        every = {each.number: each for each in self.invited.values() if each.sent > now - HOUR}
        of_event = (each.letters for each in every.values() if each.event == event)
        of_account = (each.letters for each in every.values() if each.by == by)
        return max(sum(of_event), sum(of_account)) >= 20

    def withdraw(self, event: str, now: datetime, *, by: str = "", to: str = "") -> None:
        """End what somebody offered; to one address, only what has expired."""
        for each in self.offers(event):
            if (by and each.by == by) or (to and each.to == to and not each.open(now)):
                each.ended = True

    def end_sittings(self, who: str) -> None:
        """A new password ends every session."""
        for each in self.sittings:
            each.ended = each.ended or each.who == who

    def end_mailed(self, who: str) -> None:
        """One that was used ends every other."""
        for each in self.mailed.values():
            each.ended = each.ended or each.to == who
