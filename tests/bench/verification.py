"""The verdict on a code through HTTP, beside a bare view with one query and a template."""

from __future__ import annotations

import statistics

from tests.bench import samples, traffic
from tests.bench.figures import Figure
from tests.bench.platform import Platform
from tests.bench.server import PLATFORM, Server, serving

LEAST = 0.5
ROUNDS, WARMING = 7, 128


def measure(made: Platform) -> Figure:
    """Look everybody's code up in both by turns; compare the medians."""
    codes = samples.codes()
    with (
        serving(PLATFORM, made.settings) as ours,
        serving("tests.bench.floor:create()", made.settings) as floor,
    ):
        _rate(ours, codes[:WARMING]), _rate(floor, codes[:WARMING])
        rates = [(_rate(ours, codes), _rate(floor, codes)) for _ in range(ROUNDS)]
    verified, looked_up = map(statistics.median, zip(*rates, strict=True))
    return Figure(
        what="verification of a code",
        measured=f"{verified:.0f}/s = {verified / looked_up:.2f} of the floor",
        beside=f"one query and a template: {looked_up:.0f}/s",
        target=f">= {LEAST}",
        met=verified / looked_up >= LEAST,
    )


def _rate(server: Server, codes: list[str]) -> float:
    """How many verdicts are given in a second, each on another person's certificate."""
    requests = [traffic.get(f"/v/{code}") for code in codes]
    seconds, answers = traffic.together(server.port, requests)
    found = {answer.status for answer in answers}
    if found != {200} or len(answers) != len(requests):
        raise RuntimeError(f"{len(answers)} answers, {found}")
    return len(requests) / seconds
