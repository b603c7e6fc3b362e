"""The participant's room: waiting for signing to open, attendance, and the agenda."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from flask import g, jsonify, render_template, session
from flask.typing import ResponseReturnValue

from declare.core.window import WindowState
from declare.counts import service as counts
from declare.database import db
from declare.events import event_page
from declare.pledges import revocation, signing_window, tally
from declare.presence import service as presence
from declare.web import identity
from declare.web.access import allow
from declare.web.context import now, see_other


@dataclass(frozen=True)
class Room:
    """State that the room shows at one moment.

    `version` changes whenever the page must be loaded again; `running` is the index of the running
    agenda item, or -1; `remaining` is the countdown in seconds.
    """

    signing: WindowState
    signed: bool
    running: int
    present: int
    registered: int
    remaining: int

    @property
    def version(self) -> str:
        return f"{self.signing}.{self.running}.{int(self.signed)}"


@allow("participant")
def room(slug: str) -> ResponseReturnValue:
    """The room of the participant that this browser acts as."""
    state = _state(now())
    return render_template(
        "room/room.html",
        event=g.event,
        registration=g.registration,
        room=state,
        revoked=[] if state.signed else revocation.of(db.session(), g.registration),
        present_at=presence.first_at(db.session(), g.registration),
        agenda=_agenda(state.running),
    )


@allow("participant")
def news(slug: str) -> ResponseReturnValue:
    """Room state as JSON, polled by the page's script every few seconds."""
    state = _state(now())
    return jsonify(
        state=state.version,
        present=state.present,
        registered=state.registered,
        remaining=state.remaining,
    )


@allow("participant")
def check_in(slug: str) -> ResponseReturnValue:
    """Record the participant's attendance."""
    presence.check_in(db.session(), g.event, g.registration, now())
    db.session.commit()
    identity.remember(session, g.event, g.registration)
    return see_other("registrations.room", slug=slug)


def _state(at: datetime) -> Room:
    event = g.event
    count = counts.count(db.session(), event, at)
    closes = event.closes_at or at
    return Room(
        signing=signing_window.state(event, at),
        signed=tally.current(db.session(), g.registration) is not None,
        running=_running(at),
        present=count.present,
        registered=count.registered,
        remaining=max(0, int((closes - at).total_seconds())),
    )


def _agenda(running: int) -> list[dict[str, object]]:
    lines = enumerate(event_page.agenda(g.event))
    return [asdict(line) | {"now": place == running} for place, line in lines]


def _running(at: datetime) -> int:
    """Index of the agenda item that runs now; -1 before the first and after the end."""
    event = g.event
    if event.ends_at is not None and at >= event.ends_at:
        return -1
    begun = [
        place for place, item in enumerate(event.agenda) if item.starts_at and item.starts_at <= at
    ]
    return max(begun, default=-1)
