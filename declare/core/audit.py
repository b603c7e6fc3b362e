"""What an outsider finds in a published log: each claim of it held against its own entries.

Pure: what was downloaded goes in, findings come out. One finding that refutes is enough to refuse
the log; the others say what was found, also that which cannot be judged from here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from declare.core import cosignature, merkle, note
from declare.core import entry as entries
from declare.core.cosignature import Witness
from declare.core.entries import Correction, Pledge
from declare.core.entry import Entry, State, Tally
from declare.core.errors import CoreError
from declare.core.note import Checkpoint, NoteError, Verifier

_ILLEGAL = {
    "open": "the log does not begin with its one opening",
    "event": "it names another event",
    "closed": "signing was closed before it",
    "commit": "its commitment stands in the log already",
    "of": "it is about no standing pledge",
    "signed": "it closes with a number that is not the tally",
}


class Refuted(CoreError):
    """The log is not what it says; the text says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and whether it refutes what the log says."""

    subject: str
    text: str
    refutes: bool = False


@dataclass(frozen=True, slots=True)
class Announced:
    """A published figure: so many had signed in the log's first `size` entries."""

    signed: int
    size: int


class Log:
    """A log's entries, each held against the rules.

    Attributes:
        origin: whose log it is, as its first entry says as well.
        entries: all of them, in order.
        state: the state after the last one.
        signed: how many pledges stood after each number of entries, from none on.
    """

    def __init__(self, origin: str, data: Iterable[bytes]) -> None:
        """Raise `Refuted` at the first entry that is none or may not stand where it does."""
        self.origin = origin
        self.state = State()
        self.entries: list[Entry] = []
        self.signed = [0]
        self._leaves: list[bytes] = []
        for encoded in data:
            self._take(encoded)
        if self.state.opening is None or self.state.opening.log != origin:
            raise Refuted(f"the first entry does not open {origin}")

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self.state.size

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` entries. Precondition: there are as many."""
        return merkle.root(self._leaves[:size])

    def tally(self, size: int) -> Tally:
        """Return what was signed and not revoked in the first `size` entries."""
        return entries.replay(self.entries[:size]).tally

    def _take(self, encoded: bytes) -> None:
        try:
            entry = entries.decode(encoded)
            self.state.apply(entry)
        except CoreError as error:
            reason = _ILLEGAL.get(str(error)) if isinstance(error, entries.IllegalEntry) else None
            found = reason or f"it is not well-formed ({error})"
            raise Refuted(f"entry {self.size} is illegal: {found}") from None
        self.entries.append(entry)
        self.signed.append(len(self.state.standing))
        self._leaves.append(merkle.leaf_hash(encoded))


def head(signed: str, verifier: Verifier, origin: str) -> Checkpoint:
    """Return the checkpoint in a note; raise `Refuted` unless it is this log's and signed by it."""
    try:
        found = Checkpoint.read(note.read(signed, [verifier]))
    except NoteError as error:
        raise Refuted(f"the note is not signed by {verifier.name} ({error})") from None
    if found.origin != origin:
        raise Refuted(f"it is of another log: {found.origin}")
    return found


def whole(log: Log, checkpoint: Checkpoint) -> Finding:
    """Hold the entries against the root of their checkpoint."""
    if log.size != checkpoint.size:
        text = f"{log.size} entries are published, the checkpoint says {checkpoint.size}"
        return Finding("root", text, refutes=True)
    found = log.root(log.size).hex()
    if found != checkpoint.root.hex():
        return Finding("root", f"the entries give {found}, not the signed root", refutes=True)
    return Finding("root", f"{found}, as signed")


def figures(log: Log, announced: Iterable[Announced]) -> Iterator[Finding]:
    """Hold each announced figure against the entries that it was counted at."""
    for figure in announced:
        said = f"{figure.signed} signed at size {figure.size}"
        if not 0 <= figure.size <= log.size:
            yield Finding("announced", f"{said}, which the log has not reached", refutes=True)
            continue
        counted = log.signed[figure.size]
        if counted != figure.signed:
            yield Finding("announced", f"{said}, but {counted} are counted there", refutes=True)
        else:
            yield Finding("announced", f"{said}, as counted")


def since(log: Log, signed: str, verifier: Verifier) -> Finding:
    """Hold the log against a checkpoint that was kept: it must be its continuation."""
    try:
        kept = head(signed, verifier, log.origin)
    except Refuted as error:
        return Finding("since", f"the kept checkpoint is of no use: {error}", refutes=True)
    refutation = departure(log, kept)
    text = refutation or f"the log continues the kept checkpoint of size {kept.size}"
    return Finding("since", text, refutes=bool(refutation))


def departure(log: Log, kept: Checkpoint) -> str:
    """Return how a log is not the continuation of an earlier checkpoint, or nothing."""
    if kept.size > log.size:
        return f"rolled back: the log had {kept.size} entries and now has {log.size}"
    if log.root(kept.size) != kept.root:
        return (
            f"fork: of the first {kept.size} entries the root {kept.root.hex()} was signed, "
            f"and these give {log.root(kept.size).hex()}"
        )
    return ""


def cosigned(
    log: Log,
    verifier: Verifier,
    notes: Mapping[int, str],
    witnesses: Sequence[Witness],
    required: Sequence[Witness] = (),
) -> Iterator[Finding]:
    """Look in the notes, by size, for the lines of witnesses; the required must be among them."""
    seen = set()
    for size, signed in sorted(notes.items()):
        try:
            kept = head(signed, verifier, log.origin)
            lines = cosignature.read(signed, [*witnesses, *required])
            if kept.size != size or departure(log, kept):
                raise Refuted(departure(log, kept) or f"it is the note of size {kept.size}")
        except CoreError as error:
            yield Finding("witnesses", f"checkpoint {size}: {error}", refutes=True)
            continue
        for line in lines:
            seen.add(line.witness.name)
            yield Finding("witnesses", f"checkpoint {size} cosigned by {line.witness.name}")
    for witness in required:
        if witness.name not in seen:
            text = f"{witness.name} has cosigned no checkpoint of this log"
            yield Finding("witnesses", text, refutes=True)
    if not seen and not required:
        yield Finding("witnesses", "none has cosigned (belum disaksikan)")


def crowded(log: Log) -> dict[tuple[str, str], list[int]]:
    """Return the seats, as region and office, that several standing pledges hold: their indexes."""
    seats: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, held in log.state.standing.items():
        seats[(held.region, held.office)].append(index)
    return {seat: indexes for seat, indexes in sorted(seats.items()) if len(indexes) > 1}


def commitments(log: Log) -> dict[str, int]:
    """Return the index of the entry that holds each commitment."""
    return {
        entry.commit: index
        for index, entry in enumerate(log.entries)
        if isinstance(entry, Pledge | Correction)
    }
