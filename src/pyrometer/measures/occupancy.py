"""Occupancy: how many wait after each milestone, day by day, and how many came and left."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.zones import Period, on, period_of, periods


@dataclass(frozen=True, slots=True)
class Settings:
    """In which periods."""

    period: Period = "day"


def expression(process: Process, settings: Settings) -> Any:
    """Comings and goings as differences: one row per milestone and period in which there were any."""
    import ibis

    spells = process.spells
    left = spells.filter(spells.left_at.notnull())
    came = spells.group_by("milestone", on_date=period_of(spells[on("entered_at")], settings.period))
    came = came.agg(n_entered=spells.count(), n_left=ibis.literal(0, type="int64"))
    went = left.group_by("milestone", on_date=period_of(left[on("left_at")], settings.period))
    went = went.agg(n_entered=ibis.literal(0, type="int64"), n_left=left.count())
    both = came.union(went)
    counts = both.group_by("milestone", "on_date").agg(n_entered=both.n_entered.sum(), n_left=both.n_left.sum())
    return counts.order_by("milestone", "on_date")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Differences summed up: who waits at the end of each period; every period of every milestone."""
    import numpy as np

    every = [start for start, _ in periods(process.facts, settings.period)]
    milestones = np.asarray(columns["milestone"], dtype=int)
    found: dict[str, list[Any]] = {column.name: [] for column in MEASURE.columns}
    for number in sorted(set(milestones.tolist())):
        rows = np.flatnonzero(milestones == number)
        came, went, before = _laid_out(every, columns, rows)
        found["on_date"] += every
        found["milestone"] += splits.milestone(process, [number]) * len(every)
        found["n_waiting"] += (before + np.cumsum(came - went)).tolist()
        found["n_entered"] += came.tolist()
        found["n_left"] += went.tolist()
    return found


def _laid_out(every: list[date], columns: Columns, rows: Any) -> tuple[Any, Any, int]:
    """Comings and goings in every period, and how many already waited when observation began."""
    import numpy as np

    place = {start: i for i, start in enumerate(every)}
    came, went = np.zeros(len(every), dtype=np.int64), np.zeros(len(every), dtype=np.int64)
    before = 0
    for row in rows.tolist():
        i = place.get(columns["on_date"][row])
        if i is None:
            before += columns["n_entered"][row] - columns["n_left"][row]
            continue
        came[i], went[i] = columns["n_entered"][row], columns["n_left"][row]
    return came, went, before


MEASURE = Measure(
    question="How many wait after each milestone, and is it growing?",
    settings=Settings,
    columns=(
        Column("on_date", "", "first day of the period, local"),
        Column("milestone", "", "the milestone they wait after; empty is the whole journey"),
        Column("n_waiting", "count", "waiting at the end of the period"),
        Column("n_entered", "count", "began to wait in the period"),
        Column("n_left", "count", "went on or stopped in the period"),
    ),
    expression=expression,
    finish=finish,
)
