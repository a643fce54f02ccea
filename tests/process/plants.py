"""Small plants for the claims: a journal typed in the test, read into a real ledger, judged and cut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pyrometer.config import EngineSettings, PlantConfig, PlantSettings, ProcessSettings
from pyrometer.engines.duckdb import ENGINE
from pyrometer.ledger.store import Ledger
from pyrometer.measures._run import run
from pyrometer.model.definition import Clause, Criterion, Definition
from pyrometer.model.event import PRECISIONS, SIDES, Event
from pyrometer.model.table import Table
from pyrometer.process import Process, build
from pyrometer.sensors import journal
from pyrometer.sensors._batch import EVENTS, REFUSED, Batch

READ_AT = datetime(2030, 1, 1)
PATH = ("replied", "met", "ordered")


def milestone(name: str, *actions: str, sides: Sequence[str] = ("customer",)) -> Definition:
    """A milestone first met when any of the actions is done by those sides, on any evidence."""
    done = Clause("done", sides=tuple((side, tuple(actions) or (name,)) for side in sides), grade=0)
    return Definition(name, "milestone", test=(done,), criterion=Criterion(all=("done",)))


DEFINITIONS = (*map(milestone, PATH), milestone("lost", "declined", sides=("customer", "seller")))


def batch(events: Iterable[Event]) -> Batch:
    """A sensor's batch of events by hand."""
    rows = [_row(event, number) for number, event in enumerate(events, 1)]
    return Batch(pa.Table.from_pylist(rows, EVENTS), pa.Table.from_pylist([], REFUSED), len(rows))


def _row(event: Event, number: int) -> dict[str, Any]:
    values = {f.name: getattr(event, f.name) for f in fields(event)}
    times = {name: _naive(values[name]) for name in ("happened_at", "known_at")}
    return {
        **values,
        **times,
        "source_id": event.source_id or None,
        "about": list(event.about.items()) or None,
        "side": SIDES.index(event.side),
        "precision": PRECISIONS.index(event.precision),
        "file": "journal.txt",
        "row": number,
    }


def _naive(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at is not None and at.tzinfo else at


@dataclass(frozen=True, slots=True)
class Plant:
    """A ledger in a folder, its definitions and configuration; cut again at every question."""

    ledger: Ledger
    backend: Any
    folder: Path
    config: PlantConfig
    definitions: tuple[Definition, ...] = DEFINITIONS

    def process(self, as_known: datetime | None = None) -> Process:
        """The process as built from the ledger."""
        tables = self.ledger.tables(self.backend)
        return build(tables, self.definitions, self.config, folder=self.folder / "process", as_known=as_known)

    def ask(self, name: str, **settings: Any) -> Table:
        """The table of a measure."""
        return run(self.process(), name, **settings)[0]

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """Rows of journeys or spells in order, those with the values asked for."""
        rows = getattr(self.process(), table).to_pyarrow().to_pylist()
        return [row for row in rows if all(row[key] == value for key, value in where.items())]

    def journey(self, name: str) -> dict[str, Any]:
        """The journey of one prospect."""
        (row,) = self.rows("journeys", name=name)
        return row

    def spells(self, milestone: int) -> list[tuple[int, float, float]]:
        """Spells after a milestone as (how, age in days, late in days), in order of prospects."""
        day = 86_400_000_000
        return [(s["how"], s["age_us"] / day, s["late_us"] / day) for s in self.rows("spells", milestone=milestone)]

    def read(self, batches: Iterable[Batch]) -> None:
        """Reads more into the ledger."""
        self.ledger.read(batches, self.backend, source="journal", read_at=READ_AT)


def plant(
    folder: Path,
    text: str,
    *,
    definitions: Sequence[Definition] = DEFINITIONS,
    settings: Mapping[str, Any] | None = None,
    zone: str = "UTC",
    until: datetime | date | None = None,
    events: Sequence[Event] = (),
) -> Plant:
    """A plant whose ledger holds the events of a journal text, or `events`; `settings` are those of [process]."""
    usual = {"milestones": PATH, "won": "ordered", "lost": "lost", "grade": 0}
    found = [batch(events or journal.parse(text, zone=zone))]
    process = ProcessSettings(**usual | dict(settings or {}))
    return of_batches(folder, found, definitions=definitions, process=process, zone=zone, until=until)


def of_batches(
    folder: Path,
    batches: Iterable[Batch],
    *,
    definitions: Sequence[Definition] = (),
    process: ProcessSettings | None = None,
    zone: str = "UTC",
    until: datetime | date | None = None,
) -> Plant:
    """A plant whose ledger holds these batches."""
    config = PlantConfig(PlantSettings("test", zone=zone, until=until), process or ProcessSettings())
    backend = ENGINE.connect(EngineSettings(threads=2, memory="2GB"))
    found = Plant(Ledger.create(folder / "ledger"), backend, folder, config, tuple(definitions))
    found.read(batches)
    return found
