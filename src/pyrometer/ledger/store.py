"""The ledger of a plant: all events, each once; read into it, look at it, at any mark."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pyrometer.errors import LedgerError
from pyrometer.ledger import lock, marks, numbers, parts, publish, reading, schema, tables, tidy
from pyrometer.ledger.files import Folder
from pyrometer.ledger.reading import Origin, Reading
from pyrometer.ledger.tables import LedgerTables
from pyrometer.ledger.tidy import Tidied
from pyrometer.ledger.vault import Vault
from pyrometer.sensors._batch import Batch


@dataclass(slots=True)
class Ledger:
    """A ledger's folder, opened. `mark` moves on when this object reads; what others read shows on opening anew."""

    folder: Folder
    mark: int
    target: int = numbers.TARGET  # events a segment; set smaller in tests only

    @classmethod
    def create(cls, folder: Path) -> "Ledger":
        """An empty ledger at mark 0; raises LedgerError where there is one already, or one is being made."""
        place = Folder(folder)
        if not _made(place):
            raise LedgerError(f"There is a ledger in {folder} already. Open it instead.")
        return cls(place, 0)

    @classmethod
    def open(cls, folder: Path) -> "Ledger":
        """The ledger in that folder at its newest mark; raises LedgerError where there is none.

        What a reading that was cut short left behind is removed.
        """
        place = Folder(folder)
        mark = marks.newest(place)
        with suppress(LedgerError, OSError):  # another is writing, or nobody can: looking is free
            if place.staging.is_dir() and any(place.staging.iterdir()):
                with lock.held(place.lock):
                    publish.sweep(place)
        return cls(place, mark)

    @classmethod
    def at(cls, folder: Path) -> "Ledger":
        """The ledger in that folder, made empty where there is none yet, or where its making was cut short."""
        if marks.are_none(Folder(folder)):
            _made(Folder(folder))
        return cls.open(folder)

    def read(
        self, batches: Iterable[Batch], backend: Any, *, source: str, read_at: datetime, settings: str = ""
    ) -> Reading:
        """Takes the batches in as one new mark; without anything new the mark stays. See `reading.read`.

        `settings` stands for how the sensor turns rows into events (say a hash of its file). Where it is not the one
        of the last reading of that source, the file was corrected: all that the source said before gives way to what it
        says now, in the same new mark; older marks keep what they had.
        """
        found = reading.read(self.folder, batches, backend, Origin(source, read_at, settings, self.target))
        self.mark = found.mark
        return found

    def tables(self, backend: Any, mark: int | None = None) -> LedgerTables:
        """Events, prospects and words at that mark (default: the newest), as Ibis tables of the backend."""
        return tables.tables(self.folder, backend, self.mark if mark is None else mark)

    def runs(self, mark: int | None = None) -> Any:
        """The readings that brought something: run, mark, source, read_at and counts, as an Arrow table."""
        return self._side("runs", schema.runs(), mark)

    def refused(self, mark: int | None = None) -> Any:
        """The refused rows, each once, as an Arrow table."""
        return self._side("refused", schema.refused(), mark)

    def n_refused(self) -> int:
        """How many rows are refused, without reading them."""
        manifest = marks.manifest(self.folder, self.mark)
        return parts.count([self.folder.side / name for name in manifest.parts.get("refused", ())])

    def conflicts(self, mark: int | None = None) -> Any:
        """Records kept aside because they contradict an event of the same id, as an Arrow table."""
        return self._side("conflicts", schema.conflicts(), mark)

    def tidy(self, before: datetime) -> Tidied:
        """Forgets the marks that were superseded before that instant (naive UTC), and removes the files of theirs."""
        return tidy.tidy(self.folder, before)

    @property
    def vault(self) -> Vault:
        """The personal data, by opaque id."""
        known = marks.manifest(self.folder, self.mark).n_words
        return Vault(self.folder.vault, is_new=not known.get("persons"))

    def _side(self, kind: str, columns: Any, mark: int | None) -> Any:
        manifest = marks.manifest(self.folder, self.mark if mark is None else mark)
        return parts.read([self.folder.side / name for name in manifest.parts.get(kind, ())], columns)


def _made(place: Folder) -> bool:
    """Makes the empty ledger; False where there is one. Of two processes that come first, only one makes it."""
    place.root.mkdir(parents=True, exist_ok=True)
    with lock.held(place.lock):
        if not marks.are_none(place):
            return False
        for part in (place.side, place.staging):
            part.mkdir(exist_ok=True)
        marks.create(place)
        return True
