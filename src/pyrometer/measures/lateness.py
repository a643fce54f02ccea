"""Lateness: how long after it happened each source recorded an event, and what it recorded before it happened."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process
from pyrometer.process.record import DAY_US


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per source; lags in microseconds. A record that carries only a date may have happened all that day."""
    events = process.events
    lag = events.known_at.delta(events.happened_at, unit="microsecond").cast("int64")
    rows = events.select("source", "precision", lag=lag)
    limit = (rows.precision == 1).ifelse(2 * DAY_US, DAY_US)
    counts = rows.group_by("source").agg(
        n=rows.count(),
        n_recorded=rows.lag.count(),
        n_late=rows.count(where=rows.lag > limit),
        n_before=rows.count(where=rows.lag < 0),
        median=rows.lag.median(),
        p90=rows.lag.quantile(0.9),
    )
    return counts.order_by("source")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words, microseconds as days."""
    return {
        **columns,
        "source": [process.words.sources[code] for code in columns["source"]],
        "median_days": [None if us is None else us / DAY_US for us in columns["median"]],
        "p90_days": [None if us is None else us / DAY_US for us in columns["p90"]],
    }


MEASURE = Measure(
    question="How long after it happened is it recorded?",
    settings=Settings,
    columns=(
        Column("source", "", "the source"),
        Column("n", "count", "events"),
        Column("n_recorded", "count", "events whose recording time the source keeps"),
        Column("n_late", "count", "recorded more than a day after they happened (after the day, where it is a date)"),
        Column("median_days", "days", "half were recorded sooner after they happened"),
        Column("p90_days", "days", "nine of ten were recorded sooner"),
        Column("n_before", "count", "recorded before they happened: back-dated, or a clock is wrong"),
    ),
    expression=expression,
    finish=finish,
)
