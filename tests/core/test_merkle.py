"""RFC 6962 trees against the RFC's own definitions, published vectors and altered proofs."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import merkle
from declare.core.merkle import ProofError
from tests.core import vectors

SMALL = 40


# The naive reference: RFC 6962 §2.1, word for word, over the entries themselves.


def power(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d: Sequence[bytes]) -> bytes:
    if len(d) < 2:
        return sha256(b"\x00" + d[0]).digest() if d else sha256(b"").digest()
    k = power(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: Sequence[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = power(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: Sequence[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = power(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


class Tree:
    """Complete-subtree hashes in a dictionary, made by appending."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.hashes: dict[tuple[int, int], bytes] = {}
        self.leaves = [merkle.leaf_hash(entry) for entry in entries]
        for size, leaf in enumerate(self.leaves):
            self.append(size, leaf)

    def append(self, size: int, leaf: bytes) -> None:
        for level, index, digest in merkle.additions(size, leaf, self.read):
            assert (level, index) not in self.hashes, "an append overwrites"
            self.hashes[level, index] = digest

    def read(self, level: int, index: int) -> bytes:
        return self.hashes[level, index]


ENTRIES = [f"entry {number}".encode() for number in range(SMALL)]
TREE = Tree(ENTRIES)
ROOTS = [mth(ENTRIES[:size]) for size in range(SMALL + 1)]


def test_root_after_each_of_1100_appends():
    entries = [number.to_bytes(2) for number in range(1100)]
    tree = Tree([])
    for size, entry in enumerate(entries):
        tree.append(size, merkle.leaf_hash(entry))
        assert merkle.root_at(size + 1, tree.read) == mth(entries[: size + 1])


def test_stored_hashes_are_exactly_the_complete_subtrees():
    places = {(level, i) for level in range(6) for i in range(SMALL >> level)}
    assert set(TREE.hashes) == places
    for level, index in places:
        assert TREE.read(level, index) == mth(ENTRIES[index << level : (index + 1) << level])


def test_roots_of_earlier_sizes():
    for size, root in enumerate(ROOTS):
        assert merkle.root_at(size, TREE.read) == root
        assert merkle.root(TREE.leaves[:size]) == root


def test_all_inclusion_proofs_of_small_trees():
    for size in range(1, SMALL + 1):
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, TREE.read)
            assert proof == path(index, ENTRIES[:size])
            merkle.verify_inclusion(TREE.leaves[index], index, size, proof, ROOTS[size])


def test_all_consistency_proofs_of_small_trees():
    for new in range(SMALL + 1):
        for old in range(new + 1):
            proof = merkle.consistency_proof(old, new, TREE.read)
            assert proof == (subproof(old, ENTRIES[:new], True) if old else [])
            merkle.verify_consistency(old, new, proof, ROOTS[old], ROOTS[new])


PUBLISHED = vectors.read("merkle")
PUBLISHED_TREE = Tree([bytes.fromhex(leaf) for leaf in PUBLISHED["leaves"]])
PUBLISHED_ROOTS = [bytes.fromhex(root) for root in PUBLISHED["roots"]]


def test_published_roots():
    for size, root in enumerate(PUBLISHED_ROOTS):
        assert merkle.root_at(size, PUBLISHED_TREE.read) == root
        assert merkle.root(PUBLISHED_TREE.leaves[:size]) == root


@pytest.mark.parametrize("case", PUBLISHED["inclusion"])
def test_published_inclusion_proofs(case):
    index, size = case["index"], case["size"]
    proof = [bytes.fromhex(digest) for digest in case["proof"]]
    assert merkle.inclusion_proof(index, size, PUBLISHED_TREE.read) == proof
    leaf = PUBLISHED_TREE.leaves[index]
    merkle.verify_inclusion(leaf, index, size, proof, PUBLISHED_ROOTS[size])


@pytest.mark.parametrize("case", PUBLISHED["consistency"])
def test_published_consistency_proofs(case):
    old, new = case["old"], case["new"]
    proof = [bytes.fromhex(digest) for digest in case["proof"]]
    assert merkle.consistency_proof(old, new, PUBLISHED_TREE.read) == proof
    merkle.verify_consistency(old, new, proof, PUBLISHED_ROOTS[old], PUBLISHED_ROOTS[new])


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0), (5, 4)])
def test_no_inclusion_outside_the_tree(index, size):
    with pytest.raises(ProofError):
        merkle.inclusion_proof(index, size, TREE.read)
    with pytest.raises(ProofError):
        merkle.verify_inclusion(TREE.leaves[0], index, size, [], TREE.leaves[0])


@pytest.mark.parametrize(("old", "new"), [(-1, 4), (5, 4), (1, 0), (-2, -1)])
def test_no_consistency_outside_the_tree(old, new):
    with pytest.raises(ProofError):
        merkle.consistency_proof(old, new, TREE.read)
    with pytest.raises(ProofError):
        merkle.verify_consistency(old, new, [], TREE.leaves[0], TREE.leaves[0])


def test_from_the_empty_tree_only_the_empty_proof():
    with pytest.raises(ProofError):
        merkle.verify_consistency(0, 3, [ROOTS[3]], ROOTS[0], ROOTS[3])
    with pytest.raises(ProofError):
        merkle.verify_consistency(0, 3, [], ROOTS[1], ROOTS[3])
    with pytest.raises(ProofError):
        merkle.verify_consistency(0, 0, [], ROOTS[0], ROOTS[1])
    with pytest.raises(ProofError):
        merkle.verify_consistency(0, 0, [], ROOTS[1], ROOTS[1])


def test_between_equal_sizes_only_the_empty_proof_and_equal_roots():
    with pytest.raises(ProofError):
        merkle.verify_consistency(3, 3, [ROOTS[3]], ROOTS[3], ROOTS[3])
    with pytest.raises(ProofError):
        merkle.verify_consistency(3, 3, [], ROOTS[3], ROOTS[4])


def flip(digest: bytes, bit: int) -> bytes:
    return (int.from_bytes(digest) ^ (1 << bit)).to_bytes(32)


@st.composite
def altered(draw: st.DrawFn, *hashes: bytes) -> list[bytes]:
    """Some other list of hashes: a bit, a place, an element more, less or moved, a shifted byte."""
    made = list(hashes)
    place = draw(st.integers(0, len(made) - 1))
    match draw(st.sampled_from(["bit", "drop", "repeat", "swap", "shift", "garbage"])):
        case "bit":
            made[place] = flip(made[place], draw(st.integers(0, 255)))
        case "drop":
            del made[place]
        case "repeat":
            made.insert(place, made[place])
        case "swap":
            other = draw(st.integers(0, len(made) - 1))
            made[place], made[other] = made[other], made[place]
        case "shift":
            made[place - 1 : place + 1] = [made[place - 1] + made[place][:1], made[place][1:]]
        case "garbage":
            made.insert(place, draw(st.binary(max_size=40)))
    return made


@given(st.data())
def test_an_altered_inclusion_proof_is_refused(data):
    size = data.draw(st.integers(2, SMALL))
    index = data.draw(st.integers(0, size - 1))
    right = path(index, ENTRIES[:size])
    proof = data.draw(altered(*right).filter(lambda made: made != right))
    with pytest.raises(ProofError):
        merkle.verify_inclusion(TREE.leaves[index], index, size, proof, ROOTS[size])


@given(st.data())
def test_an_inclusion_proof_shows_one_leaf_at_one_place_under_one_root(data):
    size = data.draw(st.integers(2, SMALL))
    index, other = data.draw(st.permutations(range(size)))[:2]
    proof, leaf, root = path(index, ENTRIES[:size]), TREE.leaves[index], ROOTS[size]
    bit = data.draw(st.integers(0, 255))
    for claim in [
        (flip(leaf, bit), index, size, proof, root),
        (leaf, other, size, proof, root),
        (TREE.leaves[other], index, size, proof, root),
        (leaf, index, size, proof, flip(root, bit)),
        (leaf, index, size * 2, proof, root),
        (leaf[:31], index, size, proof, root),
        (leaf, index, size, proof, root + b"\x00"),
    ]:
        with pytest.raises(ProofError):
            merkle.verify_inclusion(*claim)


@given(st.data())
def test_an_altered_consistency_proof_is_refused(data):
    new = data.draw(st.integers(2, SMALL))
    old = data.draw(st.integers(1, new - 1))
    right = subproof(old, ENTRIES[:new], True)
    proof = data.draw(altered(*right).filter(lambda made: made != right))
    with pytest.raises(ProofError):
        merkle.verify_consistency(old, new, proof, ROOTS[old], ROOTS[new])


@given(st.data())
def test_a_consistency_proof_joins_two_roots(data):
    new = data.draw(st.integers(2, SMALL))
    old = data.draw(st.integers(1, new - 1))
    proof, roots = subproof(old, ENTRIES[:new], True), (ROOTS[old], ROOTS[new])
    bit = data.draw(st.integers(0, 255))
    for claim in [
        (old, new, proof, flip(roots[0], bit), roots[1]),
        (old, new, proof, roots[0], flip(roots[1], bit)),
        (old, new, proof, roots[1], roots[0]),
        (old, new * 2, proof, *roots),
        (new, old, proof, *roots),
    ]:
        with pytest.raises(ProofError):
            merkle.verify_consistency(*claim)


def test_a_byte_may_not_move_to_the_neighbour():
    """Under a node hash `ab ‖ c` is `a ‖ bc`: only the sizes tell them apart."""
    first, second = TREE.leaves[:2]
    with pytest.raises(ProofError):
        merkle.verify_inclusion(first[:31], 0, 2, [first[31:] + second], ROOTS[2])
    with pytest.raises(ProofError):
        merkle.verify_inclusion(first + second[:1], 0, 2, [second[1:]], ROOTS[2])
    with pytest.raises(ProofError):
        merkle.verify_consistency(1, 2, [first[31:] + second], first[:31], ROOTS[2])


def test_a_rewritten_entry_leaves_no_consistency_proof():
    forged = [b"forged", *ENTRIES[1:8]]
    for old in range(1, 8):
        with pytest.raises(ProofError):
            merkle.verify_consistency(old, 8, subproof(old, forged, True), ROOTS[old], mth(forged))
