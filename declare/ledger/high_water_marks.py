"""High-water marks: the largest checkpoint of each log that was ever served, in a file by the keys.

A database restored from a backup may lack entries whose checkpoints were published; it would then
sign another history under the same sizes, a fork that any reader can prove. A log that does not
contain its mark is halted: it serves nothing and takes no entry, also after it has grown again
(docs/decisions/0010-marks-beside-the-keys.md).
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
from declare.ledger import checkpoints
from declare.ledger.models import Checkpoint, Log

_LOCK: Final = ".lock"
_ROOT: Final = select(Checkpoint.root).where(
    Checkpoint.log_id == bindparam("log"), Checkpoint.size == bindparam("size")
)

FileVersion = tuple[int, int, int]
"""Inode, modification time and size. They change with the content: each mark is a new file."""


@dataclass(frozen=True)
class _CachedMark:
    version: FileVersion
    mark: note.Checkpoint


_marks: dict[Path, _CachedMark] = {}
_contained: dict[Path, note.Checkpoint] = {}
"""The last mark that each log was found to contain, before an append."""


def read(folder: Path, origin: str) -> note.Checkpoint | None:
    """Return the mark of a log, or None if no checkpoint was ever published.

    The file is opened only when it has changed. Raises Halted for an unreadable file.
    """
    path = _path(folder, origin)
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    version = (status.st_ino, status.st_mtime_ns, status.st_size)
    cached = _marks.get(path)
    if cached is None or cached.version != version:
        cached = _marks[path] = _CachedMark(version, _read(path))
    return cached.mark


def _read(path: Path) -> note.Checkpoint:
    try:
        return note.Checkpoint.read(path.read_text("utf-8"))
    except (note.NoteError, UnicodeDecodeError):
        raise Halted from None


def publish(session: Session, folder: Path, log_id: int, size: int | None = None) -> Checkpoint:
    """Return the checkpoint of `size`, or the latest, for publication.

    The mark is on the disk before this returns. Raises NotFound, and Halted for a log that lacks
    its mark.
    """
    log = session.get_one(Log, log_id)
    refuse(session, folder, log.origin, log_id)
    # A size beyond the range of the database's integers would raise there.
    checkpoint = None if size and size > log.size else checkpoints.find(session, log_id, size)
    if checkpoint is None:
        raise NotFound
    _raise_mark(folder, note.Checkpoint(log.origin, checkpoint.size, checkpoint.root))
    return checkpoint


def refuse(session: Session, folder: Path, origin: str, log_id: int) -> None:
    """Raise Halted for a log that lacks its mark."""
    mark = read(folder, origin)
    if mark is None or _contains(session, log_id, mark):
        return
    # This transaction may have begun before the mark was written: only a later one can tell.
    with reading(), Session(session.get_bind()) as later:
        if not _contains(later, log_id, mark):
            raise Halted


def refuse_to_append(session: Session, folder: Path, log: Log) -> None:
    """Like `refuse`, for a locked log; while the mark is unchanged it costs one stat of the file.

    Only committed checkpoints are published, and entries are never deleted: a log that contained
    this mark still contains it.
    """
    mark = read(folder, log.origin)
    path = _path(folder, log.origin)
    if mark is None or (_contained.get(path) == mark and log.size >= mark.size):
        return
    refuse(session, folder, log.origin, log.id)
    _contained[path] = mark


def _contains(session: Session, log_id: int, mark: note.Checkpoint) -> bool:
    return session.scalar(_ROOT, {"log": log_id, "size": mark.size}) == mark.root


def _raise_mark(folder: Path, checkpoint: note.Checkpoint) -> None:
    """Write this checkpoint as the mark, unless the mark is as large."""
    if _reached(folder, checkpoint):
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    with _exclusively(folder):
        if not _reached(folder, checkpoint):
            _replace(_path(folder, checkpoint.origin), checkpoint.text().encode())


def _reached(folder: Path, checkpoint: note.Checkpoint) -> bool:
    mark = read(folder, checkpoint.origin)
    return mark is not None and mark.size >= checkpoint.size


@contextmanager
def _exclusively(folder: Path) -> Iterator[None]:
    """Exclude other processes and threads from changing a mark, by `flock`."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _replace(path: Path, data: bytes) -> None:
    """Replace a file atomically and durably: after a crash it is the old one or the new one."""
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
