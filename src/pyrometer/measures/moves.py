"""Moves: for each milestone, how many met it, skipped it, or met it only after a later one."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process
from pyrometer.process import path as paths


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row; three counts for each milestone."""
    import ibis

    rows, milestones = process.journeys, process.facts.milestones
    counts: dict[str, Any] = {"n_entered": rows.count()}
    for i, name in enumerate(milestones):
        at, after = rows[paths.met(name)], milestones[i + 1 :]
        never = ibis.null("timestamp(6)")
        onward = paths.earliest([rows[paths.met(later)] for later in after]) if after else never
        counts[f"met_{i}"] = rows.count(where=at.notnull())
        counts[f"skipped_{i}"] = rows.count(where=at.isnull() & onward.notnull())
        counts[f"late_{i}"] = rows.count(where=onward < at)
    return rows.agg(**counts)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """One row per milestone."""
    n = range(len(process.facts.milestones))
    return {
        "milestone": list(process.facts.milestones),
        "n_met": [columns[f"met_{i}"][0] for i in n],
        "n_skipped": [columns[f"skipped_{i}"][0] for i in n],
        "n_out_of_order": [columns[f"late_{i}"][0] for i in n],
    }


MEASURE = Measure(
    question="How many met each milestone, skipped it, or met it out of order?",
    settings=Settings,
    columns=(
        Column("milestone", "", "the milestone"),
        Column("n_met", "count", "prospects that ever met it"),
        Column("n_skipped", "count", "prospects that met a later one and never this one"),
        Column("n_out_of_order", "count", "prospects that met a later one before this one"),
    ),
    expression=expression,
    finish=finish,
)
