"""Invitations to an event's team. A role begins when the invited mailbox has answered.

The invitee chooses name and password; an account that exists keeps both and accepts by signing in.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from declare.accounts import directory, mailed_links, team
from declare.accounts.models import Account, Invitation, Role
from declare.accounts.team import AnyEvent
from declare.errors import Forbidden, Gone, Invalid, NotFound, TooManyAttempts

LIFE = timedelta(hours=72)
PAUSE = timedelta(minutes=15)
"""Between two letters of one invitation."""
LETTERS = 5
"""Letters of one invitation."""
HOURLY = 20
"""Letters of one event, and of all invitations of one account, within an hour."""
OFFERED = (Role.OBSERVER, Role.CONDUCTOR, Role.ORGANISER)
"""Roles that an invitation can give; an event is only handed over by its owner."""

PURPOSE = "invitation"


class InvitationEnded(Gone):
    """The invitation was accepted or withdrawn, or its 72 hours are over."""


def invite(
    session: Session,
    key: bytes,
    event: AnyEvent,
    by: Account,
    email: str,
    role: Role,
    now: datetime,
) -> Invitation:
    """Offer a role to an address.

    Raises Invalid for an unusable address, a member, or one that was invited already;
    TooManyAttempts beyond HOURLY.
    """
    address = directory.mail_address(email)
    if role not in OFFERED:
        raise Invalid("Pilih peran.", "role")
    _refuse_member(session, event, address)
    _end_expired(session, event, address, now)
    _refuse_flood(session, event, by.id, now)
    invitation = Invitation(
        event_id=event.id, email=address, role=role, invited_by=by.id, created_at=now, letters=0
    )
    _renew(invitation, key, now)
    try:
        with session.begin_nested():
            session.add(invitation)
    except IntegrityError:
        raise Invalid("Alamat ini sudah diundang.", "email") from None
    return invitation


def _refuse_member(session: Session, event: AnyEvent, address: str) -> None:
    account = directory.by_email(session, address)
    if account is not None and team.role(session, account.id, event.id) is not None:
        raise Invalid("Akun ini sudah menjadi anggota.", "email")


def _end_expired(session: Session, event: AnyEvent, address: str, now: datetime) -> None:
    for old in session.scalars(_open(event).where(Invitation.email == address)):
        if now >= old.expires_at:
            old.ended_at = now
    session.flush()


def _refuse_flood(session: Session, event: AnyEvent, account_id: int, now: datetime) -> None:
    """Limit letters by event, and by account: a draft costs nothing, and its title is in them."""
    letters = func.coalesce(func.sum(Invitation.letters), 0)
    recent = select(letters).where(Invitation.sent_at > now - timedelta(hours=1))
    of_event = recent.where(Invitation.event_id == event.id)
    of_account = recent.where(Invitation.invited_by == account_id)
    if max(session.scalars(of_event).one(), session.scalars(of_account).one()) >= HOURLY:
        raise TooManyAttempts("Terlalu banyak undangan dalam satu jam. Coba lagi nanti.")


def _renew(invitation: Invitation, key: bytes, now: datetime) -> None:
    """Give the invitation a new token, which ends the one before, and a new term."""
    invitation.nonce = mailed_links.new_nonce()
    invitation.token_hash = mailed_links.digest(token(key, invitation))
    invitation.sent_at, invitation.expires_at = now, now + LIFE
    invitation.letters += 1


def token(key: bytes, invitation: Invitation) -> str:
    """The token in the link of an invitation."""
    return mailed_links.token(key, PURPOSE, invitation.nonce)


def resend(session: Session, key: bytes, event: AnyEvent, number: int, now: datetime) -> Invitation:
    """Begin the invitation's term anew, with another link. Raises NotFound, and TooManyAttempts
    within PAUSE and beyond LETTERS."""
    invitation = find(session, event, number)
    if now < invitation.sent_at + PAUSE or invitation.letters >= LETTERS:
        raise TooManyAttempts("Undangan ini baru saja dikirim. Coba lagi 15 menit lagi.")
    _refuse_flood(session, event, invitation.invited_by, now)
    _renew(invitation, key, now)
    session.flush()
    return invitation


def withdraw(session: Session, event: AnyEvent, number: int, now: datetime) -> Invitation:
    """End an invitation that was not accepted. Raises NotFound."""
    invitation = find(session, event, number)
    invitation.ended_at = now
    session.flush()
    return invitation


def withdraw_of(session: Session, event: AnyEvent, account_id: int, now: datetime) -> None:
    """End what an account offered that is no organiser any more."""
    for invitation in session.scalars(_open(event).where(Invitation.invited_by == account_id)):
        invitation.ended_at = now
    session.flush()


def withdraw_of_others(
    session: Session, event: AnyEvent, owner_id: int, now: datetime
) -> list[Invitation]:
    """End what others than the owner offered to future organisers; return what was ended."""
    query = _open(event).where(Invitation.invited_by != owner_id, Invitation.role == Role.ORGANISER)
    ended = list(session.scalars(query.order_by(Invitation.id)))
    for invitation in ended:
        invitation.ended_at = now
    session.flush()
    return ended


def find(session: Session, event: AnyEvent, number: int) -> Invitation:
    """An open invitation of the event, locked. Raises NotFound."""
    query = _open(event).where(Invitation.id == number).with_for_update()
    invitation = session.scalar(query) if number < 2**31 else None
    if invitation is None:
        raise NotFound
    return invitation


def pending(session: Session, event: AnyEvent) -> list[Invitation]:
    """What the event offered and nobody accepted or withdrew, expired ones as well."""
    return list(session.scalars(_open(event).order_by(Invitation.id)))


def by_token(session: Session, text: str, now: datetime) -> Invitation:
    """The open invitation of a link. Raises NotFound and InvitationEnded."""
    query = select(Invitation).where(Invitation.token_hash == mailed_links.digest(text))
    invitation = session.scalar(query)
    if invitation is None:
        raise NotFound
    _refuse_ended(invitation, now)
    return invitation


def _refuse_ended(invitation: Invitation, now: datetime) -> None:
    if invitation.ended_at is not None or now >= invitation.expires_at:
        raise InvitationEnded


def _lock(session: Session, invitation: Invitation, now: datetime) -> None:
    """Lock the invitation and read it again: of two acceptances at once, one is the second."""
    query = select(Invitation).where(Invitation.id == invitation.id).with_for_update()
    session.scalar(query.execution_options(populate_existing=True))
    _refuse_ended(invitation, now)


def account_of(session: Session, invitation: Invitation) -> Account | None:
    """The account that must sign in to accept.

    None where the link itself decides name and password: there is no account, or one whose mailbox
    never answered and whose password others may know.
    """
    account = directory.by_email(session, invitation.email)
    return account if account is not None and account.proved_at is not None else None


def accept(
    session: Session, event: AnyEvent, invitation: Invitation, account: Account, now: datetime
) -> None:
    """Give the signed-in account the offered role. Raises Forbidden for another address."""
    _lock(session, invitation, now)
    if account.email != invitation.email or account.proved_at is None:
        raise Forbidden
    _join(session, event, invitation, account, now)


def accept_with_password(
    session: Session,
    event: AnyEvent,
    invitation: Invitation,
    now: datetime,
    *,
    name: str,
    password: str,
) -> Account:
    """Accept as the owner of the mailbox alone: makes the account, or takes over one that was never
    proved. Raises Forbidden where an account must sign in, and Invalid."""
    _lock(session, invitation, now)
    if account_of(session, invitation) is not None:
        raise Forbidden
    account = directory.by_email(session, invitation.email)
    if account is None:
        account = directory.create(session, invitation.email, name, password, now, may_create=False)
    else:
        directory.prove(session, account, password, now, name=name)
    _join(session, event, invitation, account, now)
    return account


def _join(
    session: Session, event: AnyEvent, invitation: Invitation, account: Account, now: datetime
) -> None:
    if team.role(session, account.id, event.id) is None:
        team.join(session, account, event, Role(invitation.role))
    invitation.ended_at, invitation.accepted_by = now, account.id
    session.flush()


def _open(event: AnyEvent) -> Select[Invitation]:
    return select(Invitation).where(Invitation.event_id == event.id, Invitation.ended_at.is_(None))
