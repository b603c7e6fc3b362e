"""The state machine of a log: which entry may come next, and the tally so far."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from declare.core.entries import Close, Correction, Entry, Open, Pledge, Revocation
from declare.core.errors import CoreError
from declare.core.region import province_of


class IllegalEntry(CoreError):
    """The entry may not follow the ones before it; a log that contains it is invalid.

    The text is `open`, `event`, `closed`, `commit`, `of` or `signed`.
    """


@dataclass(frozen=True, slots=True)
class Tally:
    """Unrevoked pledges, each under the office and region of its last correction.

    Only offices and provinces with a pledge are listed; each map adds up to `signed`.
    """

    signed: int
    by_office: Mapping[str, int]
    by_province: Mapping[str, int]


class State:
    """A log's state after its first `size` entries.

    Attributes:
        size: number of entries applied.
        opening: the first entry, once there is one.
        closing: the `close` entry, once there is one.
    """

    def __init__(self) -> None:
        self.size = 0
        self.opening: Open | None = None
        self.closing: Close | None = None
        self._commits: set[str] = set()
        self._standing: dict[int, Pledge | Correction] = {}

    @property
    def opened(self) -> bool:
        """Whether the log has its first entry."""
        return self.opening is not None

    @property
    def closed(self) -> bool:
        """Whether the log takes no more pledges."""
        return self.closing is not None

    @property
    def standing(self) -> Mapping[int, Pledge | Correction]:
        """Each unrevoked pledge by its index, or its last correction in its place."""
        return MappingProxyType(self._standing)

    @property
    def tally(self) -> Tally:
        """The unrevoked pledges, counted."""
        offices = Counter(entry.office for entry in self._standing.values())
        provinces = Counter(province_of(entry.region) for entry in self._standing.values())
        return Tally(
            len(self._standing), dict(sorted(offices.items())), dict(sorted(provinces.items()))
        )

    def apply(self, entry: Entry) -> None:
        """Apply the next entry; raise `IllegalEntry` and leave the state unchanged."""
        self._refuse_out_of_place(entry)
        match entry:
            case Open():
                self.opening = entry
            case Pledge():
                self._commit(entry.commit)
                self._standing[self.size] = entry
            case Correction():
                self._refuse_missing_pledge(entry.of)
                self._commit(entry.commit)
                self._standing[entry.of] = entry
            case Revocation():
                self._refuse_missing_pledge(entry.of)
                del self._standing[entry.of]
            case _:
                self._close(entry)
        self.size += 1

    def _refuse_out_of_place(self, entry: Entry) -> None:
        if isinstance(entry, Open) == self.opened:
            raise IllegalEntry("open")
        if self.opening is not None and entry.event != self.opening.event:
            raise IllegalEntry("event")
        if self.closed and isinstance(entry, Pledge | Close):
            raise IllegalEntry("closed")

    def _refuse_missing_pledge(self, index: int) -> None:
        if index not in self._standing:
            raise IllegalEntry("of")

    def _close(self, entry: Close) -> None:
        if entry.signed != len(self._standing):
            raise IllegalEntry("signed")
        self.closing = entry

    def _commit(self, commit: str) -> None:
        # The commit of a revoked pledge stays used: a payload belongs to one entry for ever.
        if commit in self._commits:
            raise IllegalEntry("commit")
        self._commits.add(commit)


def replay(entries: Iterable[Entry]) -> State:
    """Return the state after these entries; raise `IllegalEntry` at the first illegal one."""
    state = State()
    for entry in entries:
        state.apply(entry)
    return state
