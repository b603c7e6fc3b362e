"""The audit finds nothing against an honest log, and says what is wrong with any other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from declare.core import cosignature
from declare.core import payload as payloads
from declare.core.audit import Finding
from declare.core.cosignature import Witness
from declare.core.entries import Close, Correction, Entry, Revocation
from declare.core.entry import encode
from declare.core.note import Verifier
from declare.core.roster import Seated
from declare.outside.audit import References, examine
from tests.outside.mirror import PLACES, Mirror, honest, person, pledge

WATCHER = Ed25519PrivateKey.generate()
WATCHER_KEY = Witness(cosignature.vkey("bawaslu.example", WATCHER))
PLACE = {"name": "Bawaslu", "published_at": "https://bawaslu.example/kunci"}


def findings(mirror: Mirror, **references: Any) -> list[Finding]:
    return list(examine(mirror.site, References(**references)))


def refutations(mirror: Mirror, **references: Any) -> list[str]:
    return [finding.text for finding in findings(mirror, **references) if finding.refutes]


def said(mirror: Mirror, subject: str, **references: Any) -> list[str]:
    return [each.text for each in findings(mirror, **references) if each.subject == subject]


def cosign(mirror: Mirror, size: int, key: Ed25519PrivateKey = WATCHER) -> str:
    text = mirror.checkpoint(size).text()
    return cosignature.line(text, "bawaslu.example", key, 1_600_003_700)


def test_nothing_is_found_against_an_honest_log() -> None:
    mirror = Mirror(announced=[{"signed": 2, "size": 3, "at": "x"}])
    assert refutations(mirror) == []
    assert said(mirror, "by office") == [
        "election_supervisor 1, regional_head 1, regional_secretary 2"
    ]
    assert said(mirror, "by province") == ["12 3, 35 1"]
    assert said(mirror, "signed")[0].startswith("4; closed 2020-09-13 13:26:40Z at 4")
    assert "12.06 regional_secretary: entries 1, 3" in said(mirror, "seats")
    assert said(mirror, "witnesses") == ["none has cosigned (belum disaksikan)"]


def test_a_key_from_the_site_itself_is_called_not_independent() -> None:
    mirror = Mirror()
    assert "not independent" in said(mirror, "key")[0]
    known = Verifier(mirror.vkey)
    assert "not independent" not in said(mirror, "key", key=known)[0]
    mirror.files["/.well-known/declare.json"] = b"{"
    assert refutations(mirror, key=known) == []
    assert refutations(mirror) != []


def test_a_log_under_another_key_than_the_one_known_is_refused() -> None:
    known = Verifier(Mirror().vkey)
    assert "names another one" in refutations(Mirror(), key=known)[0]
    assert any("not signed" in each for each in refutations(Mirror(), key=known))


def sequence(*entries: Entry) -> list[bytes]:
    return [encode(each) for each in entries]


OPEN, ONE, TWO, THREE, FOUR, CLOSE = honest()
ILLEGAL = {
    "no opening": [ONE, TWO],
    "two openings": [OPEN, OPEN],
    "another log's opening": [replace(OPEN, log="lain.test/log/acara-uji"), ONE],  # type: ignore[type-var]
    "another event": [OPEN, replace(ONE, event="acara-lain")],  # type: ignore[type-var]
    "a pledge after the close": [OPEN, ONE, Close("acara-uji", 1, 0), TWO],
    "two closes": [OPEN, ONE, Close("acara-uji", 1, 0), Close("acara-uji", 1, 0)],
    "a close with another number": [OPEN, ONE, TWO, Close("acara-uji", 3, 0)],
    "a commitment twice": [OPEN, ONE, ONE],
    "a correction of nothing": [OPEN, ONE, Correction("acara-uji", "a" * 64, 2, "other", "12")],
    "a revocation of the opening": [OPEN, ONE, Revocation("acara-uji", 0)],
    "a second revocation": [OPEN, ONE, Revocation("acara-uji", 1), Revocation("acara-uji", 1)],
    "a correction of what is revoked": [
        OPEN,
        ONE,
        Revocation("acara-uji", 1),
        Correction("acara-uji", "a" * 64, 1, "other", "12"),
    ],
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_an_illegal_sequence_is_refused_though_it_is_signed(name: str) -> None:
    mirror = Mirror(data=sequence(*ILLEGAL[name]))  # type: ignore[arg-type]
    [found] = refutations(mirror)
    assert "illegal" in found or "does not open" in found


@pytest.mark.parametrize("data", [b"", b"{}", b"x", encode(ONE).replace(b'"', b' "', 1)])
def test_what_is_no_entry_is_refused_though_it_is_signed(data: bytes) -> None:
    assert "entry 1 is illegal" in refutations(Mirror(data=[encode(OPEN), data]))[0]


def altered(mirror: Mirror) -> None:
    """One region, after the checkpoint was signed."""
    signed = mirror.note(6).encode()
    mirror.files["checkpoint"] = signed
    mirror.data[4] = mirror.data[4].replace(b'"35"', b'"36"')


def dropped(mirror: Mirror) -> None:
    mirror.files["checkpoint"] = mirror.note(6).encode()
    mirror.files["tile/entries/000.p/6"] = mirror.bundle("tile/entries/000.p/6")[:-1]


def too_few(mirror: Mirror) -> None:
    width = len(mirror.data[-1]) + 2
    mirror.files["tile/entries/000.p/6"] = mirror.bundle("tile/entries/000.p/6")[:-width]


def another_origin(mirror: Mirror) -> None:
    mirror.files["checkpoint"] = Mirror(key=mirror.key, origin="lain.test/log/x-1").note(6).encode()


def another_log_in_the_directory(mirror: Mirror) -> None:
    mirror.origin = "lain.test/log/acara-uji"


def signed_twice(mirror: Mirror) -> None:
    line = mirror.note(6).splitlines(keepends=True)[-1]
    mirror.files["checkpoint"] = (mirror.note(6) + line).encode()


def another_root(mirror: Mirror) -> None:
    mirror.files["checkpoint"] = Mirror(data=mirror.data[:-1], key=mirror.key).note(5).encode()
    mirror.data[1], mirror.data[2] = mirror.data[2], mirror.data[1]


def unsigned(mirror: Mirror) -> None:
    mirror.files["checkpoint"] = mirror.checkpoint(6).text().encode() + b"\n"


def figure_too_large(mirror: Mirror) -> None:
    mirror.announced = [{"signed": 5, "size": 6, "at": "x"}]


def figure_of_the_future(mirror: Mirror) -> None:
    mirror.announced = [{"signed": 4, "size": 7, "at": "x"}]


def witness_of_another_tree(mirror: Mirror) -> None:
    mirror.witnesses = [PLACE | {"vkey": cosignature.vkey("bawaslu.example", WATCHER)}]
    mirror.lines[6] = cosign(Mirror(data=mirror.data[::-1]), 6)


def witness_twice(mirror: Mirror) -> None:
    mirror.witnesses = [PLACE | {"vkey": cosignature.vkey("bawaslu.example", WATCHER)}]
    mirror.lines[6] = cosign(mirror, 6) * 2


@pytest.mark.parametrize(
    "tamper",
    [
        altered,
        dropped,
        too_few,
        another_origin,
        another_log_in_the_directory,
        signed_twice,
        another_root,
        unsigned,
        figure_too_large,
        figure_of_the_future,
        witness_of_another_tree,
        witness_twice,
    ],
)
def test_what_was_tampered_with_is_refused(tamper: Any) -> None:
    mirror = Mirror()
    assert refutations(mirror) == []
    tamper(mirror)
    assert refutations(mirror) != []


def test_a_kept_checkpoint_shows_a_fork_and_a_rollback() -> None:
    mirror = Mirror()
    kept = mirror.note(4)
    assert refutations(mirror, since=kept) == []
    mirror.data[2] = encode(pledge(2, "regional_head", "12.07"))
    assert "fork" in refutations(mirror, since=kept)[0]
    whole = Mirror()
    shorter = Mirror(data=whole.data[:4], key=whole.key)
    assert "rolled back" in refutations(shorter, since=whole.note(6))[0]
    assert "of no use" in refutations(mirror, since=Mirror().note(4))[0]
    assert "of no use" in refutations(mirror, since="no note")[0]


def test_a_required_witness_must_have_cosigned_this_log() -> None:
    mirror = Mirror()
    assert "cosigned no checkpoint" in refutations(mirror, witnesses=(WATCHER_KEY,))[0]
    mirror.lines[6] = cosign(mirror, 6)
    assert refutations(mirror, witnesses=(WATCHER_KEY,)) == []
    assert said(mirror, "witnesses", witnesses=(WATCHER_KEY,)) == [
        "checkpoint 6 cosigned by bawaslu.example"
    ]


def test_the_closing_checkpoint_is_where_witnesses_are_looked_for() -> None:
    mirror = Mirror()
    mirror.lines[6] = cosign(mirror, 6)
    mirror.data.append(encode(Revocation("acara-uji", 1)))
    assert refutations(mirror, witnesses=(WATCHER_KEY,)) == []
    assert said(mirror, "signed")[0].startswith("3; closed")


def test_a_witness_whom_only_the_site_knows_is_not_independent() -> None:
    mirror = Mirror(witnesses=[PLACE | {"vkey": cosignature.vkey("bawaslu.example", WATCHER)}])
    mirror.lines[6] = cosign(mirror, 6)
    assert refutations(mirror) == []
    cosigned, hearsay = said(mirror, "witnesses")
    assert cosigned == "checkpoint 6 cosigned by bawaslu.example"
    assert "not independent" in hearsay
    assert PLACE["published_at"] in hearsay


def encoded(*names: str) -> list[bytes]:
    return [payloads.encode(person(index, name)) for index, name in enumerate(names, 1)]


NAMES = ("Dra. Marlina, S.E.", "Andi Baso", "Suparman", "Rahmat")


def named(*names: str) -> Mirror:
    entries: list[Entry] = [
        pledge(index, *place, name)
        for index, (place, name) in enumerate(zip(PLACES, names, strict=True), 1)
    ]
    return Mirror(data=sequence(OPEN, *entries, CLOSE))


def roster(*names: str) -> list[Seated]:
    return [Seated(name, "Jabatan", *place) for name, place in zip(names, PLACES, strict=True)]


def test_payloads_and_roster_show_everybody() -> None:
    held = roster("Marlina", *NAMES[1:])
    assert refutations(named(*NAMES), payloads=encoded(*NAMES), roster=held) == []


def test_a_pledge_without_a_payload_is_a_ghost() -> None:
    mirror = named(*NAMES)
    assert refutations(mirror, payloads=encoded(*NAMES)[:3]) == [
        "entry 4: no payload, so nobody is shown to have signed"
    ]
    strange = [*encoded(*NAMES), payloads.encode(person(4, "Orang Lain")), b"junk"]
    assert [each[:9] for each in refutations(mirror, payloads=strange)] == [
        "payload 5",
        "payload 6",
    ]


def test_who_is_not_on_the_roster_is_a_ghost() -> None:
    held = roster(*NAMES[:3], "Orang Lain")
    found = refutations(named(*NAMES), payloads=encoded(*NAMES), roster=held)
    assert found == ["entry 4: Rahmat is not on the roster as election_supervisor 35"]


def test_who_signed_twice_is_found() -> None:
    names = ("Marlina", "Andi Baso", "MARLINA", "Rahmat")
    assert refutations(named(*names), payloads=encoded(*names)) == ["Marlina: entries 1, 3"]


def test_without_payloads_a_roster_still_counts_seats() -> None:
    assert refutations(Mirror(), roster=roster(*NAMES)) == []
    assert refutations(Mirror(), roster=roster(*NAMES)[1:]) == [
        "regional_secretary 12.06: 1 more signed than the roster has"
    ]


def test_a_corrected_pledge_is_known_by_its_last_payload() -> None:
    correction = payloads.encode(person(6, "Marlina Siregar"))
    commit = payloads.commit(correction).hex()
    mirror = named(*NAMES)
    mirror.data.append(encode(Correction("acara-uji", commit, 1, "regional_head", "12")))
    assert len(refutations(mirror, payloads=encoded(*NAMES))) == 1
    assert refutations(mirror, payloads=[*encoded(*NAMES), correction]) == []
    assert said(mirror, "by province")[0] == "12 3, 35 1"


def test_the_address_must_be_one_of_a_log() -> None:
    mirror = Mirror()
    site = replace(mirror.site, url="http://ikrar.test/acara/acara-uji")
    assert [each.refutes for each in examine(site, References())] == [True]
