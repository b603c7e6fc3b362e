"""What a worker holds after it has served every kind of page."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy import select
from werkzeug.routing import Rule

from declare.database import db
from declare.events.models import Event
from declare.press import typesetter_process
from declare.registrations import links
from declare.registrations.models import Registration
from declare.web import identity
from tests.bench import samples, traffic
from tests.bench.figures import Figure
from tests.bench.platform import Platform
from tests.bench.server import PLATFORM, Server, serving

MOST_MIB = 150.0
CERTIFICATES = 160
OPEN_EVENT = "contoh"


def measure(made: Platform) -> Figure:
    """One worker serves all: pages one by one, then certificates to 16 clients at once.

    Beside it stands what it starts meanwhile, at its largest; that must be gone when it is idle.
    """
    person = db.session.scalars(
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.slug == OPEN_EVENT)
        .order_by(Registration.id)
        .limit(1)
    ).one()
    with serving("tests.bench.floor:create()", made.settings, workers=1) as server:
        floor = server.memory()
    with serving(PLATFORM, made.settings, workers=1) as server:
        client, started = traffic.Client(server.port), 0.0
        for request in (*_pages(made, person), *_forms(made, person)):
            answer = client.send(request)
            if answer.status >= 500:
                raise RuntimeError(f"{request.splitlines()[0]!r}: {answer.status}")
            started = max(started, server.beside())
        downloads = [traffic.get(f"/sertifikat/{c}.pdf") for c in samples.codes()[:CERTIFICATES]]
        traffic.together(server.port, downloads)
        held, started = server.memory(), max(started, server.beside())
        gone = _ends(server)
    return Figure(
        what="memory of a worker",
        measured=f"{held:.0f} MiB",
        beside=(
            f"a worker of the bare view: {floor:.0f} MiB; "
            f"the foundry, there while designs are new: {started:.0f} MiB"
        ),
        target=f"<= {MOST_MIB:.0f} MiB",
        met=held <= MOST_MIB and gone,
    )


def _ends(server: Server) -> bool:
    """Whether all that the worker started ends by itself."""
    deadline = time.monotonic() + typesetter_process.IDLE + 5
    while server.beside() and time.monotonic() < deadline:
        time.sleep(0.2)
    return not server.beside()


def _session(made: Platform, person: Registration) -> str:
    """A browser that is the organiser's and has brought a participant's link."""
    event = db.session.get_one(Event, person.event_id)
    known: dict[str, object] = {}
    identity.remember(known, event, person)
    return made.cookie(account=samples.organiser_session(), **known)


def _pages(made: Platform, person: Registration) -> Iterator[bytes]:
    """Every route that answers GET, for the open event and for the campaign."""
    cookie = _session(made, person)
    adapter = made.app.url_map.bind("127.0.0.1")
    for slug in (OPEN_EVENT, samples.CAMPAIGN):
        values = {"slug": slug, "code": samples.codes()[0], "province": "35", "size": 1}
        values["token"] = links.link(made.app.extensions["keyring"], "", person)[3:]
        values["public_id"] = person.public_id
        for rule in made.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                given = {name: values.get(name) or _first(rule, name) for name in rule.arguments}
                yield traffic.get(adapter.build(rule.endpoint, given, method="GET"), cookie)


def _first(rule: Rule, name: str) -> object:
    """A value for a place of a route that nothing here stands for."""
    choices = getattr(rule._converters[name], "items", None)
    return sorted(choices)[0] if choices else 1


def _forms(made: Platform, person: Registration) -> Iterator[bytes]:
    """The heavy ones among the POSTs: a password, a code, a signature."""
    cookie, token = _session(made, person), made.token()
    yield traffic.post(
        "/panitia/masuk", cookie, csrf_token=token, email="a@b.id", password="x" * 12
    )
    yield traffic.post("/verifikasi", cookie, csrf_token=token, code=samples.codes()[0])
    yield traffic.post(
        f"/acara/{OPEN_EVENT}/ikrar",
        cookie,
        csrf_token=token,
        registration=person.public_id,
        agree="y",
    )
