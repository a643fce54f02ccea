"""Effort: our minutes and our actions while prospects wait after each milestone."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import WHOLE, Process, splits


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per milestone after which anybody waited."""
    rows = process.spells.filter(process.spells.milestone != WHOLE)
    sums = rows.group_by("milestone").agg(minutes=rows.minutes.sum(), n_actions=rows.n_actions.sum())
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
    ),
    expression=expression,
    finish=finish,
)
