"""Logs that an operator has signed although they break the rules."""

from __future__ import annotations

from declare.core.entries import Close, Correction, Entry, Pledge, Revocation
from declare.core.entry import encode
from tests.outside.mirror import honest


def altered(place: int, entry: Entry | bytes) -> list[bytes]:
    """The honest log with something else at one place."""
    data = [encode(each) for each in honest()]
    data[place : place + 1] = [entry if isinstance(entry, bytes) else encode(entry)]
    return data


def inserted(place: int, entry: Entry) -> list[bytes]:
    data = [encode(each) for each in honest()]
    return [*data[:place], encode(entry), *data[place:]]


OPENING, FIRST, *_, CLOSING = honest()
assert isinstance(FIRST, Pledge)
TEXT = encode(FIRST)


def pledged_as(office: str) -> list[bytes]:
    """The honest log whose first pledge has another office, also one that `encode` refuses."""
    return altered(1, TEXT.replace(b"regional_secretary", office.encode()))


GONE = Revocation("acara-uji", 1)
OTHER = Correction("acara-uji", "1" * 64, 1, "other", "35")
ILLEGAL = {
    "open twice": inserted(2, OPENING),
    "no opening": [encode(each) for each in honest()[1:]],
    "another event": inserted(2, Pledge("acara-lain", "1" * 64, "other", "35")),
    "after the close": inserted(6, Pledge("acara-uji", "1" * 64, "other", "35")),
    "closed twice": inserted(6, CLOSING),
    "a commitment twice": inserted(2, FIRST),
    "of a revoked pledge": [*inserted(2, Revocation("acara-uji", 1))[:3], TEXT],
    "revoked twice": [*inserted(5, GONE)[:6], encode(GONE)],
    "of the opening": inserted(2, Revocation("acara-uji", 0)),
    "of a correction": [*inserted(2, OTHER)[:3], encode(Revocation("acara-uji", 2))],
    "corrected with the same": inserted(2, Correction("acara-uji", FIRST.commit, 1, "other", "35")),
    "not the tally": altered(5, Close("acara-uji", 5, 1)),
    "a space": altered(1, TEXT.replace(b":", b": ", 1)),
    "another order": altered(1, TEXT.replace(b',"v":1}', b"}").replace(b"{", b'{"v":1,')),
    "a field more": altered(1, TEXT.replace(b'"v":1', b'"v":1,"w":1')),
    "a field twice": altered(1, TEXT.replace(b'"v":1', b'"v":1,"v":1')),
    "a prototype": altered(1, TEXT.replace(b"{", b'{"__proto__":{},')),
    "another version": altered(1, TEXT.replace(b'"v":1', b'"v":2')),
    "a fraction": altered(1, TEXT.replace(b'"v":1', b'"v":1.0')),
    "an unknown kind": altered(1, TEXT.replace(b'"pledge"', b'"toString"')),
    "an office in capitals": pledged_as("AB"),
    "an office of two letters": pledged_as("ab"),
    "an office with a hyphen": pledged_as("a-b"),
    "an office of 25 letters": pledged_as("a" * 25),
    "a region below for other": altered(1, TEXT.replace(b"regional_secretary", b"other")),
    "no ASCII": altered(1, TEXT.replace(b"12.06", "12.0é".encode())),
    "not JSON": altered(1, b"x"),
    "nothing": altered(1, b""),
    "null": altered(1, b"null"),
    "too long": altered(1, TEXT + b" " * 512),
    "another log": altered(0, encode(OPENING).replace(b"ikrar.test", b"ikrar.uji")),
    "a log of another event": altered(0, encode(OPENING).replace(b"log/acara-uji", b"log/acara-x")),
}
"""Logs that break a rule of DESIGN §5, each signed as if it did not."""
LATER = {office: pledged_as(office) for office in ("deputy_regional_head", "x_y")}
"""Logs with an office that this version does not write, by its code. They break no rule."""
