"""Durations: the time from the first to the last event of a prospect, and how many of them are not over yet."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process
from pyrometer.process.record import DAY_US

SHARES = [0.5, 0.85, 0.9]  # read off in one pass


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row; lengths in microseconds."""
    rows = process.prospects
    length = rows.last_at.delta(rows.first_at, unit="microsecond").cast("int64")
    return rows.agg(
        n=rows.count(),
        shares=length.quantile(SHARES),
        total=length.cast("float64").sum(),
    )


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Microseconds as days."""
    (shares,), (total,), (n,) = columns["shares"], columns["total"], columns["n"]
    lengths = dict(zip(("median_days", "p85_days", "p90_days"), shares or [None] * len(SHARES), strict=True))
    lengths |= {"mean_days": total / n if n else None, "sum_days": total}
    days = {name: [None if us is None else us / DAY_US] for name, us in lengths.items()}
    return {"n": columns["n"], "n_open": [process.n_open], **days}


MEASURE = Measure(
    question="How long is it from the first event of a prospect to the last?",
    settings=Settings,
    columns=(
        Column("n", "count", "prospects"),
        Column("mean_days", "days", "mean time from first to last event; open ones are cut off and shorten it"),
        Column("median_days", "days", "half are shorter"),
        Column("p85_days", "days", "85 of 100 are shorter"),
        Column("p90_days", "days", "90 of 100 are shorter"),
        Column("sum_days", "days", "all together"),
        Column("n_open", "count", "prospects whose journey is still open: use the risk table for waiting times"),
    ),
    expression=expression,
    finish=finish,
)
