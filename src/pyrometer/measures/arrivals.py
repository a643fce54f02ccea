"""Arrivals: how far apart new prospects come."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row; gaps between the first events of one prospect and the next, in microseconds."""
    import ibis

    rows = process.prospects
    before = rows.first_at.lag().over(ibis.window(order_by=rows.first_at))
    gaps = rows.select(gap=rows.first_at.delta(before, unit="microsecond").cast("int64"))
    return gaps.agg(
        n=gaps.count(), mean=gaps.gap.cast("float64").mean(), median=gaps.gap.median(), p90=gaps.gap.quantile(0.9)
    )


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Microseconds as seconds; fewer than two prospects have no gap."""
    seconds = {f"{name}_seconds": columns[name] for name in ("mean", "median", "p90")}
    return {
        "n": columns["n"],
        **{name: [None if us is None else us / 1e6 for us in values] for name, values in seconds.items()},
    }


MEASURE = Measure(
    question="How far apart do new prospects come?",
    settings=Settings,
    columns=(
        Column("n", "count", "prospects"),
        Column("mean_seconds", "seconds", "mean time from one prospect's first event to the next one's"),
        Column("median_seconds", "seconds", "half of the gaps are shorter"),
        Column("p90_seconds", "seconds", "nine of ten gaps are shorter"),
    ),
    expression=expression,
    finish=finish,
)
