"""Four eyes: where an event asks for it, a weighty act is proposed by one organiser, and confirmed
by another one within a quarter of an hour. Opening, pausing, announcing and closing never wait.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from declare.accounts.models import Account, Membership, Proposal, Role
from declare.accounts.team import AnyEvent
from declare.errors import Conflict, Gone, NotFound

TERM = timedelta(minutes=15)
_ORGANISERS = [role for role in Role if role.organises]


class ProposalEnded(Gone):
    """The proposal was confirmed, withdrawn or replaced, is older than a quarter of an hour, or its
    account organises the event no more."""


@dataclass(frozen=True)
class Act:
    """What is to be done: an endpoint, the public id that it is done to, the form's values, and
    what the act would find: where that has changed, the act is another one."""

    name: str
    subject: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Waiting:
    """A proposal with the name of its account."""

    proposal: Proposal
    name: str


def propose(
    session: Session, event: AnyEvent, account_id: int, act: Act, now: datetime
) -> Proposal:
    """Write down what a first organiser wants. It replaces what waits for the same subject."""
    for waiting in waiting_for(session, event, now):
        if (waiting.proposal.act, waiting.proposal.subject) == (act.name, act.subject):
            waiting.proposal.ended_at = now
    proposal = Proposal(
        event_id=event.id,
        act=act.name,
        subject=act.subject,
        values=dict(act.values),
        account_id=account_id,
        created_at=now,
    )
    session.add(proposal)
    session.flush()
    return proposal


def confirm(
    session: Session, event: AnyEvent, number: str, account_id: int, act: Act, now: datetime
) -> None:
    """End the proposal, because a second organiser does exactly what it says.

    Raises NotFound, ProposalEnded, and Conflict for the proposer or for another act than proposed.
    """
    proposal = _locked(session, event, number)
    if proposal not in [each.proposal for each in waiting_for(session, event, now)]:
        raise ProposalEnded
    if proposal.account_id == account_id:
        raise Conflict("Usulan harus dikonfirmasi oleh panitia lain.")
    if Act(proposal.act, proposal.subject, proposal.values) != act:
        raise Conflict("Isian tidak sama dengan yang diusulkan.")
    proposal.ended_at, proposal.confirmed_by = now, account_id
    session.flush()


def withdraw(session: Session, event: AnyEvent, number: str, now: datetime) -> Proposal:
    """End a proposal without doing it. Raises NotFound and ProposalEnded."""
    proposal = _locked(session, event, number)
    if proposal.ended_at is not None:
        raise ProposalEnded
    proposal.ended_at = now
    session.flush()
    return proposal


def waiting_for(session: Session, event: AnyEvent, now: datetime) -> list[Waiting]:
    """What waits for a second organiser, oldest first."""
    query = (
        select(Proposal, Account.name)
        .join(Account, Account.id == Proposal.account_id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Proposal.event_id == event.id,
            Membership.event_id == event.id,
            Membership.role.in_(_ORGANISERS),
            Proposal.ended_at.is_(None),
            Proposal.created_at > now - TERM,
        )
        .order_by(Proposal.id)
    )
    return [Waiting(proposal, name) for proposal, name in session.execute(query)]


def _locked(session: Session, event: AnyEvent, number: str) -> Proposal:
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound
    query = select(Proposal).where(Proposal.id == int(number), Proposal.event_id == event.id)
    proposal = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if proposal is None:
        raise NotFound
    return proposal
