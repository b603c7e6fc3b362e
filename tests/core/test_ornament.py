"""The ornament is a picture of the statement's digest: the same one always, another for others."""

import hashlib
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import ornament

DIGESTS = st.binary(min_size=32, max_size=32)
STATEMENT = hashlib.sha256(b"ikrar\n").digest()


def joints(curve: ornament.Curve) -> list[ornament.Point]:
    return list(curve.points[::3])


@given(DIGESTS)
def test_a_rosette_lies_in_the_unit_circle_and_leaves_its_eye_open(digest: bytes) -> None:
    for curve in ornament.rosette(digest):
        radii = [math.hypot(x, y) for x, y in joints(curve)]
        assert max(radii) <= 1.000001
        assert min(radii) >= 0.1899


@given(DIGESTS)
def test_every_ring_is_one_closed_line(digest: bytes) -> None:
    for curve in ornament.rosette(digest):
        assert math.dist(curve.points[0], curve.points[-1]) < 1e-9
        inner = {(round(x, 9), round(y, 9)) for x, y in joints(curve)[:-1]}
        assert len(inner) == len(joints(curve)) - 1, "no petal is drawn twice"


@given(DIGESTS)
def test_the_path_for_the_web_is_small(digest: bytes) -> None:
    paths = [curve.svg() for curve in ornament.rosette(digest)]
    assert sum(map(len, paths)) < 12_000


def test_the_path_says_what_the_curve_says() -> None:
    curve = ornament.rosette(STATEMENT)[3]
    ends, x, y = [], 0, 0
    for number, piece in enumerate(curve.svg(1000).replace("s", "c").split("c")):
        numbers = [int(n) for n in piece.replace("M", "").replace("-", " -").split()]
        x, y = (numbers[0], numbers[1]) if not number else (x + numbers[-2], y + numbers[-1])
        ends.append((x, y))
    assert ends == [(round(px * 1000), round(py * 1000)) for px, py in joints(curve)]


def test_pieces_join_without_a_corner() -> None:
    for curve in (*ornament.rosette(STATEMENT), *ornament.band(STATEMENT, 33, 210).figure):
        for before, joint, after in zip(
            curve.points[2::3], curve.points[3::3], curve.points[4::3], strict=False
        ):
            assert math.dist(before, joint) == pytest.approx(math.dist(joint, after), rel=1e-3)
            middle = ((before[0] + after[0]) / 2, (before[1] + after[1]) / 2)
            assert middle == pytest.approx(joint, abs=1e-3)


@given(DIGESTS)
def test_a_band_stays_in_its_box(digest: bytes) -> None:
    band = ornament.band(digest, 33, 210)
    for curve in band.ground + band.figure:
        assert all(-0.001 <= x <= 33.001 and -0.001 <= y <= 210.001 for x, y in joints(curve))
        assert (joints(curve)[0][1], joints(curve)[-1][1]) == pytest.approx((0, 210))


def test_the_same_digest_draws_the_same_and_each_of_its_first_bytes_counts() -> None:
    def drawn(digest: bytes) -> str:
        return "".join(curve.svg() for curve in ornament.rosette(digest))

    assert drawn(STATEMENT) == drawn(bytes(STATEMENT))
    changed = [
        STATEMENT[:place] + bytes([STATEMENT[place] ^ 0x42]) + STATEMENT[place + 1 :]
        for place in range(12)
    ]
    for one, other in itertools.combinations([STATEMENT, *changed], 2):
        assert drawn(one) != drawn(other)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_anything_but_a_sha_256_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        ornament.rosette(bytes(size))
