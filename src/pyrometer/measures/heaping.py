"""Heaping: at which hours, weekdays, days of the month and seconds events are dated; heaps betray dates made up."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, zones

KINDS = ("hour", "weekday", "day_of_month", "second")


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per source, kind and value; records that carry only a date have neither hour nor second."""
    import ibis

    events = process.events
    cells = zones.cells(events, "happened_at", process.facts, "source", "precision")
    cells = cells.mutate(here=zones.local(cells.cell_at, process.facts))
    timed = cells.filter(cells.precision == 0)
    instants = events.filter(events.precision == 0)
    seconds = instants.group_by("source", second=instants.happened_at.second()).agg(n=instants.count())
    parts = (
        (timed, timed.here.hour()),
        (cells, cells.here.day_of_week.index()),
        (cells, cells.here.day()),
        (seconds, seconds.second),
    )
    counted = [
        rows.group_by("source", kind=ibis.literal(i, type="int8"), value=value.cast("int64")).agg(n=rows.n.sum())
        for i, (rows, value) in enumerate(parts)
    ]
    return ibis.union(*counted).order_by("source", "kind", "value")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words."""
    return {
        **columns,
        "source": [process.words.sources[code] for code in columns["source"]],
        "kind": [KINDS[kind] for kind in columns["kind"]],
    }


MEASURE = Measure(
    question="Do the dates and times of records heap up where a person or a machine put them?",
    settings=Settings,
    columns=(
        Column("source", "", "the source"),
        Column("kind", "", "hour, weekday (0 is Monday), day_of_month or second; local time"),
        Column("value", "", "which one"),
        Column("n", "count", "events; those that carry only a date count for weekday and day of month"),
    ),
    expression=expression,
    finish=finish,
)
