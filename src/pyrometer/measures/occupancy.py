"""Occupancy: how many wait after each milestone, day by day, and how many came and left."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import UNTOLD
from pyrometer.process.zones import Period, on, period_of, periods

COUNTS = ("n_entered", "n_left", "n_unseen")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Period = field(default="day", metadata={"help": "What one period is, in the plant's zone."})


def expression(process: Process, settings: Settings) -> Any:
    """Comings and goings as differences: one row per milestone and period in which there were any.

    Who may have left unseen while a sensor was dead is counted as waiting up to then and no longer: of the days after
    it cannot be told. They are no comings or goings of the process, so n_left leaves them out. Who was lost on a day
    that is not told is counted as waiting up to the last that is told of them.
    """
    import ibis

    spells = process.spells
    left = spells.filter(spells.left_at.notnull())
    came = spells.group_by("milestone", on_date=period_of(spells[on("entered_at")], settings.period))
    none = ibis.literal(0, type="int64")
    came = came.agg(n_entered=spells.count(), n_left=none, n_unseen=none)
    went = left.group_by("milestone", on_date=period_of(left[on("left_at")], settings.period))
    untold = left.how == UNTOLD
    went = went.agg(n_entered=none, n_left=left.count(where=~untold), n_unseen=left.count(where=untold))
    both = came.union(went)
    counts = both.group_by("milestone", "on_date").agg(**{name: both[name].sum() for name in COUNTS})
    return counts.order_by("milestone", "on_date")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Differences summed up: who waits at the end of each period; every period of every milestone."""
    import numpy as np

    every = [start for start, _ in periods(process.facts, settings.period)]
    milestones = np.asarray(columns["milestone"], dtype=int)
    found: dict[str, list[Any]] = {column.name: [] for column in MEASURE.columns}
    for number in sorted(set(milestones.tolist())):
        rows = np.flatnonzero(milestones == number)
        counts, before = _laid_out(every, columns, rows)
        came, went, unseen = counts.T
        found["on_date"] += every
        found["milestone"] += splits.milestone(process, [number]) * len(every)
        found["n_waiting"] += (before + np.cumsum(came - went - unseen)).tolist()
        found["n_entered"] += came.tolist()
        found["n_left"] += went.tolist()
        found["n_unseen"] += unseen.tolist()
    return found


def _laid_out(every: list[date], columns: Columns, rows: Any) -> tuple[Any, int]:
    """Counts (periods, COUNTS) in every period, and how many already waited when observation began."""
    import numpy as np

    place = {start: i for i, start in enumerate(every)}
    found = np.zeros((len(every), len(COUNTS)), dtype=np.int64)
    before = 0
    for row in rows.tolist():
        i = place.get(columns["on_date"][row])
        came, went, unseen = (columns[name][row] for name in COUNTS)
        if i is None:
            before += came - went - unseen
            continue
        found[i] = came, went, unseen
    return found, before


MEASURE = Measure(
    question="How many wait after each milestone, and is it growing?",
    settings=Settings,
    columns=(
        Column("on_date", "", "first day of the period, local"),
        Column("milestone", "", "the milestone they wait after; empty is the whole journey"),
        Column("n_waiting", "count", "waiting at the end of the period"),
        Column("n_entered", "count", "began to wait in the period"),
        Column("n_left", "count", "went on or stopped in the period"),
        Column("n_unseen", "count", "from this period on nobody can tell whether they wait: a sensor died"),
    ),
    expression=expression,
    finish=finish,
)
