"""The audit of a published log: its checkpoints and claims, checked against its own entries.

Pure: downloaded files in, findings out. One finding that refutes is enough to refuse the log; the
others report facts, among them those that cannot be verified from outside.
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
from declare.core.seat import Seat

_ILLEGAL = {
    "open": "the log does not begin with its one opening",
    "event": "it names another event",
    "closed": "signing was closed before it",
    "commit": "its commitment stands in the log already",
    "of": "it is about no standing pledge",
    "signed": "it closes with a number that is not the tally",
}


class Refuted(CoreError):
    """The log is refuted; the text says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of the audit, and whether it refutes the log."""

    subject: str
    text: str
    refutes: bool = False


@dataclass(frozen=True, slots=True)
class Announced:
    """An announced figure: the number that had signed in the log's first `size` entries."""

    signed: int
    size: int


class Log:
    """The decoded entries of a log, each checked by the state machine.

    Attributes:
        origin: the log's origin, which its first entry names too.
        entries: all entries, in order.
        state: the state after the last one.
        signed: the number of unrevoked pledges after each number of entries, from 0 on.
    """

    def __init__(self, origin: str, data: Iterable[bytes]) -> None:
        """Raise `Refuted` at the first entry that is malformed or illegal at its place."""
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
        """The number of entries."""
        return self.state.size

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` entries. Precondition: there are as many."""
        return merkle.root(self._leaves[:size])

    def tally(self, size: int) -> Tally:
        """Return the tally of the first `size` entries."""
        return entries.replay(self.entries[:size]).tally

    def _take(self, encoded: bytes) -> None:
        try:
            entry = entries.decode(encoded)
            self.state.apply(entry)
        except CoreError as error:
            reason = _ILLEGAL.get(str(error)) if isinstance(error, entries.IllegalEntry) else None
            reason = reason or f"it is not well-formed ({error})"
            raise Refuted(f"entry {self.size} is illegal: {reason}") from None
        self.entries.append(entry)
        self.signed.append(len(self.state.standing))
        self._leaves.append(merkle.leaf_hash(encoded))


def head(signed: str, verifier: Verifier, origin: str) -> Checkpoint:
    """Return the checkpoint in a note; raise `Refuted` unless this log signed it for itself."""
    try:
        checkpoint = Checkpoint.read(note.read(signed, [verifier]))
    except NoteError as error:
        raise Refuted(f"the note is not signed by {verifier.name} ({error})") from None
    if checkpoint.origin != origin:
        raise Refuted(f"it is of another log: {checkpoint.origin}")
    return checkpoint


def whole(log: Log, checkpoint: Checkpoint) -> Finding:
    """Compare the root of the entries with that of their checkpoint."""
    if log.size != checkpoint.size:
        text = f"{log.size} entries are published, the checkpoint says {checkpoint.size}"
        return Finding("root", text, refutes=True)
    root = log.root(log.size).hex()
    if root != checkpoint.root.hex():
        return Finding("root", f"the entries give {root}, not the signed root", refutes=True)
    return Finding("root", f"{root}, as signed")


def figures(log: Log, announced: Iterable[Announced]) -> Iterator[Finding]:
    """Compare each announced figure with the count at its size."""
    for figure in announced:
        claim = f"{figure.signed} signed at size {figure.size}"
        if not 0 <= figure.size <= log.size:
            yield Finding("announced", f"{claim}, which the log has not reached", refutes=True)
            continue
        counted = log.signed[figure.size]
        if counted != figure.signed:
            yield Finding("announced", f"{claim}, but {counted} are counted there", refutes=True)
        else:
            yield Finding("announced", f"{claim}, as counted")


def since(log: Log, signed: str, verifier: Verifier) -> Finding:
    """Check that the log continues an earlier checkpoint, which the auditor saved."""
    try:
        earlier = head(signed, verifier, log.origin)
    except Refuted as error:
        return Finding("since", f"the kept checkpoint is of no use: {error}", refutes=True)
    refutation = departure(log, earlier)
    text = refutation or f"the log continues the kept checkpoint of size {earlier.size}"
    return Finding("since", text, refutes=bool(refutation))


def departure(log: Log, earlier: Checkpoint) -> str:
    """Return how a log departs from an earlier checkpoint (rollback, fork), or an empty text."""
    if earlier.size > log.size:
        return f"rolled back: the log had {earlier.size} entries and now has {log.size}"
    if log.root(earlier.size) != earlier.root:
        return (
            f"fork: of the first {earlier.size} entries the root {earlier.root.hex()} was signed, "
            f"and these give {log.root(earlier.size).hex()}"
        )
    return ""


def cosigned(
    log: Log,
    verifier: Verifier,
    notes: Mapping[int, str],
    witnesses: Sequence[Witness],
    required: Sequence[Witness] = (),
) -> Iterator[Finding]:
    """Check the cosignatures in the notes, given by size; those of `required` must be present."""
    seen = set()
    for size, signed in sorted(notes.items()):
        try:
            checkpoint = head(signed, verifier, log.origin)
            lines = cosignature.read(signed, [*witnesses, *required])
            departed = departure(log, checkpoint)
            if checkpoint.size != size or departed:
                raise Refuted(departed or f"it is the note of size {checkpoint.size}")
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


def crowded(log: Log) -> dict[Seat, list[int]]:
    """Return the seats with more than one unrevoked pledge, and the pledges' indexes."""
    seats: dict[Seat, list[int]] = defaultdict(list)
    for index, entry in log.state.standing.items():
        seats[Seat(entry.region, entry.office)].append(index)
    return {seat: indexes for seat, indexes in sorted(seats.items()) if len(indexes) > 1}


def commitments(log: Log) -> dict[str, int]:
    """Return the index of the entry with each commitment."""
    return {
        entry.commit: index
        for index, entry in enumerate(log.entries)
        if isinstance(entry, Pledge | Correction)
    }
