"""Merkle trees of RFC 6962, section 2.1: hashes, proofs from stored hashes, and verification.

Roots and proofs follow the recursive definitions MTH, PATH and SUBPROOF of RFC 6962, sections 2.1,
2.1.1 and 2.1.2. Verification runs the same recursions upwards: it takes each subtree's sibling from
the end of the proof and computes the root. (RFC 9162, sections 2.1.3.2 and 2.1.4.2, has iterative
versions of the same.)

A tree is stored as the hashes of its complete subtrees. `read(level, index)` returns the hash of
the leaves `index * 2**level` up to `(index + 1) * 2**level`; level 0 holds the leaf hashes. Only
subtrees within the requested size are read.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from declare.core.errors import CoreError

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Read = Callable[[int, int], bytes]


class ProofError(CoreError):
    """The proof does not verify, or no such proof can exist."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf, with the prefix 0x00 (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, with the prefix 0x01. Precondition: both have 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root over all leaf hashes of a log.

    Pairs are hashed level by level; an odd last hash moves up unchanged, which is MTH bottom-up.
    """
    row = list(leaf_hashes) or [EMPTY_ROOT]
    while len(row) > 1:
        unpaired = row[len(row) & ~1 :]
        row = [node_hash(*row[i : i + 2]) for i in range(0, len(row) - 1, 2)] + unpaired
    return row[0]


def additions(size: int, leaf: bytes, read: Read) -> list[tuple[int, int, bytes]]:
    """Return the `(level, index, hash)` that a leaf hash adds to a tree of `size` leaves.

    These are the leaf and each subtree that it completes, from the bottom up: one for each trailing
    1 bit of `size` (as StoredHashes in Go's sumdb/tlog).
    """
    level, index, digest = 0, size, leaf
    added = [(level, index, digest)]
    while index & 1:
        digest = node_hash(read(level, index - 1), digest)
        level, index = level + 1, index >> 1
        added.append((level, index, digest))
    return added


def root_at(size: int, read: Read) -> bytes:
    """Return the root of the first `size` leaves."""
    return _subtree(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """Return the audit path of a leaf in the tree of `size` leaves: PATH of RFC 6962, 2.1.1.

    Raises `ProofError` unless `0 <= index < size`.
    """
    if not 0 <= index < size:
        raise ProofError("index")
    return _path(index, 0, size, read)


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """Return the proof that a tree of `new` leaves extends one of `old`: PROOF of RFC 6962, 2.1.2.

    It is empty for equal sizes and for `old` 0. Raises `ProofError` unless `0 <= old <= new`.
    """
    if not 0 <= old <= new:
        raise ProofError("size")
    return _subproof(old, 0, new, True, read) if old else []


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Raise `ProofError` unless the proof shows a leaf hash at `index` of `size` under a root."""
    _refuse_other_sizes(leaf, root, *proof)
    if not 0 <= index < size:
        raise ProofError("index")
    if _root_over(leaf, index, size, proof) != root:
        raise ProofError("root")


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Raise `ProofError` unless the proof shows that the new tree extends the old one.

    Every tree extends the empty one and itself, which takes the empty proof.
    """
    _refuse_other_sizes(old_root, new_root, *proof)
    if not 0 <= old <= new:
        raise ProofError("size")
    if old == 0:
        roots = (EMPTY_ROOT, new_root if new else EMPTY_ROOT)
        _take_all(proof)
    else:
        roots = _roots_over(old, new, old_root, proof)
    if roots != (old_root, new_root):
        raise ProofError("root")


def _root_over(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root by PATH run upwards: the last hash is the sibling of the upper subtree."""
    if size == 1:
        _take_all(proof)
        return leaf
    middle = _split(size)
    rest, sibling = _take_last(proof)
    if index < middle:
        return node_hash(_root_over(leaf, index, middle, rest), sibling)
    return node_hash(sibling, _root_over(leaf, index - middle, size - middle, rest))


def _roots_over(
    old: int, new: int, old_root: bytes | None, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """Return both roots by SUBPROOF run upwards.

    `old_root` is given while the old tree can be a complete subtree of the new one (SUBPROOF's
    `true`); it is then not part of the proof.
    """
    if old == new:
        rest, digest = (proof, old_root) if old_root is not None else _take_last(proof)
        _take_all(rest)
        return digest, digest
    middle = _split(new)
    rest, sibling = _take_last(proof)
    if old <= middle:
        old_digest, new_digest = _roots_over(old, middle, old_root, rest)
        return old_digest, node_hash(new_digest, sibling)
    old_digest, new_digest = _roots_over(old - middle, new - middle, None, rest)
    return node_hash(sibling, old_digest), node_hash(sibling, new_digest)


def _take_last(proof: Sequence[bytes]) -> tuple[Sequence[bytes], bytes]:
    if not proof:
        raise ProofError("short")
    return proof[:-1], proof[-1]


def _take_all(proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofError("long")


def _refuse_other_sizes(*digests: bytes) -> None:
    # Without this a byte could move from one hash to its neighbour under the same node hash.
    if any(len(digest) != HASH_SIZE for digest in digests):
        raise ProofError("hash")


def _subtree(start: int, end: int, read: Read) -> bytes:
    """Return MTH of the leaves from `start` to `end`, from the stored complete subtrees."""
    count = end - start
    if count & (count - 1) == 0:
        # `start` is a multiple of `count`: all splits above were at larger powers of two.
        return read(count.bit_length() - 1, start // count)
    middle = start + _split(count)
    return node_hash(_subtree(start, middle, read), _subtree(middle, end, read))


def _path(index: int, start: int, end: int, read: Read) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, read), _subtree(middle, end, read)]
    return [*_path(index, middle, end, read), _subtree(start, middle, read)]


def _subproof(old: int, start: int, end: int, whole: bool, read: Read) -> list[bytes]:
    """SUBPROOF: `whole` says that start..old is the entire old tree, whose root is known."""
    if old == end:
        return [] if whole else [_subtree(start, end, read)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(old, start, middle, whole, read), _subtree(middle, end, read)]
    return [*_subproof(old, middle, end, False, read), _subtree(start, middle, read)]


def _split(count: int) -> int:
    """Return the largest power of two below `count`. Precondition: `count` is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)
