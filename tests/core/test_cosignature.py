"""Cosignatures: text and time are signed, and each witness signs a note once."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from declare.core import cosignature, note
from declare.core.cosignature import Witness
from declare.core.note import NoteError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TEXT = note.Checkpoint("ikrar.test/log/acara-uji", 3, b"\1" * 32).text()
VKEY = cosignature.vkey("saksi.test", KEY)
AT = 1_600_000_000
LINE = cosignature.line(TEXT, "saksi.test", KEY, AT)
NOTE = note.sign(TEXT, note.Signer("ikrar.test/log/acara-uji", LOG))


def refused(signed, vkey=VKEY):
    with pytest.raises(NoteError):
        cosignature.read(signed, [Witness(vkey)])
    return True


def test_the_signed_message_is_the_specifications():
    data = base64.b64decode(LINE.split(" ")[2])
    message = f"cosignature/v1\ntime {AT}\n{TEXT}".encode()
    KEY.public_key().verify(data[12:], message)
    assert data[4:12] == AT.to_bytes(8, "big")
    assert data[:4] == bytes.fromhex(VKEY.split("+")[1])
    assert base64.b64decode(VKEY.split("+", 2)[2])[:1] == b"\x04"


def test_who_cosigned_is_read_with_the_time():
    [found] = cosignature.read(NOTE + LINE, [Witness(VKEY)])
    assert (found.witness.name, found.time) == ("saksi.test", AT)
    assert cosignature.read(NOTE, [Witness(VKEY)]) == []
    assert cosignature.read(NOTE + LINE, []) == []


def test_a_log_reads_its_note_past_the_witnesses():
    log = note.Verifier(note.vkey("ikrar.test/log/acara-uji", LOG.public_key()))
    assert note.read(NOTE + LINE, [log]) == TEXT


def test_the_two_kinds_of_key_are_never_taken_for_each_other():
    with pytest.raises(NoteError):
        note.Verifier(VKEY)
    with pytest.raises(NoteError):
        Witness(note.vkey("saksi.test", KEY.public_key()))
    signed = note.sign(TEXT, note.Signer("saksi.test", KEY))
    assert cosignature.read(signed, [Witness(VKEY)]) == []


def test_a_line_twice_or_of_another_text_is_refused():
    assert refused(NOTE + LINE + LINE)
    assert refused(NOTE + cosignature.line(TEXT, "saksi.test", KEY, AT) + LINE)
    assert refused(NOTE + cosignature.line("lain\n", "saksi.test", KEY, AT))
    assert refused(NOTE + cosignature.line(TEXT, "saksi.test", LOG, AT).replace("x", "y") + "\n")


@pytest.mark.parametrize("size", [4, 5, 12, 67, 75, 77, 80])
def test_another_length_is_refused(size):
    data = (base64.b64decode(LINE.split(" ")[2]) + bytes(9))[:size]
    assert refused(NOTE + note.line("saksi.test", data))


@given(st.integers(4, 75), st.integers(1, 255))
def test_every_changed_byte_is_refused(place, change):
    data = bytearray(base64.b64decode(LINE.split(" ")[2]))
    data[place] ^= change
    assert refused(NOTE + note.line("saksi.test", bytes(data)))


def test_a_time_beyond_any_clock_is_refused():
    late = (2**63).to_bytes(8, "big")
    key_id = note.key_id("saksi.test", KEY.public_key(), cosignature.COSIGNATURE)
    message = f"cosignature/v1\ntime {2**63}\n{TEXT}".encode()
    assert refused(NOTE + note.line("saksi.test", key_id + late + KEY.sign(message)))
