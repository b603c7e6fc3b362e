"""A signed certificate with its ornament through HTTP, beside the naive way to one."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench import samples, traffic
from tests.bench.figures import Figure
from tests.bench.platform import Platform
from tests.bench.server import PLATFORM, Server, serving

MOST_MS, MOST_OF_NAIVE, MOST_OF_UNSIGNED = 45.0, 0.3, 0.4
OURS, NAIVE = 200, 30


def measure(made: Platform) -> Iterator[Figure]:
    """CPU of the workers for each of many people's certificates, from a cold start on.

    What is handed out is always signed: beside the naive way that signs, and the one that does not.
    """
    codes = samples.codes()
    with serving(PLATFORM, made.settings) as server:
        ours = _cost(server, codes[:OURS])
    for what, naive, most in (
        ("signed certificate", "signing", MOST_OF_NAIVE),
        ("the same beside one that nobody signs", "create", MOST_OF_UNSIGNED),
    ):
        with serving(f"tests.bench.naive:{naive}()", made.settings) as server:
            yield _figure(what, ours, _cost(server, codes[:NAIVE], naive == "signing"), most)


def _figure(what: str, ours: float, naive: float, most: float) -> Figure:
    return Figure(
        what=what,
        measured=f"{ours:.1f} ms CPU = {ours / naive:.2f} of naive",
        beside=f"WeasyPrint, SVG, nothing cached: {naive:.0f} ms",
        target=f"<= {MOST_MS:.0f} ms, <= {most}",
        met=ours <= MOST_MS and ours <= most * naive,
    )


def _cost(server: Server, codes: list[str], signed: bool = True) -> float:
    """Milliseconds of processor time for one certificate, each of another person."""
    client = traffic.Client(server.port)
    before = server.cpu()
    for code in codes:
        answer = client.send(traffic.get(f"/sertifikat/{code}.pdf"))
        if answer.status != 200 or (b"/ByteRange" in answer.body) != signed:
            raise RuntimeError(f"{code}: {answer.status}")
    return 1000 * (server.cpu() - before) / len(codes)
