"""Tidying: marks that nothing has been read from for long are forgotten, and the files that only they need removed."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyrometer.ledger import lock, manifest, marks, publish
from pyrometer.ledger.files import Folder, settle

OURS = re.compile(r"[a-z]+(-\d+)?-[0-9a-f]{12}\.(parquet|json)")  # files.fresh_name; what others put there stays


@dataclass(frozen=True, slots=True)
class Tidied:
    """Marks before `first` are forgotten; so many they were, and so many files and bytes went."""

    first: int
    n_marks: int
    n_files: int
    n_bytes: int


def tidy(folder: Folder, before: datetime) -> Tidied:
    """Forgets the marks that were superseded before that instant (naive UTC); the newest always stays.

    Whoever has the ledger open at a mark that stays is not disturbed. Cut short, the ledger is as it was, or has
    forgotten those marks; files left over go the next time. Raises LedgerError where another process is writing.
    """
    with lock.held(folder.lock):
        publish.sweep(folder)
        oldest, newest = marks.oldest(folder), marks.newest(folder)
        first = next((m for m in range(oldest, newest) if marks.made_at(folder, m + 1) >= before), newest)
        needed = {name for mark in range(first, newest + 1) for name in _files(folder, mark)}
        found = [p for place in (folder.side, folder.events) for p in place.iterdir() if OURS.fullmatch(p.name)]
        gone = [path for path in found if path.name not in needed]
        n_bytes = sum(path.stat().st_size for path in gone)
        _remove(folder, [path for path in gone if marks.is_manifest(path)])  # from here on those marks are not there
        _remove(folder, [path for path in gone if not marks.is_manifest(path)])
        return Tidied(first, first - oldest, len(gone), n_bytes)


def _files(folder: Folder, mark: int) -> list[str]:
    """The names of all files that a mark rests on, its manifest among them."""
    name = marks.last_named(folder, mark)
    if name is None:
        return []
    found = manifest.read(folder.side / name)
    return [name, *manifest.side_files(found), *(s.events for s in found.segments if s.events is not None)]


def _remove(folder: Folder, paths: list[Path]) -> None:
    for path in paths:
        path.unlink()
    settle(folder.side)
