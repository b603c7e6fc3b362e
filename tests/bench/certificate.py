"""A certificate with its ornament through HTTP, beside the naive way."""

from __future__ import annotations

from tests.bench import samples, traffic
from tests.bench.figures import Figure
from tests.bench.platform import Platform
from tests.bench.server import PLATFORM, Server, serving

MOST_MS, MOST_OF_NAIVE = 45.0, 0.4
OURS, NAIVE = 200, 30


def measure(made: Platform) -> Figure:
    """CPU of the workers for each of many people's certificates, from a cold start on."""
    codes = samples.codes()
    with serving(PLATFORM, made.settings) as server:
        ours = _cost(server, codes[:OURS])
    with serving("tests.bench.naive:create()", made.settings) as server:
        naive = _cost(server, codes[:NAIVE])
    return Figure(
        what="certificate",
        measured=f"{ours:.1f} ms CPU = {ours / naive:.2f} of naive",
        beside=f"WeasyPrint, SVG, nothing cached: {naive:.0f} ms",
        target=f"<= {MOST_MS:.0f} ms, <= {MOST_OF_NAIVE}",
        met=ours <= MOST_MS and ours <= MOST_OF_NAIVE * naive,
    )


def _cost(server: Server, codes: list[str]) -> float:
    """Milliseconds of processor time for one certificate, each of another person."""
    client = traffic.Client(server.port)
    before = server.cpu()
    for code in codes:
        answer = client.send(traffic.get(f"/sertifikat/{code}.pdf"))
        if answer.status != 200 or not answer.body.startswith(b"%PDF-"):
            raise RuntimeError(f"{code}: {answer.status}")
    return 1000 * (server.cpu() - before) / len(codes)
