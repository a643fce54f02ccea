"""Desk: the plant that lies open before the reader; what was answered is kept until the records or the words change."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrometer.model.finding import Finding
    from pyrometer.plant import Plant

NOT_WRITTEN = ("ledger", "reports")  # folders of a plant in which nobody writes; the ledger tells of itself by its mark
Stamp = tuple[int, tuple[tuple[str, int, int], ...]]


@dataclass(slots=True)
class Desk:
    """An opened plant for many requests: one at a time, and opened anew when its ledger grew or its text changed."""

    folder: Path
    plant: "Plant | None" = None
    stamp: Stamp | None = None
    found: dict[Any, "Finding"] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    @contextmanager
    def opened(self) -> Iterator["Plant"]:
        """The plant as it stands on disk now; nobody else asks it meanwhile. Raises the plant's own errors."""
        from pyrometer.plant import Plant

        with self.lock:
            now = stamp(self.folder)
            if self.plant is None or now != self.stamp:
                self.plant, self.stamp = None, now  # forgotten first: a plant that no longer opens is not shown
                self.found.clear()
                self.plant = Plant(self.folder)
            yield self.plant

    def study(self, name: str, given: Mapping[str, Any]) -> "Finding":
        """The finding of that study; the same question twice is answered once."""
        with self.opened() as plant:
            key = (name, tuple(sorted(given.items())))
            if key not in self.found:
                self.found[key] = plant.study(name, **given)
            return self.found[key]

    def report(self) -> tuple["Finding", ...]:
        """The findings that make up the report, in reading order."""
        return tuple(self.study(name, {}) for name in reported())

    def known(self, name: str) -> "Finding | None":
        """The finding of that study if it was asked for already; nothing is computed."""
        return self.found.get((name, ()))


def reported() -> Sequence[str]:
    """The studies of the report, in reading order."""
    from pyrometer.plant._open import REPORT

    return REPORT


def stamp(folder: Path) -> Stamp:
    """What tells whether the plant changed: the ledger's newest mark, and each text with its time and size."""
    from pyrometer.errors import LedgerError
    from pyrometer.ledger import marks
    from pyrometer.ledger.files import Folder

    try:
        mark = marks.newest(Folder(folder / "ledger"))
    except LedgerError:  # nothing was read yet; the plant itself will say so
        mark = -1
    return mark, tuple(sorted(seen(folder))) if folder.is_dir() else ()


def seen(folder: Path, inside: frozenset[str] = frozenset()) -> Iterator[tuple[str, int, int]]:
    """Each file that people write in a plant: its place, time and size; a link back to a folder above is not followed.

    What goes away while it is looked at is not there.
    """
    place = os.path.realpath(folder)
    if place in inside:
        return
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_file():
                    yield entry.path, entry.stat().st_mtime_ns, entry.stat().st_size
                elif entry.is_dir() and entry.name not in NOT_WRITTEN and not entry.name.startswith("."):
                    yield from seen(Path(entry.path), inside | {place})
