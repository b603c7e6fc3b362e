"""A witness signs what it checked, once for each history, and its key is a file of one line."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from declare.core import cosignature, note
from declare.core.audit import Refuted
from declare.core.cosignature import Witness
from declare.core.entries import Close, Revocation
from declare.core.entry import encode
from declare.core.note import Verifier
from declare.outside.cosign import cosign
from declare.outside.witness import KeyFileError, Memory, WitnessKey
from tests.outside.mirror import Mirror, pledge

AT = 1_600_003_700


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "saksi.key"


@pytest.fixture
def key(path: Path) -> WitnessKey:
    return WitnessKey.open(path, "bawaslu.example")


def line(mirror: Mirror, key: WitnessKey, path: Path, given: Verifier | None = None) -> str:
    return cosign(mirror.site, key, Memory.beside(path), given, AT).line


def test_the_line_is_one_under_the_closing_checkpoint(key: WitnessKey, path: Path) -> None:
    mirror = Mirror()
    mirror.data.append(encode(Revocation("acara-uji", 1)))
    signed = mirror.note(6) + line(mirror, key, path)
    [found] = cosignature.read(signed, [Witness(key.vkey)])
    assert (found.witness.name, found.time) == ("bawaslu.example", AT)


def test_while_signing_is_open_the_latest_checkpoint_is_cosigned(
    key: WitnessKey, path: Path
) -> None:
    mirror = Mirror()
    del mirror.data[5:]
    assert cosignature.read(mirror.note(5) + line(mirror, key, path), [Witness(key.vkey)])


def test_a_log_that_grew_is_cosigned_again_and_a_fork_is_not(key: WitnessKey, path: Path) -> None:
    whole = Mirror()
    line(Mirror(data=whole.data[:4], key=whole.key), key, path)
    line(whole, key, path)
    with pytest.raises(Refuted, match="rolled back"):
        line(Mirror(data=whole.data[:5], key=whole.key), key, path)
    fork = Mirror(key=whole.key)
    fork.data[3] = encode(pledge(3, "regional_head", "12.07"))
    with pytest.raises(Refuted, match="fork"):
        line(fork, key, path)
    with pytest.raises(Refuted, match="not signed"):
        line(Mirror(), key, path)


def test_what_does_not_hold_is_not_cosigned(key: WitnessKey, path: Path) -> None:
    lying = Mirror()
    lying.data[5] = encode(Close("acara-uji", 5, 1))
    with pytest.raises(Refuted, match="tally"):
        line(lying, key, path)
    altered = Mirror()
    altered.files["checkpoint"] = altered.note(6).encode()
    altered.data[4] = altered.data[4].replace(b'"35"', b'"36"')
    with pytest.raises(Refuted, match="not the signed root"):
        line(altered, key, path)
    with pytest.raises(Refuted, match="not signed"):
        line(Mirror(), key, path, Verifier(Mirror().vkey))
    assert Memory.beside(path).logs == {}


def test_a_key_is_made_once_and_for_its_owner_alone(path: Path) -> None:
    with pytest.raises(KeyFileError):
        WitnessKey.open(path, None)
    with pytest.raises(KeyFileError):
        WitnessKey.open(path, "ada spasi")
    made = WitnessKey.open(path, "bawaslu.example")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = WitnessKey.open(path, "lain.example")
    assert again.vkey == made.vkey
    assert Witness(made.vkey).name == "bawaslu.example"


@pytest.mark.parametrize("change", [(0, 1), (12, 1), (-3, 1), (0, -1), (5, 0)])
def test_a_damaged_key_is_refused(key: WitnessKey, change: tuple[int, int]) -> None:
    place, added = change
    text = key.text().strip()
    damaged = text[:place] + ("A" if text[place] != "A" else "B") * (added >= 0) + text[place:][1:]
    with pytest.raises(KeyFileError):
        WitnessKey.read(damaged)


def test_a_damaged_memory_is_not_taken_for_an_empty_one(key: WitnessKey, path: Path) -> None:
    line(Mirror(), key, path)
    Memory.beside(path).path.write_text("{")
    with pytest.raises(KeyFileError):
        Memory.beside(path)


def test_the_key_of_the_log_is_remembered(key: WitnessKey, path: Path) -> None:
    mirror = Mirror()
    line(mirror, key, path)
    kept = Memory.beside(path).logs[mirror.origin]
    assert kept["vkey"] == mirror.vkey
    assert note.read(kept["note"], [Verifier(mirror.vkey)])
