"""Effort: our minutes and our actions while prospects wait after each milestone, and how long they wait in all."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import WHOLE, Process, splits
from pyrometer.process.record import DAY_US


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per milestone after which anybody waited; days as far as they were watched, to the microsecond."""
    import ibis

    rows = process.spells.filter(process.spells.milestone != WHOLE)
    watched_us = ibis.greatest(ibis.least(rows.unseen_us.coalesce(rows.age_us), rows.age_us) - rows.late_us, 0)
    days = watched_us.cast("float64").sum() / DAY_US
    sums = rows.group_by("milestone").agg(minutes=rows.minutes.sum(), n_actions=rows.n_actions.sum(), days=days)
    return sums.order_by("milestone")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Milestones by name."""
    return {**columns, "milestone": splits.milestone(process, columns["milestone"])}


MEASURE = Measure(
    question="Where does our time go?",
    settings=Settings,
    columns=(
        Column("milestone", "", "the milestone after which they wait"),
        Column("minutes", "minutes", "our minutes while they wait, where the records say; 0 where none say"),
        Column("n_actions", "count", "our actions while they wait"),
        Column("days", "days", "how long all of them waited together, as far as they were watched"),
    ),
    expression=expression,
    finish=finish,
)
