"""What the old suite says that is otherwise now: each place with its reason."""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """In the test file at `path` (in the first house) `pattern` becomes `new`, because of `why`."""

    path: str
    pattern: str
    new: str
    why: str


_PRESENCE = "presence is rows of its own slice"
_WORD = "one word for one thing"
_SEAT = "a seat is region and office, in this order"
_OWNER = "names are imported from the module that owns them"
_LETTERS = "a letter becomes text when it is sent"
_ENCODING = "asn1crypto cannot write every token that it has read; bytes are replaced in the file"


def _presence(path: str) -> Change:
    return Change(path, r"\b(\w+)\.present_at\b", r"first_house.present_at(\1)", _PRESENCE)


def _letters(path: str) -> Change:
    pattern = r"\b(mail|letters\([^()]*\)\[0\])\.(body|subject|calendar)\b"
    return Change(path, pattern, r"first_house.text(\1).\2", _LETTERS)


def _marked(path: str, mark: str) -> Change:
    why = "tests share one application and one database, unless they say otherwise"
    return Change(path, r"\Z", f"\n\npytestmark = pytest.mark.{mark}\n", why)


CHANGES: tuple[Change, ...] = (
    Change(
        "tests/attendance/test_curve.py",
        r"( +)(\S+)\.present_at = (.*)",
        r"\1hall.came(\2, \3)",
        _PRESENCE,
    ),
    _presence("tests/attendance/test_coverage.py"),
    _presence("tests/test_access.py"),
    _presence("tests/pledges/test_claim.py"),
    _presence("tests/pledges/test_signing.py"),
    _presence("tests/registrations/test_coming_in.py"),
    _presence("tests/registrations/test_before_signing.py"),
    _presence("tests/demo/test_filling.py"),
    _letters("tests/pledges/test_revocation.py"),
    _letters("tests/pledges/test_signing.py"),
    _letters("tests/pledges/test_correction.py"),
    _letters("tests/registrations/test_manage.py"),
    _marked("tests/test_journal.py", "own_app"),
    _marked("tests/test_platform.py", "own_app"),
    _marked("tests/test_web.py", "own_app"),
    _marked("tests/test_engine.py", "fresh"),
    Change(
        "tests/messages/test_queue.py",
        r'( +)(app\.extensions\["declare"\] = .*)',
        r'\1\2\n\1app.extensions["keyring"] = None',
        _LETTERS,
    ),
    Change("tests/attendance/test_coverage.py", r"\.found\b", ".regions", _WORD),
    Change(
        "tests/attendance/test_count.py", r'Seat\("(\w+)", "(\S+)"\)', r'Seat("\2", "\1")', _SEAT
    ),
    Change("tests/certificates/test_fitting.py", r"\.face\b", ".font", _WORD),
    *(
        Change(
            f"tests/demo/{name}.py",
            r"from tests\.demo\.conftest import (BASE|NOW)\b",
            r"from tests.samples import \1",
            "the samples are filled once for all tests",
        )
        for name in ("test_audit", "test_live_audit", "test_log", "test_filling")
    ),
    Change("tests/demo/test_people.py", r"\.called\b", ".full_name", _WORD),
    Change("tests/accounts/test_service.py", r"\.kept\b", ".password_hash", _WORD),
    Change("tests/certificates/test_foundry.py", r"\.cast\(", ".build(", _WORD),
    Change("tests/certificates/test_foundry.py", r"\bcasting\.py:", "template_builder.py:", _WORD),
    Change(
        "tests/certificates/test_render.py",
        r"tests\.certificates\.printables",
        "tests.press.printables",
        "the tests of the press stand apart",
    ),
    Change("tests/core/test_entry.py", '"governor"', '"AB"', "a later office is read"),
    Change(
        "tests/attendance/test_sheet.py",
        '"Surat tugas": ""',
        '"Surat tugas": "Surat tugas 800/1"',
        "a delegate has a mandate",
    ),
    Change("tests/pledges/test_line.py", r"\.stand\b", ".submit", _WORD),
    Change("tests/accounts/test_team.py", r"\.deed\.", ".entry.", _WORD),
    Change(
        "tests/accounts/test_team.py",
        r'"accounts" / "deed.html"',
        '"desk" / "team" / "audit_entry.html"',
        "templates lie as their pages do",
    ),
    Change("tests/attendance/test_count.py", r'"92\.01"', '"92.02"', "there is no region 92.01"),
    Change("tests/verify/test_service.py", "_MOST_TRUE", "_CACHE_SIZE", _WORD),
    Change("tests/verify/test_service.py", r"\b_true\b", "_passed", _WORD),
    Change("tests/test_engine.py", r"\(door\b", "(scope", _WORD),
    Change("tests/test_journal.py", r"\(door\b", "(scope", _WORD),
    Change("tests/test_platform.py", r"\bfixed\(", "cached_fragment(", _WORD),
    Change(
        "tests/registrations/test_registering.py",
        r"factories\.registrations\.nip",
        "first_house.rows.nip",
        _OWNER,
    ),
    Change(
        "tests/registrations/test_registering.py",
        r"factories\.registrations\.admit",
        "first_house.admit",
        "admitting sends nothing by itself",
    ),
    *(
        Change("tests/verify/test_stamped.py", pattern, new, _ENCODING)
        for pattern, new in {
            r"\bcms, core, tsp\b": "cms, parser, tsp",
            r"Callable\[\[cms\.ContentInfo\], None\]": "bytes",
            r'\("signature_time_stamp_token", \[(.*?)\]\)': r"stamps(\1)",
            r'\("content_type", \[(.*?)\]\)': r'attribute("content_type", \1.dump())',
            r'cms\.ContentInfo\({"content_type": "data"}\)': r"\g<0>.dump()",
            r"def unstamped\(.*\n.*\n": 'unstamped = b""\n',
        }.items()
    ),
)

_OWN_OFFICE = "intake refuses a delegate of the own office; the test makes such a row by hand now"

DROPPED: dict[tuple[str, str], str] = {
    (
        "tests/messages/test_outbox.py",
        "test_a_line_break_in_a_subject_is_refused",
    ): "the text is refused where it is made, not where the message is queued",
    (
        "tests/messages/test_queue.py",
        "test_a_savepoint_that_fails_keeps_the_mail_around_it",
    ): "a bad address is refused in the savepoint; the subject is not there yet",
    (
        "tests/attendance/test_coverage.py",
        "test_seats_are_what_the_people_of_a_hall_make_them",
    ): _OWN_OFFICE,
    (
        "tests/attendance/test_coverage.py",
        "test_only_signers_who_allowed_it_are_named",
    ): _OWN_OFFICE,
    (
        "tests/attendance/test_coverage.py",
        "test_a_delegate_of_the_same_office_never_makes_the_seat_signed",
    ): _OWN_OFFICE,
}
"""Tests whose text could not be mapped; each stands under its name in today's suite."""

TAKEN: dict[str, tuple[str, ...]] = {
    "tests/verify/test_stamped.py": (
        "gap",
        "changed",
        "replaced",
        "signer",
        "token",
        "attribute",
        "put",
        "stamps",
        "imprint",
    ),
}
"""Helpers of a test file that today's file of that path lends it, in place of those it had."""

REPLACED: dict[str, str] = {
    "tests/test_architecture.py": "holds the first house; the second has its own",
}
"""Test files that have nothing to be run against, with the reason."""
