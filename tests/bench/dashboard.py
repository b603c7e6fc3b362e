"""The organiser's dashboard of a campaign that 618 people have signed."""

from __future__ import annotations

import statistics

from tests.bench import samples, traffic
from tests.bench.figures import Figure
from tests.bench.platform import Platform
from tests.bench.server import PLATFORM, Server, serving

MOST_MS = 60.0
TIMES, WARMING = 40, 10


def measure(made: Platform) -> Figure:
    """The median of many answers, beside that of a page that only says that it is alive."""
    cookie = made.cookie(account=samples.organiser_session())
    with serving(PLATFORM, made.settings) as server:
        board = _median(server, traffic.get(f"/panitia/acara/{samples.CAMPAIGN}/", cookie))
        floor = _median(server, traffic.get("/healthz"))
    return Figure(
        what=f"dashboard of {samples.SIGNED}",
        measured=f"{board:.1f} ms",
        beside=f"/healthz: {floor:.1f} ms",
        target=f"<= {MOST_MS:.0f} ms",
        met=board <= MOST_MS,
    )


def _median(server: Server, request: bytes) -> float:
    client = traffic.Client(server.port)
    answers = [client.send(request) for _ in range(WARMING + TIMES)]
    if {answer.status for answer in answers} != {200}:
        raise RuntimeError(f"answered {answers[-1].status}")
    return 1000 * statistics.median(answer.seconds for answer in answers[WARMING:])
