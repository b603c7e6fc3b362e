"""A proof as text says what it was made of, in one spelling, and proves that and nothing else."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from declare.core import merkle, note
from declare.core.merkle import ProofError
from declare.core.proof import Proof

ORIGIN = "ikrar.test/log/netral"
ENTRIES = [b"entry %d" % n for n in range(7)]
SIGNER = note.Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
VERIFIER = note.Verifier(
    note.vkey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())
)


def checkpoint(size: int, origin: str = ORIGIN) -> str:
    root = merkle.root([merkle.leaf_hash(entry) for entry in ENTRIES[:size]])
    return note.sign(note.Checkpoint(origin, size, root).text(), SIGNER)


def proof(index: int = 3, size: int = 7) -> Proof:
    def read(level: int, at: int) -> bytes:
        leaves = ENTRIES[at << level : at + 1 << level]
        return merkle.root([merkle.leaf_hash(entry) for entry in leaves])

    path = merkle.inclusion_proof(index, size, read)
    return Proof(ENTRIES[index], index, tuple(path), checkpoint(size))


@pytest.mark.parametrize("size", range(1, 8))
def test_a_proof_comes_back_whole_and_proves(size: int) -> None:
    for index in range(size):
        made = proof(index, size)
        assert Proof.read(made.text()) == made
        assert made.verify(ORIGIN, [VERIFIER]).size == size


def test_it_is_spelled_as_the_specification_says() -> None:
    made = proof(2, 3)
    lines = made.text().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1] == "extra " + base64.b64encode(b"entry 2").decode()
    assert lines[2] == "index 2"
    assert lines[3:5] == [base64.b64encode(made.path[0]).decode(), ""]
    assert "\n".join(lines[5:]) == made.checkpoint


@pytest.mark.parametrize(
    "changed",
    [
        replace(proof(), entry=b"entry 4"),
        replace(proof(), index=4),
        replace(proof(), index=7),
        replace(proof(), path=proof().path[:-1]),
        replace(proof(), path=proof().path[::-1]),
        replace(proof(), checkpoint=checkpoint(6)),
    ],
)
def test_what_does_not_fit_together_proves_nothing(changed: Proof) -> None:
    with pytest.raises(ProofError):
        Proof.read(changed.text()).verify(ORIGIN, [VERIFIER])


def test_another_log_or_key_proves_nothing() -> None:
    with pytest.raises(ProofError, match="origin"):
        replace(proof(), checkpoint=checkpoint(7, "ikrar.test/log/lain")).verify(ORIGIN, [VERIFIER])
    stranger = Ed25519PrivateKey.from_private_bytes(b"s" * 32).public_key()
    with pytest.raises(note.NoteError):
        proof().verify(ORIGIN, [note.Verifier(note.vkey(ORIGIN, stranger))])


SPELLINGS = {
    "empty": lambda text: "",
    "another version": lambda text: text.replace("@v1", "@v2"),
    "no extra data": lambda text: "\n".join(text.split("\n")[:1] + text.split("\n")[2:]),
    "a zero before the index": lambda text: text.replace("index 3", "index 03"),
    "a sign before the index": lambda text: text.replace("index 3", "index +3"),
    "a digit of another script": lambda text: text.replace("index 3", "index ٣"),
    "a huge index": lambda text: text.replace("index 3", "index " + "3" * 5000),
    "windows lines": lambda text: text.replace("\n", "\r\n"),
    "a line before": lambda text: "\n" + text,
    "no checkpoint": lambda text: text.partition("\n\n")[0],
    "base64 without its end": lambda text: text.replace("=\n", "\n", 1),
    "too long": lambda text: text + "x" * 300_000,
}


@pytest.mark.parametrize("how", SPELLINGS)
def test_another_spelling_is_no_proof(how: str) -> None:
    with pytest.raises(ProofError):
        Proof.read(SPELLINGS[how](proof().text()))


@given(st.text(max_size=300), st.integers(0, 200), st.integers(0, 40))
def test_junk_is_refused_or_comes_back(junk: str, at: int, cut: int) -> None:
    text = proof().text()
    for tried in (junk, text[:at] + junk + text[at + cut :]):
        try:
            found = Proof.read(tried)
        except ProofError:
            continue
        assert found.text() == tried
