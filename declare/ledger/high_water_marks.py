"""Marks: what this instance has published of each log, remembered beside its keys.

Whoever has seen a checkpoint can prove it. A database that was restored from a backup may not know
any more what was published, and would sign another history under the same sizes. So the largest
checkpoint that was ever served is kept outside the database, and a log that does not contain it is
halted: it publishes nothing and takes no entry, also when it has grown again meanwhile.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from declare.core import note
from declare.database import reading
from declare.errors import Halted, NotFound
from declare.ledger.models import Checkpoint, Log

_LOCK: Final = ".lock"
_ROOT: Final = select(Checkpoint.root).where(
    Checkpoint.log_id == bindparam("log"), Checkpoint.size == bindparam("size")
)

State = tuple[int, int, int]
"""Of a file: what changes with its content, as each content is a file of its own."""


@dataclass(frozen=True)
class _Seen:
    state: State
    mark: note.Checkpoint


_seen: dict[Path, _Seen] = {}
_agreed: dict[Path, note.Checkpoint] = {}
"""The mark that a log was last found to contain, by whoever was about to append to it."""


def read(folder: Path, origin: str) -> note.Checkpoint | None:
    """The largest checkpoint of a log that was ever published, or None if there was none.

    The file is opened only when it has changed. Raises Halted for one that is no mark.
    """
    path = _path(folder, origin)
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    state = (found.st_ino, found.st_mtime_ns, found.st_size)
    seen = _seen.get(path)
    if seen is None or seen.state != state:
        seen = _seen[path] = _Seen(state, _read(path))
    return seen.mark


def _read(path: Path) -> note.Checkpoint:
    try:
        return note.Checkpoint.read(path.read_text("utf-8"))
    except (note.NoteError, UnicodeDecodeError):
        raise Halted from None


def publish(session: Session, folder: Path, log_id: int, size: int | None = None) -> Checkpoint:
    """The checkpoint of `size`, or the latest, which from now on may be shown to anybody.

    It is on disk beside the keys before this returns. Raises NotFound, and Halted for a log that
    lacks what was published before.
    """
    log = session.get_one(Log, log_id)
    refuse(session, folder, log.origin, log_id)
    # A size out of the database's range is never asked for.
    found = None if size and size > log.size else _checkpoint(session, log_id, size)
    if found is None:
        raise NotFound
    _keep(folder, note.Checkpoint(log.origin, found.size, found.root))
    return found


def refuse(session: Session, folder: Path, origin: str, log_id: int) -> None:
    """Raise Halted for a log that lacks what was published of it before."""
    mark = read(folder, origin)
    if mark is None or _holds(session, log_id, mark):
        return
    # This transaction may have begun before the mark was made: only a later one can tell.
    with reading(), Session(session.get_bind()) as later:
        if not _holds(later, log_id, mark):
            raise Halted


def refuse_to_append(session: Session, folder: Path, log: Log) -> None:
    """The same for a locked log, at the cost of one look at the file while the mark stands still.

    Nobody publishes more than what is committed, so a log that held this mark holds it still.
    """
    mark = read(folder, log.origin)
    path = _path(folder, log.origin)
    if mark is None or (_agreed.get(path) == mark and log.size >= mark.size):
        return
    refuse(session, folder, log.origin, log.id)
    _agreed[path] = mark


def _holds(session: Session, log_id: int, mark: note.Checkpoint) -> bool:
    return session.scalar(_ROOT, {"log": log_id, "size": mark.size}) == mark.root


def _checkpoint(session: Session, log_id: int, size: int | None) -> Checkpoint | None:
    query = select(Checkpoint).where(Checkpoint.log_id == log_id)
    if size is not None:
        query = query.where(Checkpoint.size == size)
    return session.scalar(query.order_by(Checkpoint.size.desc()).limit(1))


def _keep(folder: Path, checkpoint: note.Checkpoint) -> None:
    """Make this the mark, unless a larger one is there."""
    if _reached(folder, checkpoint):
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    with _alone(folder):
        if not _reached(folder, checkpoint):
            _replace(_path(folder, checkpoint.origin), checkpoint.text().encode())


def _reached(folder: Path, checkpoint: note.Checkpoint) -> bool:
    mark = read(folder, checkpoint.origin)
    return mark is not None and mark.size >= checkpoint.size


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Be the only process, and the only thread, that changes a mark."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _replace(path: Path, data: bytes) -> None:
    """Put a file in its place, and on the disk: after a crash it is the old one or the new one."""
    aside = path.with_name(f".{path.name}.new")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _path(folder: Path, origin: str) -> Path:
    return folder / quote(origin, safe="")
