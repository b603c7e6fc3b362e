"""Ledger entries: one encoding each, and hundreds of near misses refused."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declare.core import entry
from declare.core.entry import Close, Correction, EntryError, Open, Pledge, Revocation

ZEROS, HASH = "0" * 64, "1fff95a4427ddd78cc185257baec66f880201d0b0ef270163aacea226837c200"
OPEN = Open("contoh", "ikrar.example/log/contoh", "sample", ZEROS, 1593483300)
PLEDGE = Pledge("contoh", HASH, "regional_secretary", "35.10")
CORRECTION = Correction("contoh", ZEROS, 1, "other", "00")
REVOCATION = Revocation("contoh", 1)
CLOSE = Close("contoh", 529, 1593490500)
ENTRIES = [OPEN, PLEDGE, CORRECTION, REVOCATION, CLOSE]

FORMS = {
    OPEN: '{"event":"contoh","kind":"open","log":"ikrar.example/log/contoh","purpose":"sample",'
    f'"statement":"{ZEROS}","time":1593483300,"v":1}}',
    PLEDGE: f'{{"commit":"{HASH}","event":"contoh","kind":"pledge","office":"regional_secretary",'
    '"region":"35.10","v":1}',
    CORRECTION: f'{{"commit":"{ZEROS}","event":"contoh","kind":"correction","of":1,'
    '"office":"other","region":"00","v":1}',
    REVOCATION: '{"event":"contoh","kind":"revocation","of":1,"v":1}',
    CLOSE: '{"event":"contoh","kind":"close","signed":529,"time":1593490500,"v":1}',
}


def refused(data):
    with pytest.raises(EntryError):
        entry.decode(data)
    return True


@pytest.mark.parametrize(("made", "form"), FORMS.items())
def test_form(made, form):
    assert entry.encode(made) == form.encode()
    assert entry.decode(form.encode()) == made


slugs = st.from_regex(r"[a-z0-9-]{3,60}", fullmatch=True)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
counts = st.integers(0, 2**53 - 1)
seats = st.one_of(
    st.tuples(
        st.sampled_from(
            ["regional_head", "regional_secretary", "staffing_agency_head", "election_supervisor"]
        ),
        st.from_regex(r"[0-9]{2}(\.[0-9]{2})?", fullmatch=True),
    ),
    st.tuples(st.just("other"), st.from_regex(r"[0-9]{2}", fullmatch=True)),
)
entries = st.one_of(
    st.builds(
        lambda slug, purpose, statement, time: Open(
            slug, f"127.0.0.1:8000/log/{slug}", purpose, statement, time
        ),
        slugs,
        st.sampled_from(["live", "rehearsal", "sample"]),
        hashes,
        counts,
    ),
    st.builds(lambda slug, commit, seat: Pledge(slug, commit, *seat), slugs, hashes, seats),
    st.builds(
        lambda slug, commit, of, seat: Correction(slug, commit, of, *seat),
        slugs,
        hashes,
        counts,
        seats,
    ),
    st.builds(Revocation, slugs, counts),
    st.builds(Close, slugs, counts, counts),
)


@given(entries)
def test_decoding_returns_what_was_encoded(made):
    data = entry.encode(made)
    assert len(data) <= 512
    assert entry.decode(data) == made
    canonical = json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"))
    assert data == canonical.encode("ascii")


def test_an_entry_has_512_bytes_at_most():
    slug = "s" * 60
    shortest = Open(slug, f"h/log/{slug}", "sample", ZEROS, 1593483300)
    room = 512 - len(entry.encode(shortest)) + 1
    longest = replace(shortest, log="h" * room + f"/log/{slug}")
    data = entry.encode(longest)
    assert len(data) == 512
    assert entry.decode(data) == longest
    with pytest.raises(EntryError, match=r"^size$"):
        entry.encode(replace(longest, log="h" + longest.log))
    with pytest.raises(EntryError, match=r"^size$"):
        entry.decode(data.replace(b"hh", b"hhh", 1))


@pytest.mark.parametrize("data", [b"[" * 512, b"[" * 100_000, b" " * 512])
def test_long_nonsense_is_refused(data):
    assert refused(data)


BAD_VALUES = [
    (OPEN, "event", ["", "ab", "a" * 61, "Contoh", "con toh", "contoh\n", "cont\u0663h", None, 1]),
    (OPEN, "log", ["", "contoh", "ikrar.example/log/lain", "Ikrar.example/log/contoh", None, 1]),
    (OPEN, "purpose", ["", "test", "Live", None, 1, ["live"]]),
    (OPEN, "statement", ["", ZEROS[1:], ZEROS + "0", "A" * 64, "g" * 64, ZEROS + "\n", None, 0]),
    (OPEN, "time", [-1, 1.0, "1", True, None, 2**53, float("nan"), float("inf"), [1]]),
    (PLEDGE, "commit", ["", HASH[1:], HASH + "0", HASH.upper(), HASH + "\n", None, 1]),
    (PLEDGE, "office", ["", "AB", "ab", "a-b", "a" * 25, "OTHER", "x_y\n", "dewan1", None, 1, {}]),
    (PLEDGE, "region", ["", "3", "351", "35.1", "35.100", "3510", "35-10", "a5", "35.10\n", None,
                        35, 35.10, "\u0663\u0665"]),
    (PLEDGE, "office", ["other"]),
    (CORRECTION, "of", [-1, 1.0, "1", True, None, 2**53]),
    (CORRECTION, "region", ["35.10"]),
    (CLOSE, "signed", [-1, 529.0, "529", False, None, 10**40]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "field", "value"),
    [(made, field, value) for made, field, values in BAD_VALUES for value in values],
)
def test_values_out_of_range(made, field, value):
    changed = json.loads(entry.encode(made)) | {field: value}
    data = json.dumps(changed, sort_keys=True, separators=(",", ":")).encode()
    assert refused(data)
    with pytest.raises(EntryError):
        entry.encode(replace(made, **{field: value}))


@pytest.mark.parametrize("office", ["deputy_regional_head", "x_y", "governor", "a" * 24, "___"])
@pytest.mark.parametrize("made", [PLEDGE, CORRECTION], ids=["pledge", "correction"])
def test_an_office_that_is_added_later_is_read_and_not_written(made, office):
    data = entry.encode(made).replace(made.office.encode(), office.encode())
    later = replace(made, office=office)
    assert entry.decode(data) == later
    with pytest.raises(EntryError, match=r"^office$"):
        entry.encode(later)


def keywise(made):
    """Other sets of fields, each written correctly."""
    fields = json.loads(entry.encode(made))
    for name in fields:
        yield {key: value for key, value in fields.items() if key != name}
        yield {(key.upper() if key == name else key): value for key, value in fields.items()}
    foreign = {key: value for other in ENTRIES for key, value in asdict(other).items()}
    yield from (fields | {key: foreign[key]} for key in foreign.keys() - fields.keys())
    yield fields | {"note": "x"}
    yield fields | {"": ""}
    yield from (fields | {"kind": kind} for kind in ("", "Open", "reopen", None, 1, [], {}))
    others = {"open", "pledge", "correction", "revocation", "close"} - {fields["kind"]}
    yield from (fields | {"kind": kind} for kind in others)
    yield from (fields | {"v": version} for version in (0, 2, 1.0, "1", True, None, [1]))


def textwise(form):
    """Other spellings of the same fields, and bytes around them."""
    fields = json.loads(form)
    yield json.dumps(fields, sort_keys=True)
    yield json.dumps(fields, sort_keys=True, separators=(",", ": "))
    yield json.dumps(fields, sort_keys=True, separators=(", ", ":"))
    yield json.dumps(fields, sort_keys=True, indent=0)
    pairs = [json.dumps({key: value}, separators=(",", ":"))[1:-1] for key, value in fields.items()]
    for place in range(len(pairs) - 1):
        swapped = [*pairs[:place], pairs[place + 1], pairs[place], *pairs[place + 2 :]]
        yield "{" + ",".join(swapped) + "}"
    for place in range(len(pairs)):
        yield "{" + ",".join([*pairs[: place + 1], *pairs[place:]]) + "}"
    for around in (" ", "\n", "\t", "\r\n", "\x00", ",", "\ufeff", form):
        yield form + around
        yield around + form
    for place in (i for i, character in enumerate(form) if character in '{}":,'):
        yield form[: place + 1] + " " + form[place + 1 :]
    yield form.replace("contoh", "\\u0063ontoh", 1)
    yield form.replace("contoh", "co\\u006eto\\u0068", 1)
    yield form.replace('"event"', '"\\u0065vent"', 1)
    yield form.replace('"v":1', '"v":1.0')
    yield form.replace('"v":1', '"v":1e0')
    yield form.replace('"v":1', '"v":01')
    yield form.replace('"v":1', '"v":+1')
    yield form.replace('"v":1', '"v":-0')
    yield form.replace('"v":1', '"v":NaN')
    yield form.replace('"', "'")
    yield form.replace('"v"', "v")
    yield form[:-1] + ",}"
    yield "[" + form + "]"
    yield json.dumps(form)
    yield from (form[:end] for end in range(len(form)))
    yield from (form[start:] for start in range(1, len(form)))


def bytewise(data):
    """A bit flipped in each byte, such that no other valid entry comes out."""
    for place in range(len(data)):
        for bit in (0x20, 0x80):
            yield data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


@pytest.mark.parametrize("made", ENTRIES, ids=lambda made: type(made).__name__)
def test_hundreds_of_mutations_are_refused(made):
    data = entry.encode(made)
    written = [json.dumps(f, sort_keys=True, separators=(",", ":")) for f in keywise(made)]
    mutations = {text.encode() for text in [*written, *textwise(data.decode())]}
    mutations |= {*bytewise(data), data.decode().encode("utf-16"), data.decode().encode("utf-32")}
    assert data not in mutations
    assert len(mutations) > 100
    for mutation in mutations:
        assert refused(mutation)


@given(entries, st.data())
def test_a_changed_byte_is_refused_or_another_entry(made, data):
    encoded = bytearray(entry.encode(made))
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] = data.draw(st.integers(0, 255))
    try:
        read = entry.decode(bytes(encoded))
    except EntryError:
        return
    again = {"v": 1, "kind": type(read).__name__.lower(), **asdict(read)}
    assert json.dumps(again, sort_keys=True, separators=(",", ":")).encode() == encoded


@given(st.one_of(st.binary(max_size=100), st.text(max_size=100).map(str.encode)))
def test_nothing_else_is_raised(data):
    assert refused(data)


@pytest.mark.parametrize("text", ["null", "1", '""', "[]", "{}", '{"kind":"open"}', '{"v":1}'])
def test_other_json_is_refused(text):
    assert refused(text.encode())
