"""The bytes of a statement, by which it is known for ever."""

import hashlib
from dataclasses import replace

import pytest

from declare.core import statement
from declare.core.name import TextError
from declare.core.statement import Statement

PLEDGE = Statement(
    title="Ikrar Netralitas",
    opening="Kami berikrar:",
    clauses=("Menjaga netralitas.", "Menolak politik uang."),
    closing="Demikian ikrar ini.",
)
BYTES = (
    b"Ikrar Netralitas\n\nKami berikrar:\n\n1. Menjaga netralitas.\n2. Menolak politik uang.\n\n"
    b"Demikian ikrar ini.\n"
)


def test_text():
    assert statement.text(PLEDGE) == BYTES


def test_empty_parts_are_left_out():
    assert statement.text(Statement("Ikrar", "", (), "")) == b"Ikrar\n"
    assert statement.text(replace(PLEDGE, clauses=())) == (
        b"Ikrar Netralitas\n\nKami berikrar:\n\nDemikian ikrar ini.\n"
    )


def test_pasted_text_has_the_same_bytes():
    pasted = replace(PLEDGE, opening="  Kami\r\n berikrar:\u00a0\r\n")
    assert statement.text(pasted) == BYTES


def test_text_is_nfc():
    assert statement.text(Statement("Andre\u0301", "", (), "")) == "André\n".encode()


def test_each_part_changes_the_bytes():
    changed = [replace(PLEDGE, **{field: "Lain"}) for field in ("title", "opening", "closing")]
    changed.append(replace(PLEDGE, clauses=PLEDGE.clauses[::-1]))
    digests = {statement.digest(statement.text(one)) for one in (PLEDGE, *changed)}
    assert len(digests) == 5


@pytest.mark.parametrize("refused", ["\x00", "\u200b", "\u202e"])
def test_what_cannot_be_printed_is_refused(refused):
    with pytest.raises(TextError):
        statement.text(replace(PLEDGE, clauses=(f"Menjaga{refused}netralitas.",)))


def test_digest_is_the_hash_of_the_file():
    assert statement.digest(BYTES) == hashlib.sha256(BYTES).hexdigest()
