"""The order of entries, against a reference that reads DESIGN §5 literally."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declare.core.entry import (
    Close,
    Correction,
    IllegalEntry,
    Open,
    Pledge,
    Revocation,
    State,
    Tally,
    replay,
)

OPEN = Open("contoh", "ikrar.example/log/contoh", "sample", "0" * 64, 1593483300)


def pledge(number, office="regional_head", region="35.10"):
    return Pledge("contoh", f"{number:064x}", office, region)


def correction(number, of, office="regional_head", region="35.10"):
    return Correction("contoh", f"{number:064x}", of, office, region)


def revocation(of):
    return Revocation("contoh", of)


def close(signed):
    return Close("contoh", signed, 1593490500)


LOG = [OPEN, pledge(1), pledge(2, "other", "00"), pledge(3, region="12")]


def test_an_empty_log():
    state = State()
    assert (state.size, state.opened, state.closed) == (0, False, False)
    assert state.tally == Tally(0, {}, {})


def test_a_whole_log():
    after = [
        correction(4, 1, "staffing_agency_head", "21.71"),
        revocation(3),
        close(2),
        correction(5, 2, "other", "35"),
        revocation(1),
    ]
    state = replay([*LOG, *after])
    assert (state.size, state.opened, state.closed) == (9, True, True)
    assert state.opening == OPEN
    assert state.closing == close(2)
    assert state.tally == Tally(1, {"other": 1}, {"35": 1})


def test_tally_follows_corrections_and_revocations():
    state = replay(LOG)
    assert state.tally == Tally(3, {"other": 1, "regional_head": 2}, {"00": 1, "12": 1, "35": 1})
    state.apply(correction(4, 3, "election_supervisor", "35"))
    assert state.tally == Tally(
        3, {"election_supervisor": 1, "other": 1, "regional_head": 1}, {"00": 1, "35": 2}
    )
    state.apply(revocation(1))
    assert state.tally == Tally(2, {"election_supervisor": 1, "other": 1}, {"00": 1, "35": 1})


CLOSED = [*LOG, close(3)]
ILLEGAL = {
    "pledge before open": ([], pledge(1), "open"),
    "close before open": ([], close(0), "open"),
    "revocation before open": ([], revocation(0), "open"),
    "second open": (LOG, OPEN, "open"),
    "open after close": (CLOSED, OPEN, "open"),
    "another event": (LOG, Revocation("lain", 1), "event"),
    "close of another event": (LOG, Close("lain", 3, 0), "event"),
    "pledge after close": (CLOSED, pledge(9), "closed"),
    "second close": (CLOSED, close(3), "closed"),
    "commit of a pledge again": (LOG, pledge(1), "commit"),
    "commit of a pledge in a correction": (LOG, correction(1, 1), "commit"),
    "commit of a correction again": ([*LOG, correction(4, 1)], pledge(4), "commit"),
    "commit of a revoked pledge": ([*LOG, revocation(1)], pledge(1), "commit"),
    "commit again after close": (CLOSED, correction(2, 1), "commit"),
    "correction of open": (LOG, correction(9, 0), "of"),
    "correction of itself": (LOG, correction(9, 4), "of"),
    "correction of a later entry": (LOG, correction(9, 5), "of"),
    "correction of a correction": ([*LOG, correction(4, 1)], correction(9, 4), "of"),
    "correction of a revoked pledge": ([*LOG, revocation(1)], correction(9, 1), "of"),
    "correction of close": (CLOSED, correction(9, 4), "of"),
    "revocation of open": (LOG, revocation(0), "of"),
    "revocation of a correction": ([*LOG, correction(4, 1)], revocation(4), "of"),
    "revocation of a revocation": ([*LOG, revocation(1)], revocation(4), "of"),
    "second revocation": ([*LOG, revocation(1)], revocation(1), "of"),
    "revocation of an index beyond": (LOG, revocation(99), "of"),
    "close with one too many": (LOG, close(4), "signed"),
    "close that counts a revoked pledge": ([*LOG, revocation(1)], close(3), "signed"),
}


@pytest.mark.parametrize(("before", "entry", "fact"), ILLEGAL.values(), ids=ILLEGAL)
def test_illegal_entries_change_nothing(before, entry, fact):
    state, untouched = replay(before), replay(before)
    with pytest.raises(IllegalEntry, match=rf"^{fact}$"):
        state.apply(entry)
    assert vars(state) == vars(untouched)


def test_replay_stops_at_the_first_illegal_entry():
    with pytest.raises(IllegalEntry):
        replay([*LOG, pledge(1), pledge(4)])


# The reference: is this entry allowed after these, by the words of DESIGN §5?


def standing(log):
    revoked = {entry.of for entry in log if isinstance(entry, Revocation)}
    return [i for i, e in enumerate(log) if isinstance(e, Pledge) and i not in revoked]


def seat(log, index):
    changes = [e for e in log if isinstance(e, Correction) and e.of == index]
    last = changes[-1] if changes else log[index]
    return last.office, last.region


def allowed(log, entry):
    if isinstance(entry, Open):
        return not log
    if not log or entry.event != log[0].event:
        return False
    closed = any(isinstance(e, Close) for e in log)
    commits = {e.commit for e in log if isinstance(e, Pledge | Correction)}
    fresh = not isinstance(entry, Pledge | Correction) or entry.commit not in commits
    if isinstance(entry, Pledge):
        return fresh and not closed
    if isinstance(entry, Close):
        return not closed and entry.signed == len(standing(log))
    return fresh and entry.of in standing(log)


offices = st.sampled_from(["regional_head", "other"])
regions = st.sampled_from(["12", "35"])
numbers = st.integers(0, 12)
entries = st.one_of(
    st.just(OPEN),
    st.builds(pledge, numbers, offices, regions),
    st.builds(pledge, numbers, offices, regions),
    st.builds(correction, numbers, st.integers(0, 6), offices, regions),
    st.builds(revocation, st.integers(0, 6)),
    st.builds(close, st.integers(0, 3)),
    st.just(Revocation("lain", 1)),
)


@settings(max_examples=200)
@given(st.lists(entries, max_size=25))
def test_state_agrees_with_the_reference(wishes):
    log, state = [], State()
    for wish in [*wishes[:1], OPEN, *wishes[1:]]:
        legal = allowed(log, wish)
        try:
            state.apply(wish)
            log.append(wish)
            assert legal
        except IllegalEntry:
            assert not legal
        seats = [seat(log, index) for index in standing(log)]
        assert state.size == len(log)
        assert state.tally.signed == len(seats)
        assert state.tally.by_office == Counter(office for office, _ in seats)
        assert state.tally.by_province == Counter(region[:2] for _, region in seats)
