"""Cohorts: what became of those who entered in each period, as far as the records reach."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, calendar
from pyrometer.process.record import LOST, STILL_OPEN, UNTOLD, WON
from pyrometer.process.zones import Period, on, period_of

COUNTS = ("n_entered", "n_won", "n_lost", "n_open", "n_untold")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Period = field(default="month", metadata={"help": "What one period is, in the plant's zone."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per period in which anybody entered."""
    rows = process.journeys
    counts = rows.group_by(starts_on=period_of(rows[on("entered_at")], settings.period)).agg(
        n_entered=rows.count(),
        n_won=rows.count(where=rows.outcome == WON),
        n_lost=rows.count(where=rows.outcome == LOST),
        n_open=rows.count(where=rows.outcome == STILL_OPEN),
        n_untold=rows.count(where=rows.outcome == UNTOLD),
    )
    return counts.order_by("starts_on")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Every period, with zeros where nobody entered."""
    counts = {name: columns[name] for name in COUNTS}
    return calendar.filled(process.facts, settings.period, columns["starts_on"], counts)


MEASURE = Measure(
    question="What became of those who entered in each period?",
    settings=Settings,
    columns=(
        Column("starts_on", "", "first day of the period of entry, local"),
        Column("n_entered", "count", "prospects that entered in the period"),
        Column("n_won", "count", "of these won by now"),
        Column("n_lost", "count", "of these lost by now"),
        Column("n_open", "count", "of these still open: too early to tell"),
        Column("n_untold", "count", "of these neither on record: they may have been while a sensor was dead"),
        Column("is_whole", "", "whether the records cover the whole period"),
    ),
    expression=expression,
    finish=finish,
)
