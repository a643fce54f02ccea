"""Intake: what the steps of one reading share - connection, folder, the ledger before it, and a place to work."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrometer.ledger.files import Folder, literal, scan
from pyrometer.ledger.manifest import Manifest
from pyrometer.ledger.vault import Vault


@dataclass(frozen=True, slots=True)
class Intake:
    """One reading under way. `con` is a DuckDB connection of its own: its temporary tables go with it.

    `dropped` is the source whose earlier events give way to what is read now; None: nothing gives way.
    """

    con: Any
    folder: Folder
    before: Manifest
    work: Path  # a folder below staging
    run: int
    dropped: str | None = None
    dropped_code: int = -1

    @property
    def vault(self) -> Vault:
        """The personal data of the ledger."""
        return Vault(self.folder.vault, is_new=not self.before.n_words.get("persons"))

    def one(self, sql: str) -> Any:
        """The first row of a query."""
        return self.con.execute(sql).fetchone()

    def run_sql(self, sql: str) -> None:
        """Runs a statement for its effect."""
        self.con.execute(sql)

    def old_parts(self, kind: str) -> list[Path]:
        """The files of a side table before this reading."""
        return [self.folder.side / name for name in self.before.parts.get(kind, ())]

    def old_events(self, segments: frozenset[int] | None = None) -> list[Path]:
        """The files of events before this reading, of all or of these segments."""
        found = [s for s in self.before.segments if segments is None or s.number in segments]
        return [self.folder.events / s.events for s in found if s.events is not None]

    def old(self, files: Iterable[Path]) -> str:
        """SQL that gives the older events in these files, without those that give way."""
        return f"(SELECT * FROM {scan(files)} WHERE source <> {self.dropped_code})" if self.dropped else scan(files)

    def kept(self, files: Iterable[Path]) -> str:
        """As `old`, and without those that a newer export takes back; needs `retiring`."""
        same = "r.id_high = e.id_high AND r.id_low = e.id_low AND r.c = coalesce(e.content, 0)"
        return f"(SELECT e.* FROM {self.old(files)} e ANTI JOIN retiring r ON {same})"

    def old_rows(self, kind: str) -> str | None:
        """SQL that gives the rows of a side table, without those of a source that gives way; None where it is empty."""
        files = self.old_parts(kind)
        if not files:
            return None
        return f"(SELECT * FROM {scan(files)} WHERE source <> {literal(self.dropped)})" if self.dropped else scan(files)

    def old_prospects(self) -> str:
        """SQL that gives number, name and segment of all prospects before this reading."""
        files = [self.folder.side / s.prospects for s in self.before.segments]
        if not files:
            return "(SELECT NULL::BIGINT AS prospect, NULL::VARCHAR AS name, NULL::INTEGER AS segment WHERE false)"
        return f"(SELECT prospect, name, segment FROM {scan(files)})"
