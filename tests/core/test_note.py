"""Signed notes and checkpoints, against Go's vectors and against malformed ones."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from declare.core import note
from declare.core.note import Checkpoint, NoteError, Signer, Verifier
from tests.core import vectors

GO = vectors.read("note")
TEXT, PETER, ENOCH = GO["text"], GO["peter"], GO["enoch"]
PETER_KEY = Ed25519PrivateKey.from_private_bytes(
    base64.b64decode(PETER["skey"].split("+", 4)[4])[1:]
)
SIGNED = TEXT + "\n" + PETER["line"]
BOTH = SIGNED + ENOCH["line"]


@pytest.fixture
def peter():
    return Verifier(PETER["vkey"])


@pytest.fixture
def enoch():
    return Verifier(ENOCH["vkey"])


def refused(signed, *verifiers):
    with pytest.raises(NoteError):
        note.read(signed, verifiers)
    return True


def test_signing_gives_gos_bytes():
    assert note.sign(TEXT, Signer("PeterNeumann", PETER_KEY)) == SIGNED


def test_vkey_is_gos():
    assert note.vkey("PeterNeumann", PETER_KEY.public_key()) == PETER["vkey"]
    assert Verifier(PETER["vkey"]).key_id.hex() == "c74f20a3"


def test_reading(peter, enoch):
    assert note.read(SIGNED, [peter]) == TEXT
    assert note.read(BOTH, [peter]) == TEXT
    assert note.read(BOTH, [enoch]) == TEXT
    assert note.read(BOTH, [enoch, peter]) == TEXT


def test_two_signers():
    key = Ed25519PrivateKey.generate()
    signed = note.sign(TEXT, Signer("PeterNeumann", PETER_KEY), Signer("a.example/x", key))
    second = Verifier(note.vkey("a.example/x", key.public_key()))
    assert note.read(signed, [second]) == TEXT
    assert signed.startswith(SIGNED)


def test_without_a_known_key_nothing_is_read(peter, enoch):
    assert refused(SIGNED)
    assert refused(SIGNED, enoch)
    assert refused(TEXT + "\n" + PETER["line"].replace("PeterNeumann", "CarmenSandiego"), peter)
    assert refused(TEXT + "\n" + PETER["line"].replace("x08g", "xxxx"), peter)


def test_a_bad_line_of_a_known_key_spoils_the_note(peter, enoch):
    other = Ed25519PrivateKey.generate().sign(TEXT.encode())
    spoiled = f"— EnochRoot {base64.b64encode(enoch.key_id + other).decode()}\n"
    assert note.read(SIGNED + spoiled, [peter]) == TEXT
    assert refused(SIGNED + spoiled, peter, enoch)


def test_a_known_key_signs_once(peter, enoch):
    assert refused(SIGNED + PETER["line"], peter)
    assert note.read(BOTH + ENOCH["line"], [peter]) == TEXT
    assert refused(BOTH + ENOCH["line"], peter, enoch)


def test_a_text_may_hold_empty_lines_and_signature_lines(peter):
    text = "\n\n" + PETER["line"] + "\n\n"
    signed = note.sign(text, Signer("PeterNeumann", PETER_KEY))
    assert note.read(signed, [peter]) == text


LINE = PETER["line"]
MALFORMED = [
    "",
    "\n",
    "\n\n",
    TEXT,
    TEXT + "\n",
    TEXT + "\n\n",
    SIGNED[:-1],
    TEXT + LINE,
    TEXT + "\n" + "\n" + LINE + "\n",
    "\x01" + SIGNED,
    SIGNED.replace("\n", "\r\n"),
    "\ud800" + SIGNED,
    SIGNED + "Unexpected line.\n",
    SIGNED + "\n",
    TEXT + "\n" + LINE.replace("— ", "- "),
    TEXT + "\n" + LINE.replace("— ", "—"),
    TEXT + "\n" + LINE.replace("— ", ""),
    TEXT + "\n" + LINE.replace("PeterNeumann ", "PeterNeumann"),
    TEXT + "\n" + LINE.replace("PeterNeumann", "Bad Name"),
    TEXT + "\n" + LINE.replace("PeterNeumann", "Bad\u00a0Name"),
    TEXT + "\n" + LINE.replace("PeterNeumann", "Bad+Name"),
    TEXT + "\n" + LINE.replace("PeterNeumann", ""),
    TEXT + "\n" + LINE.replace("=\n", "\n"),
    TEXT + "\n" + LINE.replace("=\n", "==\n"),
    TEXT + "\n" + LINE.replace("nAM=", "nAN="),
    TEXT + "\n" + LINE.replace("x08g", "x08g "),
    TEXT + "\n" + LINE.replace("/", "_"),
    TEXT + "\n" + LINE.replace("x08g", "x08ğ"),
    SIGNED + "— EnochRoot rwz+eA==\n",
    SIGNED + "— EnochRoot \n",
    TEXT + "\n" + LINE[:60] + "ABCD" + LINE[60:],
    BOTH + ENOCH["line"] * 99,
]


@pytest.mark.parametrize("signed", MALFORMED)
def test_malformed_notes_are_refused(signed, peter):
    assert refused(signed, peter)


def test_a_note_has_a_largest_size(peter):
    signer = Signer("PeterNeumann", PETER_KEY)
    room = note.MAX_BYTES - len(f"\n\n{signer.line('')}".encode())
    assert note.read(note.sign("x" * room + "\n", signer), [peter])
    assert refused(note.sign("x" * (room + 1) + "\n", signer), peter)


def test_a_hundred_signatures_are_read(peter):
    assert note.read(SIGNED + ENOCH["line"] * 99, [peter]) == TEXT


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="utf-8"))
def test_every_changed_character_is_refused(place, character):
    changed = SIGNED[:place] + character + SIGNED[place + 1 :]
    verifier = Verifier(PETER["vkey"])
    if changed == SIGNED:
        assert note.read(changed, [verifier]) == TEXT
    else:
        assert refused(changed, verifier)


@given(st.text(st.sampled_from("— Peter+=\n\x00aA1é"), max_size=60))
def test_nothing_else_is_raised(text):
    assert refused(text, Verifier(PETER["vkey"]))


@pytest.mark.parametrize("text", ["no end of line", "a\x00\n", "a\tb\n", "a\r\n", "\ud800\n", ""])
def test_unusable_texts_are_not_signed(text):
    with pytest.raises(NoteError):
        note.sign(text, Signer("PeterNeumann", PETER_KEY))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\x01b", "a\u2003b", "a\ud800"])
def test_unusable_names_are_refused(name):
    with pytest.raises(NoteError):
        Signer(name, PETER_KEY)
    with pytest.raises(NoteError):
        note.vkey(name, PETER_KEY.public_key())


def mangled_vkeys():
    vkey = PETER["vkey"]
    yield from GO["bad_vkeys"].values()
    yield from (vkey[:end] for end in range(len(vkey)))
    yield from (vkey[start:] for start in range(1, len(vkey)))
    yield from (vkey[:i] + chr(ord(vkey[i]) + 1) + vkey[i + 1 :] for i in range(len(vkey)))
    yield from (
        "\ud800" + vkey[12:],
        vkey + "=",
        vkey + "\n",
        " " + vkey,
        vkey.replace("c74f20a3", "C74F20A3"),
    )


def test_mangled_vkeys_are_refused():
    for vkey in mangled_vkeys():
        with pytest.raises(NoteError):
            Verifier(vkey)


CHECKPOINT = vectors.text("checkpoint.txt")
ROOT = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")


def test_checkpoint():
    checkpoint = Checkpoint("example.com/behind-the-sofa", 20852163, ROOT)
    assert checkpoint.text() == CHECKPOINT
    assert Checkpoint.read(CHECKPOINT) == checkpoint


@given(st.integers(0, 2**53), st.binary(min_size=32, max_size=32))
def test_checkpoint_reads_what_it_writes(size, root):
    checkpoint = Checkpoint("ikrar.example/log/contoh", size, root)
    assert Checkpoint.read(checkpoint.text()) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        CHECKPOINT[:-1],
        CHECKPOINT + "\n",
        CHECKPOINT + "extension\n",
        "\n" + CHECKPOINT,
        CHECKPOINT.replace("20852163", "020852163"),
        CHECKPOINT.replace("20852163", "+20852163"),
        CHECKPOINT.replace("20852163", "-1"),
        CHECKPOINT.replace("20852163", ""),
        CHECKPOINT.replace("20852163", "2085216\u0663"),
        CHECKPOINT.replace("20852163", "1" * 17),
        CHECKPOINT.replace("20852163", "20852163 "),
        CHECKPOINT.replace("sofa", "so fa"),
        CHECKPOINT.replace("example.com/behind-the-sofa", ""),
        CHECKPOINT.replace("I=", "J="),
        CHECKPOINT.replace("I=", "I"),
        CHECKPOINT.replace("CsUY", ""),
        CHECKPOINT.replace("CsUY", "CsUYCsUY"),
        CHECKPOINT.replace("CsUY", "*sUY"),
        CHECKPOINT.replace("\n", "\r\n"),
    ],
)
def test_other_checkpoints_are_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.read(text)
