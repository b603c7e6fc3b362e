"""The verdict on a code through HTTP, beside a bare view with one query and a template.

One client asks for everybody's code, one after another: what a verdict costs, without what sixteen
clients do to two workers on few cores, which changes from round to round. That is measured as well,
and so is the first time that a worker is asked for each code: what it found true it need not prove
again. Both are told, and neither is held against the target.
"""

from __future__ import annotations

import statistics
import time

from tests.bench import samples, traffic
from tests.bench.figures import Figure
from tests.bench.platform import Platform
from tests.bench.server import PLATFORM, Server, serving

LEAST = 0.5
ROUNDS, WARMING = 5, 4


def measure(made: Platform) -> Figure:
    """Look everybody's code up in both by turns; compare the medians."""
    codes = [traffic.get(f"/v/{code}") for code in samples.codes()]
    bare = "tests.bench.floor:create()"
    with (
        serving(PLATFORM, made.settings, workers=1) as ours,
        serving(bare, made.settings, workers=1) as floor,
    ):
        _one(floor, codes)
        first = _one(ours, codes) / _one(floor, codes)
        verified, looked_up = _medians(*((_one(ours, codes), _one(floor, codes)) for _ in _TURNS))
    with serving(PLATFORM, made.settings) as ours, serving(bare, made.settings) as floor:
        for _ in range(WARMING):  # until each worker has seen nearly all codes
            _many(ours, codes), _many(floor, codes)
        crowd = [(_many(ours, codes), _many(floor, codes)) for _ in _TURNS]
    together, together_bare = _medians(*crowd)
    return Figure(
        what="verification of a code",
        measured=f"{verified:.0f}/s = {verified / looked_up:.2f} of the floor",
        beside=f"one query and a template: {looked_up:.0f}/s; at first sight {first:.2f} of it, "
        f"16 clients {together / together_bare:.2f}",
        target=f">= {LEAST}",
        met=verified / looked_up >= LEAST,
    )


_TURNS = range(ROUNDS)


def _medians(*rates: tuple[float, float]) -> tuple[float, float]:
    ours, floor = map(statistics.median, zip(*rates, strict=True))
    return ours, floor


def _one(server: Server, requests: list[bytes]) -> float:
    """How many verdicts a second one client is given."""
    client = traffic.Client(server.port)
    began = time.perf_counter()
    answers = [client.send(request) for request in requests]
    seconds = time.perf_counter() - began
    client.close()
    return _rate(seconds, answers)


def _many(server: Server, requests: list[bytes]) -> float:
    """How many sixteen are given."""
    return _rate(*traffic.together(server.port, requests))


def _rate(seconds: float, answers: list[traffic.Answer]) -> float:
    if {answer.status for answer in answers} != {200}:
        raise RuntimeError("a code without a verdict")
    return len(answers) / seconds
