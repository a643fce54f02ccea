"""Heartbeat: how many events each source gave in each period; a gap is a sensor that may have been dead."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, calendar, zones
from pyrometer.process.zones import Period


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Period = field(default="day", metadata={"help": "What one period is, in the plant's zone."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per source and period in which it gave anything."""
    cells = zones.cells(process.events, "happened_at", process.facts, "source")
    rows = cells.group_by("source", starts_on=zones.starts_on(cells.cell_at, process.facts, settings.period))
    return rows.agg(n=cells.n.sum()).order_by("source", "starts_on")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Every period of every source, with zeros where it was silent."""
    sources = [process.words.sources[code] for code in columns["source"]]
    filled = calendar.filled(process.facts, settings.period, columns["starts_on"], {"n": columns["n"]}, groups=sources)
    return {**filled, "source": filled["group"]}


MEASURE = Measure(
    question="Did every source keep giving?",
    settings=Settings,
    columns=(
        Column("source", "", "the source"),
        Column("starts_on", "", "first day of the period, local"),
        Column("n", "count", "events of the period"),
    ),
    expression=expression,
    finish=finish,
)
